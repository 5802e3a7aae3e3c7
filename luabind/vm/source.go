package vm

import (
	"bytes"
	"sync"

	"github.com/tlua/tlua/luabind/vm/repair"
	lua "github.com/yuin/gopher-lua"
)

// source is the text of a chunk. Its functions keep it for their errors: the
// interpreter's own name no variable.
type source struct {
	name string // of the chunk, as Lua writes it: "@file.lua"
	text []byte
	main *lua.FunctionProto

	trace func() *repair.Trace // made at the first error; nil if it cannot be
	names sync.Map             // of the variables of past errors, by fault
}

// fault is a place in a chunk's code where an error was raised.
type fault struct {
	in   *lua.FunctionProto
	pc   int
	role repair.Role
}

// keepSource has p and the functions in it keep the text they are made from.
func keepSource(name string, text []byte, p *lua.FunctionProto) {
	s := &source{name: name, text: text, main: p}
	s.trace = sync.OnceValue(func() *repair.Trace {
		t, err := repair.NewTrace(s.main, bytes.NewReader(s.text), ChunkName(s.name))
		if err != nil {
			return nil
		}
		return t
	})
	s.keep(p)
}

// keep puts the source where a running function leads to it: behind the
// constants that p and the functions in it use.
func (s *source) keep(p *lua.FunctionProto) {
	p.Constants = append(p.Constants, &lua.LUserData{Value: s})
	for _, inner := range p.FunctionPrototypes {
		s.keep(inner)
	}
}

// sourceOf gives the source of a function, nil if it has none.
func sourceOf(p *lua.FunctionProto) *source {
	if n := len(p.Constants); n > 0 {
		if ud, ok := p.Constants[n-1].(*lua.LUserData); ok {
			s, _ := ud.Value.(*source)
			return s
		}
	}
	return nil
}

// variable gives the name of the variable at fault in p, "" if it has none.
func variable(f fault) string {
	var s *source
	if f.in != nil {
		s = sourceOf(f.in)
	}
	if s == nil {
		return ""
	}
	if name, ok := s.names.Load(f); ok {
		return name.(string)
	}
	name := ""
	if t := s.trace(); t != nil {
		name = t.Variable(f.in, f.pc, f.role)
	}
	s.names.Store(f, name)
	return name
}
