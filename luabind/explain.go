package luabind

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/names"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/luabind/bind"
	"github.com/tlua/tlua/luabind/vm"
	"github.com/tlua/tlua/stdlib"
)

// issues is where mistakes of tlua itself are reported.
const issues = "https://github.com/tlua/tlua/issues"

// longestTrace is how many lines of a traceback are shown.
const longestTrace = 20

// Explain tells a script's error to a person: its message, its traceback without
// what says nothing, and the last lines of the job that it is about.
func (r *Runtime) Explain(err error) report.Failure {
	var load *LoadError
	var panicked *vm.PanicError
	var object *bind.Error
	var raised *vm.Error
	errors.As(err, &raised)
	switch {
	case errors.As(err, &load):
		return report.Failure{Message: loadText(load)}
	case errors.As(err, &panicked):
		return report.Failure{
			Message:   fmt.Sprintf("internal error: %v\nPlease report this, with the lines below: %s", panicked, issues),
			Traceback: traceOf(raised) + "\n" + strings.TrimSpace(string(panicked.Stack)),
		}
	case errors.As(err, &object):
		f := report.Failure{Message: object.Error(), Traceback: object.Traceback, Tail: object.Tail}
		if cause := object.Cause(); cause != nil && cause.Code != object.Code && !strings.Contains(f.Message, cause.Error()) {
			f.Message += "\ncaused by " + cause.Error()
		}
		if object.Code == job.ETIMEDOUT || object.Code == job.EINPROGRESS {
			f.Traceback = ownLines(f.Traceback)
		}
		f.Traceback = shortened(f.Traceback)
		return f
	}
	f := report.FailureOf(err)
	f.Traceback = shortened(traceOf(raised))
	if raised != nil {
		f.Message = raised.Error()
		f.Message += r.meant(f.Message)
		switch {
		case raised.Value == lua.LNil:
			f.Message = "error was called without a message"
		case r.isBare(raised):
			f.Message = fmt.Sprintf("error object is a %s: %s", raised.Value.Type(), r.Show(raised.Value))
		}
	}
	return f
}

// noGlobal is how an error ends that comes of a global that there is not.
var noGlobal = regexp.MustCompile(`attempt to (?:call|index) a nil value \(global '(\w+)'\)$`)

// meant says of a global that there is not what is perhaps meant, or where there is
// one; "" if the message is about something else.
func (r *Runtime) meant(message string) string {
	m := noGlobal.FindStringSubmatch(message)
	if m == nil {
		return ""
	}
	if slices.Contains(stdlib.TestOnly(), m[1]) {
		return ", which scripts have in 'tlua test' only"
	}
	var known []string
	r.L.G.Global.ForEach(func(k, _ lua.LValue) {
		if name, ok := k.(lua.LString); ok {
			known = append(known, string(name))
		}
	})
	slices.Sort(known)
	if near := names.Nearest(m[1], known); near != "" {
		return fmt.Sprintf(", did you mean '%s'?", near)
	}
	return ""
}

// isBare reports whether an error's value says nothing by itself.
func (r *Runtime) isBare(e *vm.Error) bool {
	switch e.Value.(type) {
	case lua.LString, lua.LNumber, *lua.LUserData:
		return false
	}
	return r.L.GetMetaField(e.Value, "__tostring") == lua.LNil
}

// loadText says why a script did not even begin.
func loadText(err *LoadError) string {
	var je *job.Error
	if errors.As(err, &je) {
		return "cannot open " + je.Message
	}
	return err.Error()
}

func traceOf(e *vm.Error) string {
	if e == nil {
		return ""
	}
	return e.Traceback
}

// ownLines keeps the lines of a traceback that are the script's.
func ownLines(trace string) string {
	var kept []string
	for line := range strings.SplitSeq(trace, "\n") {
		if !isGo(line) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// isGo reports whether a line of a traceback is that of a function in Go.
func isGo(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "[C]:") }

// shortened leaves out what is tlua's own, with what that called, and the middle
// of a long traceback, as that of a recursion is.
func shortened(trace string) string {
	var lines []string
	for line := range strings.SplitSeq(trace, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), stdlib.Prefix) {
			for n := len(lines) - 1; n > 0 && isGo(lines[n]); n-- {
				lines = lines[:n]
			}
			continue
		}
		lines = append(lines, line)
	}
	more := len(lines) - longestTrace
	if more <= 1 {
		return strings.Join(lines, "\n")
	}
	head, tail := lines[:longestTrace/2], lines[len(lines)-longestTrace/2:]
	return strings.Join(head, "\n") + fmt.Sprintf("\n\t... (%d more)\n", more) + strings.Join(tail, "\n")
}
