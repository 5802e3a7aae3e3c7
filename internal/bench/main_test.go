package bench

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"
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
	goleak.VerifyTestMain(m)
}
