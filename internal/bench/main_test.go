package bench

import (
	"fmt"
	"os"
	"testing"

	"github.com/tlua/tlua/internal/leak"
)

// roleVar is the environment variable that makes the test binary play a role
// instead of running benchmarks: one of a process that starts fresh.
const roleVar = "TLUA_BENCH_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVar); role != "" {
		if err := playIdle(role); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	leak.Main(m)
}
