package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tlua/tlua/internal/leak"
)

// shapes are ways in which a program tries to live on; %s is a mark by which
// what it started is found.
const shapes = `
local mark = "%s"
local function sh(script, o)
  o = o or {}
  o.program, o.args = "sh", {"-c", (script:gsub("MARK", mark))}
  job.create(o):start()
end
sh "sleep 1000.MARK"
sh "sleep 1000.MARK & sh -c 'sleep 1000.MARK & wait' & wait"
sh "trap '' TERM HUP INT; while :; do sleep 1000.MARK; done"
sh "nohup sleep 1000.MARK >/dev/null 2>&1"
sh "nohup setsid sleep 1000.MARK >/dev/null 2>&1 & exit 0"
sh "setsid sh -c 'setsid sleep 1000.MARK & exit' & exit 0"
sh("(setsid env -i sleep 1000.MARK </dev/null >/dev/null 2>&1 &)", {clear_env = true})
sh "setsid sh -c 'sleep 1000.MARK & kill -STOP $$ $!' & wait"
sh "setsid sh -c 'while :; do setsid sleep 1000.MARK & sleep 0.002; done' & wait"
sh("sleep 1000.MARK & cat", {spawner = "pty"})
sh("sleep 1000.MARK", {nice = 5, affinity = {0}})
os.execute("(setsid sleep 1000." .. mark .. " >/dev/null 2>&1 &); nohup sleep 1000." .. mark .. " >/dev/null 2>&1 &")
io.popen("sleep 1000." .. mark .. "; true", "w")
sleep(50)
print("ready " .. fs.tmpdir())
`

// ways are those in which tlua ends. signal is 0 where the script does it.
var ways = map[string]struct {
	script string
	signal syscall.Signal
	code   int
	flags  []string
}{
	"normal end":   {"", 0, 0, nil},
	"script error": {"error('wrong')", 0, 1, nil},
	"os.exit":      {"os.exit(7)", 0, 7, nil},
	"SIGINT":       {"sleep(1000000)", syscall.SIGINT, 130, nil},
	"SIGTERM":      {"sleep(1000000)", syscall.SIGTERM, 143, nil},
	"SIGHUP":       {"sleep(1000000)", syscall.SIGHUP, 129, nil},
	"SIGKILL":      {"sleep(1000000)", syscall.SIGKILL, -1, nil},
	"SIGQUIT":      {"sleep(1000000)", syscall.SIGQUIT, 2, nil}, // Go's own end: every goroutine's stack
	"--timeout":    {"sleep(1000000)", 0, 1, []string{"--timeout", "1s"}},
}

func TestNothingRemains(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mark := fmt.Sprintf("%d%d", os.Getpid(), time.Now().UnixNano())
			c := start(t, fmt.Sprintf(shapes, mark)+way.script, append(way.flags, "--on-orphan", "ignore")...)
			dir := c.expect("ready ")
			if way.signal != 0 {
				c.signal(way.signal)
			}
			c.ends(way.code)
			ended := time.Now()
			for len(marked(mark)) > 0 {
				if time.Since(ended) > patience {
					t.Fatalf("left: %q", marked(mark))
				}
			}
			if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the temporary folder %s: %v", dir, err)
			}
			t.Logf("all was gone %v after", time.Since(ended).Round(time.Millisecond))
		})
	}
}

// marked gives the command lines of the live processes that have a mark in them.
func marked(mark string) (lines []string) {
	all, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range all {
		line, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(line), mark) && !leak.Ended(filepath.Base(filepath.Dir(file))) {
			lines = append(lines, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return lines
}
