package bench

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkMemory measures the kilobytes of resident memory that an open job
// takes which does nothing, in a process that has many of them and was started
// for that: this program, in one of the roles in idle_test.go.
func BenchmarkMemory(b *testing.B) {
	exe, err := os.Executable()
	require.NoError(b, err)
	for _, role := range []string{"lua", "go", "lua_filter"} {
		b.Run(role+"/vs=os_exec", func(b *testing.B) {
			subject, peer := footprint{b, exe, role, 0}, footprint{b, exe, "os_exec", 0}
			compare(b, "KB/job", subject.measure, peer.measure)
			b.ReportMetric(subject.goroutines, "goroutines/job")
			b.ReportMetric(peer.goroutines, "peer-goroutines/job")
		})
	}
}

// footprint asks a fresh process what its jobs take.
type footprint struct {
	*testing.B
	exe, role  string
	goroutines float64 // for each job, in the newest round
}

func (f *footprint) measure() []float64 {
	cmd := exec.Command(f.exe)
	cmd.Env = append(os.Environ(), roleVar+"="+f.role)
	var kb float64
	_, err := fmt.Sscan(output(f.B, cmd), &kb, &f.goroutines)
	require.NoError(f, err)
	return []float64{kb}
}
