package bench

import (
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// packageOf names the Debian package that has a program.
func packageOf(program string) string {
	if program == "cc" {
		return "gcc libc6-dev"
	}
	return program
}

// needs fails the benchmark if a program is missing.
func needs(b *testing.B, programs ...string) {
	b.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			b.Fatalf("%s is not installed: apt-get install %s", p, packageOf(p))
		}
	}
}

// compile makes a program of a C file in testdata, and gives its path.
func compile(b *testing.B, source string) string {
	b.Helper()
	needs(b, "cc")
	program := filepath.Join(b.TempDir(), strings.TrimSuffix(source, ".c"))
	output(b, exec.Command("cc", "-O2", "-Wall", "-Wextra", "-o", program, filepath.Join("testdata", source)))
	return program
}

// output runs a command that must not fail, and gives what it says.
func output(b *testing.B, cmd *exec.Cmd) string {
	b.Helper()
	var complaint strings.Builder
	if cmd.Stderr == nil {
		cmd.Stderr = &complaint
	}
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s: %v\n%s", cmd, err, complaint.String())
	}
	return strings.TrimSpace(string(out))
}

// child is a process with three pipes, made by os/exec.
type child struct {
	*exec.Cmd
	stdout, stderr io.ReadCloser
}

// start starts a program with three pipes, as one does without tlua.
func start(program string, args ...string) (*child, error) {
	c := &child{Cmd: exec.Command(program, args...)}
	var err error
	if _, err = c.StdinPipe(); err != nil {
		return nil, err
	}
	if c.stdout, err = c.StdoutPipe(); err != nil {
		return nil, err
	}
	if c.stderr, err = c.StderrPipe(); err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", program, err)
	}
	return c, nil
}
