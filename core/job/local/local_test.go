package local_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/jobtest"
	"github.com/tlua/tlua/core/job/local"
	"github.com/tlua/tlua/internal/leak"
)

// inherited is a descriptor as this process may be started with: its jobs must
// not see it.
var inherited, _ = unix.Open("/dev/null", unix.O_RDONLY, 0)

func TestMain(m *testing.M) { leak.Main(m) }

func TestConformance(t *testing.T) {
	require.Positive(t, inherited)
	jobtest.Run(t, func(*testing.T) *job.Factory { return job.NewFactory(local.New(), job.FactoryOptions{}) })
}
