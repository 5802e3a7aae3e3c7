package vm

import (
	"strings"

	"github.com/tlua/tlua/luabind/vm/pattern"
	lua "github.com/yuin/gopher-lua"
)

// find is string.find.
func (s *strlib) find(c libCall) int {
	src, text, at := s.searchArgs(c)
	plain := lua.LVAsBool(c.L.Get(4))
	var p *pattern.Pattern
	if !plain {
		p = s.pattern(text)
		plain = p.Plain()
	}
	if plain {
		return findPlain(c, src, text, at)
	}
	start, end := s.search(c, p, src, at)
	if start < 0 {
		c.L.Push(lua.LNil)
		return 1
	}
	c.L.Push(lua.LNumber(start + 1))
	c.L.Push(lua.LNumber(end))
	n := s.matcher.Captures()
	for i := range n {
		c.L.Push(s.capture(c, i, start, end))
	}
	return 2 + n
}

func findPlain(c libCall, src, text string, at int) int {
	i := strings.Index(src[at:], text)
	if i < 0 {
		c.L.Push(lua.LNil)
		return 1
	}
	c.L.Push(lua.LNumber(at + i + 1))
	c.L.Push(lua.LNumber(at + i + len(text)))
	return 2
}

// match is string.match.
func (s *strlib) match(c libCall) int {
	src, text, at := s.searchArgs(c)
	start, end := s.search(c, s.pattern(text), src, at)
	if start < 0 {
		c.L.Push(lua.LNil)
		return 1
	}
	return s.pushCaptures(c, start, end)
}

// searchArgs gives the subject, the pattern and the offset to begin at.
func (s *strlib) searchArgs(c libCall) (src, text string, at int) {
	src, text = c.str(1), c.str(2)
	at = relative(c.optInteger(3, 1), len(src)) - 1
	return src, text, min(max(at, 0), len(src))
}

// search gives the bounds of the first match at at or later; a negative start
// means that there is none.
func (s *strlib) search(c libCall, p *pattern.Pattern, src string, at int) (start, end int) {
	s.matcher.Reset(c.L.Context(), p, src)
	start, end, err := s.matcher.Find(at)
	if err != nil {
		c.raise("%s", err.Error())
	}
	return start, end
}

// capture gives a capture of the last match as a value.
func (s *strlib) capture(c libCall, i, start, end int) lua.LValue {
	got, err := s.matcher.Capture(i, start, end)
	if err != nil {
		c.raise("%s", err.Error())
	}
	if got.IsPosition {
		return lua.LNumber(got.Position)
	}
	return lua.LString(got.Text)
}

// pushCaptures pushes all captures, or the whole match if there are none.
func (s *strlib) pushCaptures(c libCall, start, end int) int {
	n := max(s.matcher.Captures(), 1)
	for i := range n {
		c.L.Push(s.capture(c, i, start, end))
	}
	return n
}

// gmatch is string.gmatch. After an empty match the next one begins a byte
// later.
func (s *strlib) gmatch(c libCall) int {
	src, p := c.str(1), kept(s.floating, c.str(2), pattern.CompileFloating)
	at := 0
	c.L.Push(libFunc(c.L, func(c libCall) int {
		if at > len(src) {
			return 0
		}
		start, end := s.search(c, p, src, at)
		if start < 0 {
			at = len(src) + 1
			return 0
		}
		at = max(end, start+1)
		return s.pushCaptures(c, start, end)
	}))
	return 1
}
