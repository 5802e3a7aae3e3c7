package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// command is a running tlua.
type command struct {
	*exec.Cmd
	t      *testing.T
	out    io.Closer
	lines  *bufio.Reader // of standard output
	stderr bytes.Buffer
}

// start starts tlua run on a script.
func start(t *testing.T, script string, flags ...string) *command {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.lua")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &command{Cmd: exec.Command("tlua", append(append([]string{"run"}, flags...), file)...), t: t}
	c.Cmd.Stderr = &c.stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.out, c.lines = out, bufio.NewReader(out)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(patience, func() { _ = c.Process.Kill() })
	t.Cleanup(func() { late.Stop() })
	return c
}

// expect reads a line and wants it to begin with prefix; it gives the rest.
func (c *command) expect(prefix string) string {
	c.t.Helper()
	line, err := c.lines.ReadString('\n')
	rest, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), prefix)
	if !ok {
		c.t.Fatalf("got %q (%v), want %q; stderr:\n%s", line, err, prefix, c.stderr.String())
	}
	return rest
}

func (c *command) signal(sig os.Signal) {
	c.t.Helper()
	if err := c.Process.Signal(sig); err != nil {
		c.t.Fatal(err)
	}
}

// ends waits for the end, and wants that exit code.
func (c *command) ends(want int) {
	c.t.Helper()
	if rest, _ := io.ReadAll(c.lines); len(rest) > 0 {
		c.t.Errorf("more output: %q", rest)
	}
	_ = c.Wait()
	if got := c.ProcessState.ExitCode(); got != want {
		c.t.Errorf("exit code %d (%v), want %d; stderr:\n%s", got, c.ProcessState, want, c.stderr.String())
	}
}

// pid reads the line that tells a job's number.
func (c *command) pid() int {
	c.t.Helper()
	pid, err := strconv.Atoi(c.expect("pid "))
	if err != nil {
		c.t.Fatal(err)
	}
	return pid
}

// wantGone waits until no process of that group runs.
func wantGone(t *testing.T, group int) {
	t.Helper()
	for end := time.Now().Add(patience); groupLives(group); {
		if time.Now().After(end) {
			t.Fatalf("group %d lives on", group)
		}
	}
}

// groupLives reports whether the group has a process that is no zombie.
func groupLives(group int) bool {
	if syscall.Kill(-group, 0) != nil {
		return false
	}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		data, _ := os.ReadFile(file)
		var state string
		var parent, pgrp int
		_, rest, _ := strings.Cut(string(data), ") ")
		if _, err := fmt.Sscan(rest, &state, &parent, &pgrp); err == nil && pgrp == group && state != "Z" {
			return true
		}
	}
	return false
}

// waiting is a script in a wait for a job that has a child of its own.
const waiting = `
cleanup(function() print("cleaned " .. (j:is_running() and "early" or "late")) end)
j = job.create{program = "sh", args = {"-c", "sleep 1000 & sleep 1000"}}
j:start()
print("pid " .. j:pid())
j:wait(1000000)
print("not reached")
`

func TestFirstSignalEndsPolitely(t *testing.T) {
	for sig, want := range map[syscall.Signal]struct {
		code int
		text string
	}{
		syscall.SIGINT:  {130, "error: interrupted\n"},
		syscall.SIGTERM: {143, "error: terminated\n"},
		syscall.SIGHUP:  {129, "error: hung up\n"},
	} {
		t.Run(sig.String(), func(t *testing.T) {
			c := start(t, waiting)
			pid := c.pid()
			c.signal(sig)
			c.expect("cleaned early")
			c.ends(want.code)
			if groupLives(pid) {
				t.Errorf("the job lives on")
			}
			if text := c.stderr.String(); !strings.HasPrefix(text, want.text) || !strings.Contains(text, "script.lua:6: in main chunk") {
				t.Errorf("stderr:\n%s", text)
			}
		})
	}
}

func TestSecondSignalKills(t *testing.T) {
	c := start(t, `
cleanup(function() print("cleaning") while true do sleep(1000) end end)
local j = job.create{program = "sh", args = {"-c", "trap '' TERM INT; echo ready; while :; do sleep 1; done"}}
local out = j:attach_filter{stdout = true}
j:start()
out:receive()
print("pid " .. j:pid())
while true do end`)
	pid := c.pid()
	c.signal(syscall.SIGINT)
	c.expect("cleaning")
	c.signal(syscall.SIGINT)
	c.ends(130)
	wantGone(t, pid)
}

func TestSignalDuringCleanup(t *testing.T) {
	c := start(t, `cleanup(function() print("cleaning") sleep(200) print("cleaned") end)`)
	c.expect("cleaning")
	c.signal(syscall.SIGTERM)
	c.expect("cleaned")
	c.ends(143)
}

// A call that no context ends must not keep the command, nor its jobs.
func TestStuckScriptIsGivenUp(t *testing.T) {
	t.Parallel()
	c := start(t, `
local j = job.create{program = "sleep", args = {"1000"}}
j:start()
print("pid " .. j:pid())
print(string.find(string.rep("a", 40), string.rep("a?", 40) .. string.rep("a", 40)))`)
	pid := c.pid()
	c.signal(syscall.SIGTERM)
	c.ends(143)
	wantGone(t, pid)
}

func TestInterruptsAreJSONToo(t *testing.T) {
	c := start(t, waiting, "--log-format", "json")
	c.pid()
	c.signal(syscall.SIGINT)
	c.expect("cleaned early")
	c.ends(130)
	for line := range strings.Lines(c.stderr.String()) {
		if !strings.HasPrefix(line, "{") || !strings.HasSuffix(line, "}\n") {
			t.Errorf("no JSON: %q", line)
		}
	}
}

// A reader that goes away ends the script, and its jobs.
func TestNobodyReads(t *testing.T) {
	c := start(t, `
local j = job.create{program = "sleep", args = {"1000"}}
j:start()
print("pid " .. j:pid())
while true do print("more") end`)
	pid := c.pid()
	c.out.Close()
	c.lines.Reset(strings.NewReader(""))
	c.ends(141)
	if groupLives(pid) {
		t.Errorf("the job lives on")
	}
	if c.stderr.Len() > 0 {
		t.Errorf("stderr: %s", c.stderr.String())
	}
}
