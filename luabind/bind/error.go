package bind

import (
	"context"
	"errors"
	"strings"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
)

// Error is the error object that scripts catch: its fields code, op, message,
// traceback, tail and cause are read from here.
type Error struct {
	Code      job.Code
	Op        string
	Message   string
	Where     string   // "file.lua:12:", the line that called the failing function
	Traceback string   // the Lua stack at that moment
	Tail      []string // the last lines of output of the job concerned
	Err       error    // the Go error

	cause  *Error         // made when a script asks for it
	object *lua.LUserData // its value in the first state that it was raised in
	owner  *lua.Global    // that state
}

// Error gives what tostring gives: "where: op: CODE: message", on one line.
func (e *Error) Error() string {
	var parts []string
	if e.Where != "" {
		parts = append(parts, strings.TrimSuffix(e.Where, ":"))
	}
	if e.Op != "" {
		parts = append(parts, e.Op)
	}
	parts = append(parts, string(e.Code))
	if e.Message != "" {
		parts = append(parts, strings.Join(strings.FieldsFunc(e.Message, newline), " "))
	}
	return strings.Join(parts, ": ")
}

func newline(r rune) bool { return r == '\n' || r == '\r' }

// Unwrap gives the Go error that was raised.
func (e *Error) Unwrap() error { return e.Err }

// Is lets the error match its code and what the code matches.
func (e *Error) Is(target error) bool { return target == e.Code || e.Code.Is(target) }

// Raise raises err as an error object. op names the failing function where err
// does not. An error that came out of Lua is raised as the value that it was.
func Raise(L *lua.LState, op string, err error) {
	L.Error(ToError(L, op, err), 0)
}

// ToError gives the value that Raise raises.
func ToError(L *lua.LState, op string, err error) lua.LValue {
	for e := err; e != nil; e = errors.Unwrap(e) {
		switch e := e.(type) {
		case *Error:
			return e.value(L)
		case *vm.Error:
			return e.Value
		}
	}
	e := newError(err)
	if e.Op == "" {
		e.Op = op
	}
	e.Where = vm.Where(L, 0)
	e.Traceback = vm.Traceback(L, 0)
	return e.value(L)
}

// newError describes err, which is no error object yet.
func newError(err error) *Error {
	e := &Error{Code: job.CodeOf(err), Message: err.Error(), Err: err}
	var je *job.Error
	if !errors.As(err, &je) {
		return e
	}
	e.Op, e.Tail = je.Op, je.Tail
	if outer, ok := err.(*job.Error); ok && outer == je {
		e.Message = je.Message
		if e.Message == "" && je.Err != nil {
			e.Message = je.Err.Error()
		}
	}
	return e
}

// Cause gives the error behind e as an error object, nil if there is none that
// says more than e does.
func (e *Error) Cause() *Error {
	if e.cause == nil {
		e.cause = causeOf(e)
	}
	return e.cause
}

func causeOf(e *Error) *Error {
	var je, inner *job.Error
	if !errors.As(e.Err, &je) || je.Err == nil {
		return nil
	}
	var object *Error
	switch {
	case errors.As(je.Err, &object):
		return object
	case errors.As(je.Err, &inner):
		return newError(je.Err)
	case errors.Is(je.Err, context.Canceled), errors.Is(je.Err, context.DeadlineExceeded):
		return nil // the code says it
	case strings.Contains(e.Message, je.Err.Error()), isCode(je.Err, e.Code):
		return nil
	}
	return newError(je.Err)
}

// isCode reports whether err is code and nothing more.
func isCode(err error, code job.Code) bool {
	c, ok := err.(job.Code)
	return ok && c == code
}

// FromLua gives the error object that v is, nil if it is none.
func FromLua(v lua.LValue) *Error {
	ud, ok := v.(*lua.LUserData)
	if !ok {
		return nil
	}
	e, _ := ud.Value.(*Error)
	return e
}

// value gives e's userdata, in the state where it was raised always the same one.
func (e *Error) value(L *lua.LState) lua.LValue {
	if e.object != nil && e.owner == L.G {
		return e.object
	}
	ud := L.NewUserData()
	ud.Value = e
	ud.Metatable = errorMetatable(L)
	if e.object == nil {
		e.object, e.owner = ud, L.G
	}
	return ud
}
