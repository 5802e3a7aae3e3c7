package luabind

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/vm"
)

// Eval runs a line of an interactive session: an expression, which may begin
// with "=", or else a statement. It gives the values as a person reads them. A
// line that does not compile is a *LoadError, with the *vm.SyntaxError behind it
// saying whether it is Incomplete. When ctx ends, the line does; a coroutine made
// in it goes on in the line that resumes it.
func (r *Runtime) Eval(ctx context.Context, chunk, line string) ([]string, error) {
	if r.closed {
		return nil, job.Errorf("", job.EBADF, "the runtime was closed")
	}
	proto, err := compileLine("="+chunk, line)
	if err != nil {
		return nil, &LoadError{Err: err}
	}
	r.L.SetContext(ctx)
	defer r.L.SetContext(r.ctx)
	values, err := r.protect(r.L.NewFunctionFromProto(proto))
	var skip *skipped
	if errors.As(err, &skip) {
		return nil, nil // it was told when it happened
	}
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(values))
	for i, v := range values {
		if texts[i], err = r.show(v); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// compileLine compiles a line as an expression, or else as a statement. The
// error is the statement's, unless the expression only lacks its end.
func compileLine(chunk, line string) (*lua.FunctionProto, error) {
	if rest, ok := strings.CutPrefix(line, "="); ok {
		return vm.Compile(chunk, []byte("return "+rest))
	}
	proto, err := vm.Compile(chunk, []byte("return "+line))
	if err == nil {
		return proto, nil
	}
	statement, serr := vm.Compile(chunk, []byte(line))
	if serr != nil && incomplete(err) {
		return nil, err
	}
	return statement, serr
}

func incomplete(err error) bool {
	var se *vm.SyntaxError
	return errors.As(err, &se) && se.Incomplete
}

// Show gives a Lua value as a person reads it: as tostring does, but a table
// with what it holds, {1, 2, x = 3}.
func (r *Runtime) Show(v lua.LValue) string {
	text, err := r.show(v)
	if err != nil {
		return v.String()
	}
	return text
}

// show is Show, with the error that a __tostring raised.
func (r *Runtime) show(v lua.LValue) (text string, err error) {
	_, err = r.protect(r.L.NewFunction(func(L *lua.LState) int {
		s := shower{L: L}
		if t, ok := v.(*lua.LTable); ok {
			s.table(t)
			text = s.b.String()
		} else {
			text = L.ToStringMeta(v).String()
		}
		return 0
	}))
	return text, err
}

// How much of a table is shown.
const (
	shownDepth = 3
	shownItems = 50
)

// shower writes tables in one line.
type shower struct {
	L    *lua.LState
	b    strings.Builder
	open []*lua.LTable // those that are being written, outermost first
}

// table writes t: first the list in it, then the rest in the order of next.
func (s *shower) table(t *lua.LTable) {
	if s.L.GetMetaField(t, "__tostring") != lua.LNil {
		s.b.WriteString(s.L.ToStringMeta(t).String())
		return
	}
	if slices.Contains(s.open, t) || len(s.open) >= shownDepth && !isEmpty(t) {
		s.b.WriteString("{...}")
		return
	}
	s.open = append(s.open, t)
	defer func() { s.open = s.open[:len(s.open)-1] }()
	s.b.WriteByte('{')
	count, listed := 0, t.Len()
	for k, v := t.Next(lua.LNil); k != lua.LNil; k, v = t.Next(k) { // ForEach has no order
		if count++; count > shownItems {
			continue
		}
		if count > 1 {
			s.b.WriteString(", ")
		}
		if n, ok := k.(lua.LNumber); !ok || n != lua.LNumber(count) || count > listed {
			s.key(k)
		}
		s.value(v)
	}
	if count > shownItems {
		fmt.Fprintf(&s.b, ", ... (%d more)", count-shownItems)
	}
	s.b.WriteByte('}')
}

func isEmpty(t *lua.LTable) bool {
	k, _ := t.Next(lua.LNil)
	return k == lua.LNil
}

// key writes the key of what is no item of the list.
func (s *shower) key(k lua.LValue) {
	if name, ok := k.(lua.LString); ok && IsName(string(name)) {
		s.b.WriteString(string(name) + " = ")
		return
	}
	s.b.WriteByte('[')
	s.value(k)
	s.b.WriteString("] = ")
}

func (s *shower) value(v lua.LValue) {
	switch v := v.(type) {
	case lua.LString:
		s.b.WriteString(Quoted(string(v)))
	case *lua.LTable:
		s.table(v)
	default:
		s.b.WriteString(s.L.ToStringMeta(v).String())
	}
}

// IsName reports whether a key can be written as a name.
func IsName(s string) bool {
	if s == "" || s[0] >= '0' && s[0] <= '9' || strings.Contains(keywords, " "+s+" ") {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}

const keywords = " and break do else elseif end false for function if in local nil not or repeat return then true until while "

// Quoted gives s as Lua source.
func Quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(s) {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(&b, `\%03d`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
