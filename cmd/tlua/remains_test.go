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

// shapes are ways in which a program tries to live on. MARK is in the command
// lines of all that is started, by which it is found.
var shapes = []struct{ name, script string }{
	{"a process", `sh "sleep 1000.MARK"`},
	{"grandchildren", `sh "sleep 1000.MARK & sh -c 'sleep 1000.MARK & wait' & wait"`},
	{"signals ignored", `sh "trap '' TERM HUP INT; while :; do sleep 1000.MARK; done"`},
	{"nohup", `sh "nohup sleep 1000.MARK >/dev/null 2>&1"`},
	{"nohup setsid", `sh "nohup setsid sleep 1000.MARK >/dev/null 2>&1 & exit 0"`},
	{"forked twice", `sh "setsid sh -c 'setsid sleep 1000.MARK & exit' & exit 0"`},
	{"no environment", `sh("(setsid env -i sleep 1000.MARK </dev/null >/dev/null 2>&1 &)", {clear_env = true})`},
	{"no mark at all", `sh("exec bash -c 'ulimit -x unlimited; setsid env -i sleep 1000.MARK </dev/null >/dev/null 2>&1 &'")`},
	{"stopped", `sh "setsid sh -c 'sleep 1000.MARK & kill -STOP $$ $!' & wait"`},
	{"forking on", `sh "setsid sh -c 'while :; do setsid sleep 1000.MARK & sleep 0.002; done' & wait"`},
	{"terminal", `sh("sleep 1000.MARK & cat", {spawner = "pty"})`},
	{"a thread of its own", `sh("sleep 1000.MARK", {nice = 5, affinity = {0}})`},
	{"ctorrent -d", `daemon()`},
	{"os.execute", `os.execute("(setsid sleep 1000.MARK >/dev/null 2>&1 &); nohup sleep 1000.MARK >/dev/null 2>&1 &")`},
	{"io.popen", `io.popen("sleep 1000.MARK; true", "w")`},
}

// living is a script in which those shapes are.
func living(mark string, shapes ...string) string {
	return strings.ReplaceAll(`
local function sh(script, o)
  o = o or {}
  o.program, o.args = "sh", {"-c", script}
  job.create(o):start()
end
local dir = fs.tmpdir()
local function daemon()
  fs.random(dir .. "/MARK", 100000)
  ctorrent.create_metainfo_file{tracker = "http://127.0.0.1:1/announce", metainfo_file = dir .. "/MARK.torrent", target = dir .. "/MARK"}
  job.create{
    program = "ctorrent", args = {"-d", "-i", "127.0.0.1", "-s", dir .. "/MARK", dir .. "/MARK.torrent"},
  }:start()
end
`+strings.Join(shapes, "\n")+`
sleep(50)
print("ready " .. dir)
`, "MARK", mark)
}

// newMark gives what no other test has in a command line.
func newMark() string { return fmt.Sprintf("%d%d", os.Getpid(), time.Now().UnixNano()) }

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
			mark := newMark()
			var all []string
			for _, s := range shapes {
				all = append(all, s.script)
			}
			c := start(t, living(mark, all...)+way.script, append([]string{"--on-orphan=ignore"}, way.flags...)...)
			dir := c.expect("ready ")
			if way.signal != 0 {
				if there := marked(mark); len(there) < len(shapes) || !strings.Contains(strings.Join(there, "\n"), "ctorrent -d") {
					t.Errorf("too few were there: %q", there)
				}
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
