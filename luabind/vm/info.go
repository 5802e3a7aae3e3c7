package vm

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// infoOf gives the table that debug.getinfo returns for a function.
func infoOf(L *lua.LState, f frame, what string) *lua.LTable {
	t := L.NewTable()
	for _, c := range what {
		switch c {
		case 'S':
			infoSource(t, f)
		case 'l':
			t.RawSetString("currentline", lua.LNumber(currentLine(f)))
		case 'n':
			infoName(t, f)
		case 'u':
			n := 0
			if f.fn != nil && !isC(f.fn) {
				n = len(f.fn.Upvalues)
			}
			t.RawSetString("nups", lua.LNumber(n))
		case 'f':
			if f.fn != nil {
				t.RawSetString("func", f.fn)
			}
		case 'L':
			if f.fn != nil && !isC(f.fn) {
				t.RawSetString("activelines", activeLines(L, f.fn.Proto))
			}
		}
	}
	return t
}

// infoSource tells where the function comes from.
func infoSource(t *lua.LTable, f frame) {
	what, source, short, first, last := "C", "=[C]", "[C]", -1, -1
	switch {
	case f.fn == nil:
		what, source, short = "tail", "=(tail call)", "(tail call)"
	case !isC(f.fn):
		p := f.fn.Proto
		what, source, short, first, last = "Lua", chunkSource(p.SourceName), p.SourceName, p.LineDefined, p.LastLineDefined
		if first == 0 {
			what, last = "main", 0
		}
	}
	t.RawSetString("what", lua.LString(what))
	t.RawSetString("source", lua.LString(source))
	t.RawSetString("short_src", lua.LString(short))
	t.RawSetString("linedefined", lua.LNumber(first))
	t.RawSetString("lastlinedefined", lua.LNumber(last))
}

// chunkSource gives the chunk name that is shown as short: functions keep only
// what is shown. A text stands for itself, and what is no file is "=name".
func chunkSource(short string) string {
	switch {
	case strings.HasPrefix(short, `[string "`):
		return short
	case short == "stdin", strings.HasPrefix(short, "("):
		return "=" + short
	}
	return "@" + short
}

func currentLine(f frame) int {
	if f.dbg == nil || f.fn == nil || isC(f.fn) || f.dbg.CurrentLine == 0 {
		return -1
	}
	return f.dbg.CurrentLine
}

// activeLines gives the lines that have code, as keys.
func activeLines(L *lua.LState, p *lua.FunctionProto) *lua.LTable {
	t := L.NewTable()
	for _, line := range p.DbgSourcePositions {
		if line > 0 {
			t.RawSetInt(line, lua.LTrue)
		}
	}
	return t
}

// infoName tells by which name the function was called.
func infoName(t *lua.LTable, f frame) {
	what := ""
	if f.dbg != nil && isName(f.dbg) {
		what = nameWhat(f.dbg)
	}
	t.RawSetString("namewhat", lua.LString(what))
	switch {
	case what != "":
		t.RawSetString("name", lua.LString(f.dbg.Name))
	case f.fn == nil:
		t.RawSetString("name", lua.LString(""))
	}
}

// nameWhat gives the kind of name by which dbg's function was called: that is
// how the caller's code put it into the register that it called.
func nameWhat(dbg *lua.Debug) string {
	parent := rawFrame(dbg).FieldByName("Parent")
	if parent.IsNil() {
		return ""
	}
	code, at := calling(parent.Elem())
	if at < 0 {
		return ""
	}
	call := instruction(code, at)
	if call.op() != lua.OP_CALL && call.op() != lua.OP_TAILCALL {
		return ""
	}
	for at--; at >= 0; at-- {
		i := instruction(code, at)
		if i.a() != call.a() {
			continue
		}
		switch i.op() {
		case lua.OP_GETGLOBAL:
			return "global"
		case lua.OP_SELF:
			return "method"
		case lua.OP_GETTABLE, lua.OP_GETTABLEKS:
			return "field"
		case lua.OP_GETUPVAL:
			return "upvalue"
		case lua.OP_MOVE, lua.OP_MOVEN:
			return "local"
		}
	}
	return ""
}
