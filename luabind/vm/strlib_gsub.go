package vm

import (
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// substitution is one call of string.gsub.
type substitution struct {
	libCall
	lib  *strlib
	src  string
	with lua.LValue
	out  strings.Builder
	// text is the replacement if it is a string, literal if it has no "%".
	text    string
	literal bool
}

// gsub is string.gsub. It copies what lies between matches once, so that its
// time grows with the subject and the matches only.
func (s *strlib) gsub(c libCall) int {
	g := substitution{libCall: c, lib: s, src: c.str(1), with: c.L.Get(3)}
	p := s.pattern(c.str(2))
	most := c.optInt32(4, len(g.src)+1)
	switch g.with.(type) {
	case lua.LString, lua.LNumber:
		g.text, _ = PlainText(g.with)
		g.literal = strings.IndexByte(g.text, '%') < 0
	case *lua.LTable, *lua.LFunction:
	default:
		c.fail(3, "string/function/table expected")
	}
	n, copied, at := 0, 0, 0
	for n < most && at <= len(g.src) {
		start, end := s.search(c, p, g.src, at)
		if start < 0 {
			break
		}
		n++
		g.write(g.src[copied:start])
		g.replace(start, end)
		copied, at = end, max(end, start+1)
		if p.Anchored() {
			break
		}
	}
	if n == 0 {
		c.L.Push(lua.LString(g.src))
	} else {
		g.write(g.src[copied:])
		c.L.Push(lua.LString(g.out.String()))
	}
	c.L.Push(lua.LNumber(n))
	return 2
}

func (g *substitution) write(s string) {
	if g.out.Len()+len(s) > maxText {
		g.raise("resulting string too large")
	}
	if g.out.Cap() == 0 {
		g.out.Grow(len(g.src))
	}
	g.out.WriteString(s)
}

// replace writes what stands for the match from start to end.
func (g *substitution) replace(start, end int) {
	var v lua.LValue
	switch with := g.with.(type) {
	case *lua.LTable:
		v = g.L.GetTable(with, g.lib.capture(g.libCall, 0, start, end))
	case *lua.LFunction:
		g.L.Push(with)
		g.L.Call(g.lib.pushCaptures(g.libCall, start, end), 1)
		v = g.L.Get(-1)
		g.L.Pop(1)
	default:
		g.expand(start, end)
		return
	}
	if lua.LVIsFalse(v) {
		g.write(g.src[start:end])
		return
	}
	text, ok := PlainText(v)
	if !ok {
		g.raise("invalid replacement value (a %s)", v.Type().String())
	}
	g.write(text)
}

// expand writes the replacement string, with captures for %0 to %9. As in C a
// "%" at the end takes the NUL behind the string.
func (g *substitution) expand(start, end int) {
	rest := g.text
	if g.literal {
		g.write(rest)
		return
	}
	for {
		i := strings.IndexByte(rest, '%')
		if i < 0 {
			g.write(rest)
			return
		}
		g.write(rest[:i])
		rest = rest[i+1:]
		switch {
		case rest == "":
			g.write("\x00")
			return
		case rest[0] == '0':
			g.write(g.src[start:end])
		case rest[0] > '0' && rest[0] <= '9':
			g.writeCapture(int(rest[0]-'1'), start, end)
		default:
			g.write(rest[:1])
		}
		rest = rest[1:]
	}
}

func (g *substitution) writeCapture(i, start, end int) {
	got, err := g.lib.matcher.Capture(i, start, end)
	if err != nil {
		g.raise("%s", err.Error())
	}
	if got.IsPosition {
		g.write(strconv.Itoa(got.Position))
		return
	}
	g.write(got.Text)
}
