// Package leak fails tests that leave goroutines or processes behind.
package leak

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
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
	lists, _ := filepath.Glob("/proc/self/task/*/children")
	for _, list := range lists {
		pids, _ := os.ReadFile(list)
		for _, pid := range strings.Fields(string(pids)) {
			if !Ended(pid) {
				command, _ := os.ReadFile("/proc/" + pid + "/cmdline")
				live = append(live, pid+" "+strings.ReplaceAll(string(command), "\x00", " "))
			}
		}
	}
	return live
}

// Ended reports whether a process is gone, or only waits to be reaped.
func Ended(pid string) bool {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return true
	}
	// The state follows the command's name, which may hold anything.
	_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')'):]), " ")
	return strings.HasPrefix(rest, "Z") || strings.HasPrefix(rest, "X")
}
