package luabind

import (
	"context"
	"fmt"
	"slices"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// expectedTable is what expect gives.
type expectedTable struct {
	Which    lua.LValue  `lua:",required" doc:"which pattern it is: its place in the list, or its name" type:"integer|string"`
	Data     []byte      `doc:"what matched"`
	Before   []byte      `doc:"what was unread before it"`
	Captures *lua.LTable `doc:"what the pattern's groups matched, by number and by name; [0] is the whole match, false a group that took no part; nil without groups" type:"table<integer|string, string|false>"`
	Dropped  int         `doc:"pieces lost of what was unread, for want of a reader"`
	Pos      int64       `doc:"byte offset of data in this run's stream"`
}

// expecter is a job or a filter.
type expecter interface {
	Expect(ctx context.Context, patterns ...string) (*job.Expected, error)
}

// expects declares the method expect of a class.
func (r *Runtime) expects(doc string, self func(*bind.Call) expecter) bind.Func {
	return bind.Func{
		Name: "expect", Doc: doc,
		Params: []bind.Param{
			{Name: "patterns", Type: "string|string[]|table<string, string>", Doc: "a pattern, a list of them, or several by name"},
			millis(waitTime),
		},
		Returns: []bind.Return{{Type: "job.Expected"}},
		Call: func(c *bind.Call) error {
			patterns, keys := patternsArg(c, 1)
			self := self(c)
			var e *job.Expected
			err := r.wait(c, 2, waitTime, func(ctx context.Context) (err error) {
				e, err = self.Expect(ctx, patterns...)
				return err
			})
			if err != nil {
				return err
			}
			out := expectedTable{Which: keys[e.Index], Data: e.Data, Before: e.Before, Dropped: e.Dropped, Pos: e.Pos}
			if len(e.Names) > 1 {
				out.Captures = captures(c.L, e.Names, func(i int) ([]byte, bool) { return e.Groups[i], e.Groups[i] != nil })
			}
			return c.Return(out)
		},
	}
}

// patternsArg gives argument i, one pattern or several, and what each is known
// by.
func patternsArg(c *bind.Call, i int) (patterns []string, keys []lua.LValue) {
	const name = "patterns"
	t, ok := c.Get(i).(*lua.LTable)
	if !ok {
		if c.Get(i).Type() != lua.LTString {
			c.Want(i, name, "pattern or table of patterns")
		}
		return []string{c.String(i, name)}, []lua.LValue{lua.LNumber(1)}
	}
	keys, err := patternKeys(t)
	if err != nil {
		c.Fail(i, name, "%s", err)
	}
	for _, k := range keys {
		p, ok := t.RawGet(k).(lua.LString)
		if !ok {
			c.Fail(i, fmt.Sprintf("%s[%s]", name, k), "string expected, got %s", bind.TypeName(t.RawGet(k)))
		}
		patterns = append(patterns, string(p))
	}
	return patterns, keys
}

// patternKeys gives the keys of a list, or of a table by name in the order of
// the names.
func patternKeys(t *lua.LTable) (keys []lua.LValue, err error) {
	for n := 1; n <= t.Len(); n++ {
		keys = append(keys, lua.LNumber(n))
	}
	var names []string
	t.ForEach(func(k, _ lua.LValue) {
		switch {
		case k.Type() == lua.LTString:
			names = append(names, k.String())
		case !slices.Contains(keys, k):
			err = fmt.Errorf("a list or a table by name expected, got key [%s]", k)
		}
	})
	switch {
	case err != nil:
	case len(keys) > 0 && len(names) > 0:
		err = fmt.Errorf("a list or a table by name expected, got one that is both")
	case len(keys)+len(names) == 0:
		err = fmt.Errorf("a pattern expected, got an empty table")
	}
	slices.Sort(names)
	for _, n := range names {
		keys = append(keys, lua.LString(n))
	}
	return keys, err
}
