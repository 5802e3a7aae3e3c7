//go:build soak

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"testing"

	"github.com/tlua/tlua/core/proc"
	"github.com/tlua/tlua/luabind"
)

// census is what a process takes at a moment. Another's goroutines cannot be seen:
// they are 0.
type census struct{ goroutines, threads, descriptors, kilobytes int }

var statusLine = regexp.MustCompile(`(?m)^(VmRSS|Threads):\s+(\d+)`)

// censusOf counts.
func censusOf(t *testing.T, pid int) (c census) {
	t.Helper()
	if pid == os.Getpid() {
		c.goroutines = runtime.NumGoroutine()
	}
	dir := filepath.Join("/proc", strconv.Itoa(pid))
	status, err := os.ReadFile(filepath.Join(dir, "status"))
	if err != nil {
		t.Fatal(err)
	}
	fds, err := os.ReadDir(filepath.Join(dir, "fd"))
	if err != nil {
		t.Fatal(err)
	}
	c.descriptors = len(fds)
	for _, m := range statusLine.FindAllStringSubmatch(string(status), -1) {
		n, _ := strconv.Atoi(m[2])
		if m[1] == "Threads" {
			c.threads = n
		} else {
			c.kilobytes = n
		}
	}
	return c
}

func (c census) String() string {
	text := fmt.Sprintf("%d threads, %d descriptors, %d KB", c.threads, c.descriptors, c.kilobytes)
	if c.goroutines > 0 {
		text = fmt.Sprintf("%d goroutines, ", c.goroutines) + text
	}
	return text
}

// more says what of a process's has grown, "" if nothing has to speak of. The
// system's threads come and go with what happens at once.
func (c census) more(before census) string {
	const threads, kilobytes = 8, 16 << 10
	if c.goroutines > before.goroutines || c.descriptors > before.descriptors ||
		c.threads > before.threads+threads || c.kilobytes > before.kilobytes+kilobytes {
		return fmt.Sprintf("it grew: %v; it had %v", c, before)
	}
	return ""
}

// TestSoakJobs runs many jobs in this process, and looks at what that keeps.
func TestSoakJobs(t *testing.T) {
	rt, err := luabind.New(context.Background(), luabind.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	}()
	var own, guardian []census
	rt.Set("count", func(jobs int) {
		children := proc.Children(os.Getpid())
		if len(children) != 1 {
			t.Fatalf("the guardian alone is a child of this process, not %v", children)
		}
		runtime.GC() // finalizers run after the first
		debug.FreeOSMemory()
		own, guardian = append(own, censusOf(t, os.Getpid())), append(guardian, censusOf(t, children[0]))
		t.Logf("%6d jobs: %v; guardian: %v", jobs, own[len(own)-1], guardian[len(guardian)-1])
	})
	if _, err := rt.RunString("jobs.lua", `
local function run(n)
  for _ = 1, n do
    local j = job.create{program = "/bin/true", filters = {f = {stdout = true, pattern = "x"}}}
    j:start()
    assert(j:wait().ok)
    j:destroy()
  end
  collectgarbage()
end
run(1000) -- until then it grows: caches fill
count(0)
for i = 1, 4 do
  run(25000)
  count(i * 25000)
end`); err != nil {
		t.Fatal(err)
	}
	for _, seen := range [][]census{own, guardian} {
		if more := seen[len(seen)-1].more(seen[0]); more != "" {
			t.Error(more)
		}
	}
}
