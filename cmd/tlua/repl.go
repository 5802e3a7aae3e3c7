package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/vm"
)

// stubborn is how many interrupts a statement gets before the session ends.
const stubborn = 3

// replCommand makes the verb that runs what is typed.
func replCommand(w world, code *int) *cobra.Command {
	f := &logFlags{}
	c := &cobra.Command{
		Use:   "repl [flags]",
		Short: "Runs what is typed, line by line",
		Long: "Reads lines of Lua from standard input, runs them and prints their values.\n" +
			"An expression is enough: '1 + 1' prints 2. A statement that lacks its end goes\n" +
			"on in the next line. Each line is a chunk of its own, so that its locals are\n" +
			"gone after it: use globals. Jobs stay until the session ends.\n\n" +
			"Ctrl-C interrupts the running line, or drops what is typed; Ctrl-D ends the\n" +
			"session and destroys everything it created.",
		Example: "  tlua repl\n" +
			"  > f = job.create{program = \"cat\"}\n" +
			"  > f:start()\n" +
			"  > f\n" +
			"  cat#1(pid 4242, running)\n\n" +
			"  echo '= 6 * 7' | tlua repl",
		DisableFlagsInUseLine: true,
		Args:                  noArgs,
		RunE: func(*cobra.Command, []string) (err error) {
			*code, err = runREPL(w, f)
			return err
		},
	}
	c.Flags().SortFlags = false
	f.add(c.Flags())
	return c
}

// repl is an interactive session.
type repl struct {
	*session
	in     *bufio.Reader
	prompt bool           // a person types
	values report.Options // of what shows values

	mu         sync.Mutex
	ctx        context.Context // of the line that is read or run
	cancel     context.CancelCauseFunc
	interrupts int  // that the running line got
	running    bool // a line
}

// runREPL runs a session to its end. The error is one of usage.
func runREPL(w world, f *logFlags) (int, error) {
	s, err := newSession(w, f, false)
	if err != nil {
		return 0, err
	}
	r := &repl{session: s, prompt: isTerminal(w.stdin), values: report.OptionsFor(w.stdout, w.getenv)}
	r.renew()
	r.in = bufio.NewReader(newInput(w.stdin, r.context))
	s.stop.take = r.interrupt
	return s.do(s.stop.script, func() int {
		if err := s.open(s.stop.script, w, luabind.Options{Name: "repl", Stdin: r.in, OnOrphan: job.OrphanWarns}); err != nil {
			return s.codeOf(s.stop.script, err)
		}
		return r.loop()
	}), nil
}

// interrupt takes a Ctrl-C for the line that is read or run. Where nobody types
// and nothing runs, it is the session's, as it is after some for one line.
func (r *repl) interrupt(sig os.Signal) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if sig != syscall.SIGINT || !r.prompt && !r.running {
		return false
	}
	if r.running {
		r.interrupts++
	}
	switch r.interrupts {
	case stubborn:
		return false
	case stubborn - 1:
		r.tell.note("the line has not ended; another Ctrl-C ends the session")
	}
	r.cancel(bySignal(sig))
	return true
}

// renew gives the next lines a context that has not ended.
func (r *repl) renew() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ctx == nil || r.ctx.Err() != nil {
		r.ctx, r.cancel = context.WithCancelCause(r.stop.script)
	}
}

func (r *repl) context() context.Context {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ctx
}

// run marks the time in which a line runs.
func (r *repl) run(running bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running, r.interrupts = running, 0
}

// loop reads and runs until the input or the session ends.
func (r *repl) loop() int {
	pending := ""
	for r.stop.script.Err() == nil {
		r.renew()
		line, err := r.read(pending != "")
		switch {
		case err == nil || line != "" && errors.Is(err, io.EOF):
			var over bool
			var code int
			if pending, code, over = r.eval(pending+line, err != nil); over {
				return code
			}
		case r.context().Err() != nil: // an interrupt drops what was typed
			pending = ""
			r.print("\n")
		case pending != "":
			r.eval(pending, true)
			return exitPassed
		default:
			if r.prompt {
				r.print("\n")
			}
			return exitPassed
		}
	}
	return exitPassed
}

// read reads a line.
func (r *repl) read(more bool) (string, error) {
	if r.prompt {
		prompt := "> "
		if more {
			prompt = ">> "
		}
		r.print(prompt)
	}
	return r.in.ReadString('\n')
}

// eval runs what was typed, unless it lacks its end and there may be more. It
// gives what is to be completed, and whether the session is over.
func (r *repl) eval(text string, last bool) (pending string, code int, over bool) {
	r.run(true)
	ctx := r.context()
	values, err := r.rt.Eval(ctx, "stdin", strings.TrimSuffix(text, "\n"))
	r.run(false)
	var syntax *vm.SyntaxError
	var load *luabind.LoadError
	switch exit := vm.ExitOf(err); {
	case err == nil && ctx.Err() == nil:
		if len(values) > 0 {
			r.print(r.values.Text(strings.Join(values, "\t")) + "\n")
		}
	case exit != nil:
		return "", ofScript(exit.Code), true
	case errors.As(err, &load) && errors.As(err, &syntax) && syntax.Incomplete && !last:
		return text, 0, false
	case ctx.Err() != nil:
		if r.stop.script.Err() == nil {
			if r.prompt {
				r.print("\n") // the terminal has written ^C
			}
			r.tell.fail(report.Failure{Message: "interrupted"})
		}
	default:
		r.fail(err)
	}
	return "", 0, last
}

// fail tells of a line's error. A traceback that shows only that line would say
// nothing.
func (r *repl) fail(err error) {
	f := r.rt.Explain(err)
	if f.Depth() <= 1 {
		f.Traceback = ""
	}
	r.tell.fail(f)
}

// print writes to standard output, at once.
func (r *repl) print(text string) {
	_, _ = io.WriteString(r.out, text) // the output tells of its error at the end
	_ = r.out.Flush()
}
