package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tlua/tlua/core/expect"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind"
)

// evaluateTime is how long a file of settings may take.
const evaluateTime = 10 * time.Second

// evaluate gives the only value that a file of settings in Lua returns, nil if it
// does not return one. It has the libraries libs, and nothing else.
func evaluate(name string, src []byte, libs []string) (any, error) {
	ctx, cancel := context.WithTimeoutCause(context.Background(), evaluateTime,
		job.Errorf("", job.ETIMEDOUT, "%s did not end within %v", name, evaluateTime))
	defer cancel()
	rt, err := luabind.New(ctx, luabind.Options{Name: name, Libs: libs})
	if err != nil {
		return nil, err
	}
	defer rt.Close()
	res, err := rt.RunString(name, string(src))
	if err != nil || len(res.Values) != 1 {
		return nil, err
	}
	return res.Values[0], nil
}

// inLua is the form of files of expected results whose names end in .lua.
var inLua = expect.Form{
	Read: func(file string, text []byte) ([]expect.Raw, error) {
		if len(bytes.TrimSpace(text)) == 0 {
			return nil, nil
		}
		v, err := evaluate(file, text, luabind.PureLibs())
		if err != nil {
			return nil, err
		}
		return expect.FromList(file, v)
	},
	// The last brace is that of the list. There may be a comma before it, or not.
	Write: func(text []byte, drafts []expect.Draft) [][]byte {
		if len(bytes.TrimSpace(text)) == 0 {
			return [][]byte{[]byte("return {\n" + luaEntries(drafts) + "}\n")}
		}
		i := bytes.LastIndexByte(text, '}')
		if i < 0 {
			return nil
		}
		head, tail := string(text[:i]), string(text[i:])
		if at := strings.LastIndexByte(head, '\n') + 1; strings.TrimLeft(head[at:], " \t") == "" {
			head, tail = head[:at], head[at:]+tail // the brace has a line of its own
		} else {
			head += "\n"
		}
		added := luaEntries(drafts)
		return [][]byte{
			[]byte(head + added + tail),
			[]byte(strings.TrimRight(head, " \t\n") + ",\n" + added + tail),
			[]byte(head + "  , " + strings.TrimPrefix(added, "  ") + tail), // a comment is behind the last entry
		}
	},
}

// luaEntries gives entries as lines of Lua.
func luaEntries(drafts []expect.Draft) string {
	var b strings.Builder
	for _, d := range drafts {
		b.WriteString("  " + luaTable(d) + ",\n")
	}
	return b.String()
}

func luaTable(d expect.Draft) string {
	var parts []string
	for _, f := range d {
		name := f.Name
		if !luabind.IsName(name) {
			name = "[" + luabind.Quoted(name) + "]"
		}
		parts = append(parts, name+" = "+luaValue(f.Value))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func luaValue(v any) string {
	switch v := v.(type) {
	case string:
		return luabind.Quoted(v)
	case expect.Draft:
		return luaTable(v)
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = luaValue(item)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprint(v)
}
