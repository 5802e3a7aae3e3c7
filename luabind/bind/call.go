package bind

import (
	"context"
	"fmt"

	lua "github.com/yuin/gopher-lua"
)

// Call is one call of a bound function. Arguments count from 1, without self.
// The helpers that read an argument raise an error object if it is not what is
// wanted, so that they do not return then.
type Call struct {
	L  *lua.LState
	Op string // what errors name: "ctorrent.wait_completion"

	self    int // leading values on the stack that are not arguments
	results int
}

// Context gives the context of the state, which a call that waits must observe.
func (c *Call) Context() context.Context {
	if ctx := c.L.Context(); ctx != nil {
		return ctx
	}
	return context.Background()
}

// Self gives the object that a method was called on, or a field read from.
func Self[T any](c *Call) T { return c.L.Get(1).(*lua.LUserData).Value.(T) }

// NArgs gives the number of arguments.
func (c *Call) NArgs() int { return max(c.L.GetTop()-c.self-c.results, 0) }

// Get gives argument i, nil if there are fewer.
func (c *Call) Get(i int) lua.LValue {
	if i < 1 || i > c.NArgs() {
		return lua.LNil
	}
	return c.L.Get(i + c.self)
}

// Has reports whether argument i is there and not nil.
func (c *Call) Has(i int) bool { return c.Get(i) != lua.LNil }

// Raise raises err as this call's error.
func (c *Call) Raise(err error) { Raise(c.L, c.Op, err) }

// Fail raises EINVAL about argument i, whose name may be empty.
func (c *Call) Fail(i int, name, format string, args ...any) {
	at := fmt.Sprintf("argument %d", i)
	if name != "" {
		at += " (" + name + ")"
	}
	c.Raise(invalid(at + ": " + fmt.Sprintf(format, args...)))
}

// Want raises EINVAL because argument i is not what is wanted.
func (c *Call) Want(i int, name, want string) {
	c.Fail(i, name, "%s expected, got %s", want, TypeName(c.Get(i)))
}

// Return makes values the results of the call, each converted by ToLua. It
// returns an error if that is impossible, which the function then returns.
func (c *Call) Return(values ...any) error {
	top := c.L.GetTop()
	for i, v := range values {
		lv, err := ToLua(c.L, v)
		if err != nil {
			c.L.SetTop(top)
			return fmt.Errorf("result %d: %w", i+1, err)
		}
		c.L.Push(lv)
	}
	c.results += len(values)
	return nil
}

// Push makes values the results of the call.
func (c *Call) Push(values ...lua.LValue) {
	for _, v := range values {
		c.L.Push(v)
	}
	c.results += len(values)
}

// Options decodes argument i, a table of options or nothing, into out, which
// points to a struct that holds the defaults.
func (c *Call) Options(i int, out any) {
	if err := Decode(c.L, c.Get(i), out); err != nil {
		c.Raise(err)
	}
}
