package main

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// terminal is a tlua in a pseudo-terminal, with what it has shown so far.
type terminal struct {
	t    *testing.T
	file *os.File
	cmd  *exec.Cmd
	seen string
}

// startInTerminal starts tlua with env added to an environment without locale.
func startInTerminal(t *testing.T, env string, args ...string) *terminal {
	t.Helper()
	cmd := exec.Command("tlua", args...)
	cmd.Env = append(os.Environ(), "TERM=xterm", "LC_ALL=C", "NO_COLOR=", "FORCE_COLOR=", env)
	file, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	t.Cleanup(func() {
		late.Stop()
		file.Close()
	})
	return &terminal{t: t, file: file, cmd: cmd}
}

// expect reads until text is shown, and forgets what is before its end.
func (x *terminal) expect(text string) {
	x.t.Helper()
	buf := make([]byte, 4096)
	for !strings.Contains(x.seen, text) {
		n, err := x.file.Read(buf)
		x.seen += strings.ReplaceAll(string(buf[:n]), "\r", "")
		if err != nil {
			x.t.Fatalf("%v before %q was shown; last: %q", err, text, x.seen)
		}
	}
	_, x.seen, _ = strings.Cut(x.seen, text)
}

// enter types a text.
func (x *terminal) enter(text string) {
	x.t.Helper()
	if _, err := x.file.WriteString(text); err != nil {
		x.t.Fatal(err)
	}
}

// ends wants that exit code.
func (x *terminal) ends(want int) {
	x.t.Helper()
	_ = x.cmd.Wait()
	if got := x.cmd.ProcessState.ExitCode(); got != want {
		x.t.Errorf("exit code %d, want %d; last: %q", got, want, x.seen)
	}
}

const ctrlC, ctrlD = "\x03", "\x04"

func TestREPLInTerminal(t *testing.T) {
	x := startInTerminal(t, "NO_COLOR=1", "repl")
	x.expect("> ")
	x.enter("1 + 1\n")
	x.expect("2\n> ")

	x.enter("x = {\n") // goes on in the next line
	x.expect(">> ")
	x.enter("7}\n")
	x.expect("> ")
	x.enter("x\n")
	x.expect("{7}\n> ")

	x.enter("y = {\n") // Ctrl-C drops what is typed
	x.expect(">> ")
	x.enter(ctrlC)
	x.expect("\n> ")
	x.enter("tostring(y)\n")
	x.expect("nil\n> ")

	x.enter("j = job.create{program = 'sleep', args = {'1000'}} j:start() print('wait', 'begun') j:wait(1e6)\n")
	x.expect("wait\tbegun\n")
	x.enter(ctrlC) // ends the wait, and not the job
	x.expect("error: interrupted\n> ")
	x.enter("j:is_running(), j:pid()\n")
	x.expect("true\t")
	x.enter("print('loop', 'begun') while true do end\n")
	x.expect("loop\tbegun\n")
	x.enter(ctrlC)
	x.expect("error: interrupted\n> ")

	x.enter("io.read()\n")
	x.expect("io.read()\n")
	x.enter("to the script\n")
	x.expect("to the script\nto the script\n> ")
	x.enter("print('read', 'begun') return io.read()\n")
	x.expect("read\tbegun\n")
	x.enter(ctrlC)
	x.expect("error: interrupted\n> ")
	x.enter("print('pid', j:pid())\n")
	x.expect("pid\t")
	x.expect("\n> ")
	x.enter(ctrlD)
	x.ends(0)
}

func TestREPLIsTerminated(t *testing.T) {
	x := startInTerminal(t, "NO_COLOR=1", "repl")
	x.expect("> ")
	x.enter("cleanup(function() print('all', 'clean') end)\n")
	x.expect("\n> ")
	if err := x.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	x.expect("all\tclean\n")
	x.ends(143)
}

func TestStepsInTerminal(t *testing.T) {
	x := startInTerminal(t, "NO_COLOR=1", "run", "-e", `
		step("first", function() print("out") io.write("half ") sleep(100) print("whole") end)
		sleep(1e6)`)
	x.expect("out\n")
	x.expect("ok first")
	x.enter(ctrlC)
	x.expect("error: interrupted\n")
	x.ends(130)
}

func TestColorInTerminal(t *testing.T) {
	x := startInTerminal(t, "", "run", "-e", `error("x")`)
	x.expect("\x1b[31merror:\x1b[0m (command line):1: x\n")
	x.ends(1)
	x = startInTerminal(t, "NO_COLOR=1", "run", "-e", `error("x")`)
	x.expect("error: (command line):1: x\n")
	x.ends(1)
	x = startInTerminal(t, "TERM=dumb", "run", "-e", `error("x")`)
	x.expect("error: (command line):1: x\n")
	x.ends(1)
}
