package local_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/jobtest"
	"github.com/tlua/tlua/core/job/local"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestConformance(t *testing.T) {
	jobtest.Run(t, func(*testing.T) *job.Factory { return job.NewFactory(local.New(), job.FactoryOptions{}) })
}
