package vm

import (
	"context"
	"os"
	"syscall"

	lua "github.com/yuin/gopher-lua"
)

// execute is os.execute: it runs a command and gives its status as C's system
// does. Without a command it says that there is a shell.
func (s *files) execute(c libCall) int {
	if c.absent(1) {
		c.L.Push(lua.LNumber(1))
		return 1
	}
	command := c.str(1)
	c.goOn()
	_ = flushWriter(s.stdout)
	run, err := s.start(c.context(), command, nil, nil)
	if err != nil {
		c.L.Push(lua.LNumber(-1))
		return 1
	}
	status := run.wait()
	c.goOn()
	c.L.Push(lua.LNumber(status))
	return 1
}

// popen is io.popen: a file from which a command's output is read, or to which
// its input is written.
func (s *files) popen(c libCall) int {
	command, mode := c.str(1), c.optStr(2, "r")
	if mode != "r" && mode != "w" {
		return failedFor(c.L, command, syscall.EINVAL)
	}
	c.goOn()
	ctx := c.context()
	ours, run, err := s.pipe(ctx, command, mode == "r")
	if err != nil {
		return failedFor(c.L, command, err)
	}
	f := diskFile(ctx, ours, mode == "r", mode == "w")
	f.child = run
	c.L.Push(s.opened(c.L, f))
	return 1
}

// pipe starts a command with a pipe, and gives the end that stays here.
func (s *files) pipe(ctx context.Context, command string, reads bool) (*os.File, *child, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	ours, theirs := r, w
	stdin, stdout := (*os.File)(nil), w
	if !reads {
		ours, theirs = w, r
		stdin, stdout = r, nil
	}
	_ = flushWriter(s.stdout)
	c, err := s.start(ctx, command, stdin, stdout)
	_ = theirs.Close()
	if err != nil {
		_ = ours.Close()
		return nil, nil, err
	}
	return ours, c, nil
}
