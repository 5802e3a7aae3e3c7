package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// What happens while tlua is stopped is seen before a wait is over, though its
// time is over by then.
func TestStoppedForAWhile(t *testing.T) {
	t.Parallel()
	c := start(t, `
local j = job.create{program = "sh", args = {"-c", "read x; echo said; exit 3"}}
local out = j:attach_filter{stdout = true, pattern = "said"}
j:start()
print("ready")
j:send("\n")
j:wait_ready{log = "said", timeout_ms = 1500}
print(out:receive(1500).data, j:wait(1500).value)
print("again")
j = job.create{program = "sleep", args = {"0.5"}}
j:start()
print(j:wait(1500).ok)
local ok, err = pcall(function() sleep(10) job.create{program = "true"}:attach_filter{stdout = true}:receive(1) end)
print(ok, err.code)`)
	for _, text := range []string{"ready", "again"} {
		c.expect(text)
		c.signal(syscall.SIGSTOP)
		<-time.After(3 * time.Second) // it is this time itself that is wanted, long after the waits should have ended
		c.signal(syscall.SIGCONT)
		if text == "ready" {
			c.expect("said\t3")
		}
	}
	c.expect("true")
	c.expect("false\t")
	c.ends(0)
}

// limited runs a script below a limit of the shell's ulimit, as a user that
// limits hold for.
func limited(t *testing.T, limit, script string) (stdout, stderr string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "tlua-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	program, err := exec.LookPath("tlua")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		os.Chmod(dir, 0o755),
		os.WriteFile(filepath.Join(dir, "tlua"), data, 0o755),
		os.WriteFile(filepath.Join(dir, "script.lua"), []byte(script), 0o644),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("bash", "-c", "ulimit "+limit+" && exec ./tlua run script.lua")
	c.Dir = dir
	if os.Geteuid() == 0 {
		const nobodyElse = 54321
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobodyElse, Gid: nobodyElse}}
	}
	var out, errOut strings.Builder
	c.Stdout, c.Stderr = &out, &errOut
	if err := c.Run(); err != nil {
		t.Errorf("%v: %s", err, errOut.String())
	}
	return out.String(), errOut.String()
}

// greedy starts jobs until that fails, and goes on.
const greedy = `
local jobs, failure = {}
while not failure do
  local j = job.create{program = "sleep", args = {"1000"}}
  local ok, err = pcall(j.start, j)
  if ok then jobs[#jobs + 1] = j else failure = err end
end
print(failure.code, #jobs > 3, failure.message)
jobs[1]:destroy()
jobs[2]:destroy()
local j = job.create{program = "echo"}
j:start()
print(j:wait().ok, jobs[3]:is_running())`

func TestLimits(t *testing.T) {
	for limit, want := range map[string]string{
		"-n 64":  "EMFILE\ttrue\tpipe2: too many open files\ntrue\ttrue\n",
		"-u 100": "EAGAIN\ttrue\t\"sleep\": no more processes can be started: a limit is reached (ulimit -u, or the control group's pids.max)\ntrue\ttrue\n",
	} {
		t.Run(limit, func(t *testing.T) {
			out, errOut := limited(t, limit, greedy)
			if out != want || errOut != "" {
				t.Errorf("got %q, %q; want %q", out, errOut, want)
			}
		})
	}
}

func TestTwoSideBySide(t *testing.T) {
	script, err := os.ReadFile("../../scripts/transfer.lua")
	if err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			c := exec.Command("tlua", "run", "-", "1")
			c.Stdin = strings.NewReader(string(script))
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	both.Wait()
}

// goneLog is a log that can be written for a while only.
func goneLog(t *testing.T) string {
	t.Helper()
	fifo := filepath.Join(t.TempDir(), "log")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() {
		f, err := os.Open(fifo)
		if err == nil {
			io.CopyN(io.Discard, f, 100)
			f.Close()
		}
	}()
	return fifo
}

func TestLogThatCannotBeWritten(t *testing.T) {
	for log, words := range map[string]string{"/dev/full": "no space left on device", goneLog(t): "broken pipe"} {
		c := exec.Command("tlua", "run", "--log-file", log, "-e", "for i = 1, 2000 do log.info('line ' .. i) end print('done')")
		var out, errOut strings.Builder
		c.Stdout, c.Stderr = &out, &errOut
		err := c.Run()
		first, last, _ := strings.Cut(errOut.String(), "\n")
		if err != nil || out.String() != "done\n" ||
			first != fmt.Sprintf("warning: the log is incomplete: %s: %s", log, words) ||
			!strings.HasPrefix(last, fmt.Sprintf("warning: the log %s lacks ", log)) || strings.Count(last, "\n") != 1 {
			t.Errorf("%v, %q, %q", err, out.String(), errOut.String())
		}
	}
}
