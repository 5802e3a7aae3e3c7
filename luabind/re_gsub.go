package luabind

import (
	"fmt"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/stream"
	"github.com/tlua/tlua/luabind/bind"
	"github.com/tlua/tlua/luabind/vm"
)

// replacer gives what stands for a match; ok is false if the match stays.
type replacer func(m stream.Match) (text string, ok bool, err error)

func reGsub(c *bind.Call, s subject, arg int) error {
	replace := s.replacer(c, arg)
	most := maxArg(c, arg+1)
	var out strings.Builder
	n, copied := 0, 0
	var failed error
	err := s.each(c.Context(), func(m stream.Match) bool {
		if n >= most {
			return false
		}
		n++
		start, end := int(m.Start(0)), int(m.End(0))
		text, ok, err := replace(m)
		if err != nil {
			failed = err
			return false
		}
		if ok {
			out.WriteString(s.text[copied:start])
			out.WriteString(text)
			copied = end
		}
		return true
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return err
	}
	if copied == 0 && out.Len() == 0 {
		return c.Return(s.text, n)
	}
	out.WriteString(s.text[copied:])
	return c.Return(out.String(), n)
}

// replacer reads argument i of gsub.
func (s subject) replacer(c *bind.Call, i int) replacer {
	const name = "repl"
	switch v := c.Get(i).(type) {
	case *lua.LTable:
		return func(m stream.Match) (string, bool, error) {
			return replacement(c.L.GetTable(v, s.value(m, 0)))
		}
	case *lua.LFunction:
		return func(m stream.Match) (string, bool, error) {
			c.L.Push(v)
			for i := range s.values() {
				c.L.Push(s.value(m, i))
			}
			c.L.Call(s.values(), 1)
			got := c.L.Get(-1)
			c.L.Pop(1)
			return replacement(got)
		}
	}
	text, ok := vm.PlainText(c.Get(i))
	if !ok {
		c.Want(i, name, "string, table or function")
	}
	t, err := s.template(text)
	if err != nil {
		c.Fail(i, name, "%s", err)
	}
	return t.expand
}

// replacement takes what a table or a function gave for a match.
func replacement(v lua.LValue) (string, bool, error) {
	if lua.LVIsFalse(v) {
		return "", false, nil
	}
	text, ok := vm.PlainText(v)
	if !ok {
		return "", false, job.Errorf("", job.EINVAL, "a replacement is a string or a number, or nil or false to leave the match; got %s", bind.TypeName(v))
	}
	return text, true, nil
}

// template is a replacement text: before each group a literal, and one behind
// the last.
type template struct {
	subject
	literals []string
	groups   []int
}

// template reads a replacement text. As in Lua, %1 is the whole match of a
// pattern without groups.
func (s subject) template(text string) (*template, error) {
	t := &template{subject: s}
	var literal strings.Builder
	for rest := text; ; {
		before, after, found := strings.Cut(rest, "%")
		literal.WriteString(before)
		if !found {
			t.literals = append(t.literals, literal.String())
			return t, nil
		}
		if strings.HasPrefix(after, "%") {
			literal.WriteByte('%')
			rest = after[1:]
			continue
		}
		if after == "" || after[0] < '0' || after[0] > '9' {
			return nil, fmt.Errorf("%q: a digit or %% expected after %%", text)
		}
		g := int(after[0] - '0')
		if g == 1 && s.pattern.Groups() == 0 {
			g = 0
		}
		if g > s.pattern.Groups() {
			return nil, fmt.Errorf("%q: there is no group %d, the pattern has %d", text, g, s.pattern.Groups())
		}
		t.literals, t.groups = append(t.literals, literal.String()), append(t.groups, g)
		literal.Reset()
		rest = after[1:]
	}
}

// expand gives the text that stands for a match. A group that took no part is
// empty.
func (t *template) expand(m stream.Match) (string, bool, error) {
	if len(t.groups) == 0 {
		return t.literals[0], true, nil
	}
	var out strings.Builder
	for i, g := range t.groups {
		out.WriteString(t.literals[i])
		if start := m.Start(g); start >= 0 {
			out.WriteString(t.text[start:m.End(g)])
		}
	}
	out.WriteString(t.literals[len(t.groups)])
	return out.String(), true, nil
}
