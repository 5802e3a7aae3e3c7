package local_test

import (
	"testing"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/jobtest"
	"github.com/tlua/tlua/core/job/local"
	"github.com/tlua/tlua/internal/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

func TestConformance(t *testing.T) {
	jobtest.Run(t, func(*testing.T) *job.Factory { return job.NewFactory(local.New(), job.FactoryOptions{}) })
}
