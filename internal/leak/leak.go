// Package leak fails tests that leave goroutines or processes behind.
package leak

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/tlua/tlua/core/proc"
)

// grace is how long what is ending may take to be gone.
const grace = 5 * time.Second

// Main runs a package's tests, from its TestMain, and ends the process: with a
// failure if a goroutine or a live process is left.
func Main(m *testing.M) { os.Exit(Checked{m}.Run()) }

// Checked are tests whose Run fails if they leave anything behind.
type Checked struct{ Tests interface{ Run() int } }

// Run runs the tests and gives the code that the process is to exit with.
func (c Checked) Run() int {
	if err := adopt(); err != nil {
		fmt.Fprintln(os.Stderr, "leak: no subreaper:", err)
		return 1
	}
	if code := c.Tests.Run(); code != 0 {
		return code
	}
	return check()
}

func check() (code int) {
	if err := goleak.Find(); err != nil {
		fmt.Fprintln(os.Stderr, "leak:", err)
		code = 1
	}
	left := Processes()
	for end := time.Now().Add(grace); len(left) > 0 && time.Now().Before(end); left = Processes() {
		time.Sleep(10 * time.Millisecond)
	}
	for _, p := range left {
		fmt.Fprintln(os.Stderr, "leak: a process is left:", p)
		code = 1
	}
	return code
}

// Processes lists the live children of this process, each as its pid and
// command line. Those that have ended and were not reaped do not count.
func Processes() (live []string) {
	for _, pid := range proc.Children(os.Getpid()) {
		if p, ok := proc.Of(pid); ok {
			live = append(live, fmt.Sprintf("%d %s", pid, strings.Join(p.Argv(), " ")))
		}
	}
	return live
}

// Ended reports whether a process is gone, or only waits to be reaped.
func Ended(pid string) bool {
	n, err := strconv.Atoi(pid)
	if err != nil {
		return false // no process is meant
	}
	_, live := proc.Of(n)
	return !live
}
