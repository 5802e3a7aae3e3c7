package luabind

import (
	"slices"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/luabind/bind"
)

// goValue gives a script's result as a Go value: see Result.
func (r *Runtime) goValue(v lua.LValue) any {
	c := converter{r: r}
	return c.value(v)
}

type converter struct {
	r    *Runtime
	open []*lua.LTable // those that are being converted, outermost first
}

func (c *converter) value(v lua.LValue) any {
	switch v := v.(type) {
	case *lua.LTable:
		if slices.Contains(c.open, v) { // it holds itself
			return c.r.Show(v)
		}
		c.open = append(c.open, v)
		defer func() { c.open = c.open[:len(c.open)-1] }()
		return c.table(v)
	case *lua.LNilType, lua.LBool, lua.LNumber, lua.LString:
		return bind.FromValue(v)
	}
	return c.r.Show(v)
}

// table gives a []any for a list that is not empty, else a map.
func (c *converter) table(t *lua.LTable) any {
	count := 0
	t.ForEach(func(lua.LValue, lua.LValue) { count++ })
	if n := t.Len(); n > 0 && n == count {
		list := make([]any, n)
		for i := range list {
			list[i] = c.value(t.RawGetInt(i + 1))
		}
		return list
	}
	m := make(map[string]any, count)
	t.ForEach(func(k, v lua.LValue) { m[k.String()] = c.value(v) })
	return m
}
