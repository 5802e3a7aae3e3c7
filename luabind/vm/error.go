package vm

import (
	"context"
	"errors"
	"fmt"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// Error is a Lua error that reached Go. It keeps the value that was raised.
type Error struct {
	Value     lua.LValue // what error() was given
	Traceback string     // the stack at that moment, in Lua's format
	Cause     error      // the Go error in Value or behind it, if there is one

	text string
}

// Error gives the value as tostring would, with the reason where a context has
// ended the script.
func (e *Error) Error() string {
	if e.text == "" && e.Value != nil {
		return e.Value.String()
	}
	return e.text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// PanicError is a panic of Go code that a script had called: a mistake in that
// code, and none of the script's.
type PanicError struct {
	Value     any    // what panic was given
	Stack     []byte // the goroutine's stack
	Traceback string // the script's stack, in Lua's format
}

// Error gives the value, without the stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic in Go: %v", e.Value) }

// Unwrap gives the value if it is an error, such as a runtime.Error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// newError describes value, which was raised in th and is not handled yet.
func newError(th *lua.LState, value lua.LValue) *Error {
	e := &Error{Value: value, text: text(th, value)}
	if ud, ok := value.(*lua.LUserData); ok {
		e.Cause, _ = ud.Value.(error)
	}
	if p, ok := e.Cause.(*PanicError); ok {
		e.Traceback = p.Traceback
	} else {
		e.Traceback = Traceback(th, 0)
	}
	if e.Cause == nil {
		if e.Cause = ended(th.Context(), value); e.Cause != nil {
			e.text = strings.Replace(e.text, th.Context().Err().Error(), context.Cause(th.Context()).Error(), 1)
		}
	}
	return e
}

// ended gives the reason why ctx ended if value is the message that the
// interpreter raises then: it knows the context's error by its text only.
func ended(ctx context.Context, value lua.LValue) error {
	s, ok := value.(lua.LString)
	if !ok || ctx == nil || ctx.Err() == nil || !strings.Contains(string(s), ctx.Err().Error()) {
		return nil
	}
	if cause := context.Cause(ctx); !errors.Is(cause, ctx.Err()) {
		return errors.Join(ctx.Err(), cause)
	}
	return context.Cause(ctx)
}

// text is the value as one reads it. A __tostring of the script's may fail.
func text(th *lua.LState, value lua.LValue) string {
	switch value.(type) {
	case lua.LString, lua.LNumber:
		return value.String()
	}
	if ud, ok := value.(*lua.LUserData); ok {
		if err, ok := ud.Value.(error); ok {
			return err.Error()
		}
	}
	if fn := th.GetMetaField(value, "__tostring"); fn != lua.LNil {
		if vs, err := Protect(th, fn, value); err == nil && len(vs) > 0 && lua.LVCanConvToString(vs[0]) {
			return vs[0].String()
		}
	}
	return "(error object is a " + value.Type().String() + " value)"
}
