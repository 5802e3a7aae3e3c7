package spec

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/vm"
)

// pendingError is what pending raises in a test.
type pendingError struct{ reason string }

func (p *pendingError) Error() string { return p.reason }

// partError is what a part of a file raised that has a verb's name.
type partError struct {
	verb string
	err  error
}

// Error gives the verb's name and what was raised.
func (p *partError) Error() string { return p.verb + ": " + p.err.Error() }

// Unwrap gives what was raised.
func (p *partError) Unwrap() error { return p.err }

func failed(f event.Failure) suite.Outcome {
	return suite.Outcome{Result: event.Errored, Failures: []event.Failure{f}}
}

// outcome tells how a test ended from what it raised.
func (r *run) outcome(err error) suite.Outcome {
	var p *pendingError
	switch reason, ok := luabind.Skipped(err); {
	case err == nil:
		return suite.Outcome{Result: event.Passed}
	case ok:
		return suite.Outcome{Result: event.Skipped, Reason: reason}
	case errors.As(err, &p):
		return suite.Outcome{Result: event.Pending, Reason: p.reason}
	}
	f := r.failure(err)
	o := failed(f)
	if f.Kind == "failure" {
		o.Result = event.Failed
	}
	return o
}

// failure tells of what was raised.
func (r *run) failure(err error) event.Failure {
	x := r.rt.Explain(err)
	f := event.Failure{Kind: "error", Message: x.Message, Traceback: x.Traceback, Tail: x.Tail, Path: r.unit.Path, Steps: r.steps()}
	var raised *vm.Error
	if errors.As(err, &raised) {
		if t := assertion(r.rt.L, raised.Value); t != nil {
			f.Kind = "failure"
			f.Message = text(t, "message", f.Message)
			fill(&f, t)
		}
	}
	if exit := vm.ExitOf(err); exit != nil {
		f.Message = fmt.Sprintf("os.exit(%d) was called, which ends no test: use skip, error or an assertion", exit.Code)
	}
	r.locate(&f)
	var part *partError
	if errors.As(err, &part) {
		f.Message = part.verb + ": " + f.Message
	}
	return f
}

// fill takes what an assertion says besides its message, which ends with the
// difference, too.
func fill(f *event.Failure, t *lua.LTable) {
	f.Expected, f.Actual, f.Diff = text(t, "expected", ""), text(t, "actual", ""), text(t, "diff", "")
	if f.Diff != "" {
		f.Message = strings.TrimSuffix(f.Message, "\n"+f.Diff)
	}
}

func (r *run) steps() []string {
	if r.attempt == nil {
		return nil
	}
	return r.attempt.Steps()
}

// locate finds where in the file a failure is: at the place that its message
// begins with, or else at the first of its traceback.
func (r *run) locate(f *event.Failure) {
	if !place(f) {
		f.Line = lineIn(r.unit.Path, f.Traceback)
	}
	f.Source = strings.TrimSpace(r.src.line(f.Line))
}

// place finds the line of f's file that its message mentions, and takes it out of
// the message where that begins with it. It reports whether there is one.
func place(f *event.Failure) bool {
	f.Line = lineIn(f.Path, f.Message)
	f.Message = strings.TrimPrefix(f.Message, fmt.Sprintf("%s:%d: ", f.Path, f.Line))
	return f.Line > 0
}

// assertion gives the value that an assertion raised, nil for any other.
func assertion(L *lua.LState, v lua.LValue) *lua.LTable {
	t, ok := v.(*lua.LTable)
	if !ok || L.GetMetaField(v, "__name") != lua.LString("assertion") {
		return nil
	}
	return t
}

func text(t *lua.LTable, field, other string) string {
	if v := t.RawGetString(field); lua.LVCanConvToString(v) {
		return v.String()
	}
	return other
}

// lineIn gives the first line of a file that a text mentions, as "file:12:" at the
// beginning of a word, 0 if it mentions none.
func lineIn(file, text string) int {
	for at := 0; ; {
		i := strings.Index(text[at:], file+":")
		if i < 0 {
			return 0
		}
		at += i
		begins := at == 0 || strings.ContainsRune(" \t\n", rune(text[at-1]))
		at += len(file) + 1
		digits, _, ok := strings.Cut(text[at:], ":")
		if n, err := strconv.Atoi(digits); begins && ok && err == nil && n > 0 {
			return n
		}
	}
}

// tailLines is how many of a live job's last lines are told.
const tailLines = 5
