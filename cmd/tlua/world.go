package main

import (
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// world is all that the command has to do with outside of its memory.
type world struct {
	args    []string // without the command's own name
	getenv  func(string) string
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer
	signals <-chan os.Signal                  // those that ask the command to end
	asked   func() (<-chan os.Signal, func()) // asks for the signals by which one asks what is running, until the function is called
	dir     string                            // what relative paths are relative to; "" is the process's own
}

// process gives the world of this process.
func process() world {
	return world{
		args: os.Args[1:], getenv: os.Getenv,
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, signals: signals(), asked: asked,
	}
}

// signals asks for the signals that end the command. What was ignored when it
// began, as nohup and shells without job control do, stays so.
func signals() <-chan os.Signal {
	c := make(chan os.Signal, 8)
	for _, sig := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(sig) {
			signal.Notify(c, sig)
		}
	}
	// With a handler, writing where nobody reads is an error; without one the
	// process would end there, and leave its jobs behind.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	return c
}

// asked asks for SIGUSR1, and for SIGQUIT, which a terminal has a key for.
func asked() (<-chan os.Signal, func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1, syscall.SIGQUIT)
	return c, func() { signal.Stop(c) }
}

// path makes a path of the command line one of the process's.
func (w world) path(p string) string {
	if w.dir == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(w.dir, p)
}
