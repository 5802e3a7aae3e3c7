package luabind

import (
	"context"
	"fmt"
	"regexp"
	"unsafe"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/stream"
	"github.com/tlua/tlua/luabind/bind"
)

// patternDoc says what a pattern is.
const patternDoc = "a regular expression as a filter's: RE2 with look-behind, multi-line, on bytes, or on characters after (*UTF)"

// subject is a text and what is looked for in it.
type subject struct {
	pattern *stream.Pattern
	text    string
}

// reFunc is a function of re, and a method of what re.compile gives.
type reFunc struct {
	name, doc string
	params    []bind.Param // after the text, and the pattern
	returns   []bind.Return
	call      func(c *bind.Call, s subject, arg int) error // arg is the first of params
}

// reFuncs are the functions that look for a pattern in a text.
func reFuncs() []reFunc {
	init := bind.Param{Name: "init", Type: "integer", Optional: true, Doc: "where to begin, as in string.find; ^, \\b and look-behind see what is before"}
	most := bind.Param{Name: "max", Type: "integer", Optional: true, Doc: "how many at the most (default: all)"}
	captured := bind.Return{Type: "string|false ...", Doc: "what the groups matched, or the whole match if there are none; false for a group that took no part"}
	return []reFunc{
		{
			"match", "The first match: its captures. nil if there is none.",
			[]bind.Param{init},
			[]bind.Return{{Type: "string|false|nil"}, captured}, reMatch,
		},
		{
			"find", "The first match: where it begins and ends, and its captures. nil if there is none.",
			[]bind.Param{init},
			[]bind.Return{{Type: "integer?", Doc: "its first byte"}, {Type: "integer?", Doc: "its last byte"}, captured}, reFind,
		},
		{
			"find_all", "All matches that do not overlap: a list of strings or, if the pattern has groups, of tables of captures.",
			[]bind.Param{most},
			[]bind.Return{{Type: "string[]|" + capturesType + "[]", Doc: "by number and by name; [0] is the whole match, false a group that took no part"}}, reFindAll,
		},
		{
			"gmatch", "Iterates over the captures of all matches.", nil,
			[]bind.Return{{Type: "fun(): string|false ..."}}, reGmatch,
		},
		{
			"gsub", "Replaces all matches.",
			[]bind.Param{
				{
					Name: "repl", Type: "string|number|table|fun(...: string|false): string|number|false|nil",
					Doc: "a text in which %0 is the match and %1 to %9 are the groups, or a table that has it by the first capture, or a function that is given the captures; nil or false leaves the match",
				},
				most,
			},
			[]bind.Return{{Type: "string", Doc: "the new text"}, {Type: "integer", Doc: "how many matches there were"}}, reGsub,
		},
		{
			"split", "The parts between the matches. An empty match at the beginning or the end parts nothing.", nil,
			[]bind.Return{{Type: "string[]"}}, reSplit,
		},
	}
}

// reModule lets scripts use the engine of filters on their own texts.
func reModule() *bind.Module {
	var compiled stream.Cache
	compile := func(c *bind.Call, i int) *stream.Pattern {
		p, err := compiled.Compile(c.String(i, "pattern"))
		if err != nil {
			c.Raise(&job.Error{Code: job.EINVAL, Message: err.Error(), Err: err})
		}
		return p
	}
	text, pattern := bind.Param{Name: "text", Type: "string"}, bind.Param{Name: "pattern", Type: "string", Doc: patternDoc}
	class := &bind.Class{
		Module: "re", Name: "pattern", Doc: "A compiled pattern.",
		String: func(self any) string { return fmt.Sprintf("pattern(%q)", self.(*stream.Pattern).String()) },
	}
	m := &bind.Module{
		Name: "re", Doc: "Regular expressions on texts: those of filters, in linear time.",
		Classes: []*bind.Class{class},
		Funcs: []bind.Func{
			{
				Name: "compile", Doc: "Compiles a pattern, whose methods are the functions of re. Those keep what they compile, so it is for convenience only.",
				Params: []bind.Param{pattern}, Returns: []bind.Return{{Type: "re.pattern"}},
				Call: func(c *bind.Call) error { return c.Return(class.Handle(c.L, compile(c, 1))) },
			},
			{
				Name: "escape", Doc: "The pattern that matches just this text.",
				Params: []bind.Param{text}, Returns: []bind.Return{{Type: "string"}},
				Call: func(c *bind.Call) error { return c.Return(regexp.QuoteMeta(c.String(1, "text"))) },
			},
		},
	}
	for _, f := range reFuncs() {
		m.Funcs = append(m.Funcs, bind.Func{
			Name: f.name, Doc: f.doc, Params: append([]bind.Param{text, pattern}, f.params...), Returns: f.returns,
			Call: func(c *bind.Call) error {
				return f.call(c, subject{text: c.String(1, "text"), pattern: compile(c, 2)}, 3)
			},
		})
		class.Methods = append(class.Methods, bind.Func{
			Name: f.name, Doc: f.doc, Params: append([]bind.Param{text}, f.params...), Returns: f.returns,
			Call: func(c *bind.Call) error {
				return f.call(c, subject{text: c.String(1, "text"), pattern: bind.Self[*stream.Pattern](c)}, 2)
			},
		})
	}
	return m
}

// search begins a search from offset from on.
func (s subject) search(from int) *stream.Search {
	// The bytes of the string itself: a search only reads them, and a copy for
	// each call would make going through a long text quadratic.
	return s.pattern.NewSearch(unsafe.Slice(unsafe.StringData(s.text), len(s.text)), from)
}

// each calls f for each match until it returns false.
func (s subject) each(ctx context.Context, f func(m stream.Match) bool) error {
	search := s.search(0)
	defer search.Release()
	for {
		m, ok, err := search.Next(ctx)
		if !ok || !f(m) {
			return err
		}
	}
}

// capture gives group i of a match, false if it took no part.
func (s subject) capture(m stream.Match, i int) lua.LValue {
	start := m.Start(i)
	if start < 0 {
		return lua.LFalse
	}
	return lua.LString(s.text[start:m.End(i)])
}

// values is how many values a match has: its groups, or the whole if there are
// none.
func (s subject) values() int { return max(s.pattern.Groups(), 1) }

// value gives one of them, counted from 0.
func (s subject) value(m stream.Match, i int) lua.LValue {
	return s.capture(m, i+min(s.pattern.Groups(), 1))
}

// give makes the values of a match results of the call.
func (s subject) give(c *bind.Call, m stream.Match) {
	for i := range s.values() {
		c.Push(s.value(m, i))
	}
}

// table gives a match as find_all does; names are those of the groups.
func (s subject) table(L *lua.LState, m stream.Match, names []string) lua.LValue {
	if len(names) == 1 {
		return s.capture(m, 0)
	}
	return captures(L, names, func(i int) ([]byte, bool) { return m.Text(i), m.Start(i) >= 0 })
}
