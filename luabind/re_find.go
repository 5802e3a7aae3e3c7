package luabind

import (
	"math"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job/stream"
	"github.com/tlua/tlua/luabind/bind"
)

// first finds the first match from where argument arg says, and gives what give
// makes of it; nil if there is none.
func (s subject) first(c *bind.Call, arg int, give func(stream.Match)) error {
	const far = 1 << 53
	at := c.OptInt(arg, "init", -far, far, 1)
	if at < 0 {
		at += len(s.text) + 1
	}
	search := s.search(min(max(at-1, 0), len(s.text)))
	defer search.Release()
	m, ok, err := search.Next(c.Context())
	if err != nil {
		return err
	}
	if !ok {
		return c.Return(nil)
	}
	give(m)
	return nil
}

func reMatch(c *bind.Call, s subject, arg int) error {
	return s.first(c, arg, func(m stream.Match) { s.give(c, m) })
}

func reFind(c *bind.Call, s subject, arg int) error {
	return s.first(c, arg, func(m stream.Match) {
		c.Push(lua.LNumber(m.Start(0)+1), lua.LNumber(m.End(0)))
		if s.pattern.Groups() > 0 {
			s.give(c, m)
		}
	})
}

// maxArg gives argument i, how many matches are wanted at the most.
func maxArg(c *bind.Call, i int) int { return c.OptInt(i, "max", 0, math.MaxInt32, math.MaxInt) }

func reFindAll(c *bind.Call, s subject, arg int) error {
	most := maxArg(c, arg)
	names := s.pattern.GroupNames()
	t := c.L.NewTable()
	n := 0
	err := s.each(c.Context(), func(m stream.Match) bool {
		if n >= most {
			return false
		}
		n++
		t.RawSetInt(n, s.table(c.L, m, names))
		return true
	})
	if err != nil {
		return err
	}
	return c.Return(t)
}

func reGmatch(c *bind.Call, s subject, _ int) error {
	search := s.search(0)
	return c.Return(bind.Function(c.L, c.Op, func(c *bind.Call) error {
		m, ok, err := search.Next(c.Context())
		if err != nil {
			return err
		}
		if !ok {
			return c.Return(nil)
		}
		s.give(c, m)
		return nil
	}))
}

func reSplit(c *bind.Call, s subject, _ int) error {
	t := c.L.NewTable()
	n, from := 0, 0
	part := func(to int) {
		n++
		t.RawSetInt(n, lua.LString(s.text[from:to]))
	}
	err := s.each(c.Context(), func(m stream.Match) bool {
		start, end := int(m.Start(0)), int(m.End(0))
		if start == end && (start == 0 || start == len(s.text)) {
			return true
		}
		part(start)
		from = end
		return true
	})
	if err != nil {
		return err
	}
	part(len(s.text))
	return c.Return(t)
}
