package vm

import (
	"reflect"

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
		what, source, short, first, last = "Lua", chunkName(p), p.SourceName, p.LineDefined, p.LastLineDefined
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

// chunkName gives the name that a function's chunk was compiled under.
func chunkName(p *lua.FunctionProto) string {
	if s := sourceOf(p); s != nil {
		return s.name
	}
	return "@" + p.SourceName
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
	what, name := "", ""
	if f.dbg != nil {
		what, name = nameOf(f.dbg)
	}
	t.RawSetString("namewhat", lua.LString(what))
	if what != "" || f.fn == nil {
		t.RawSetString("name", lua.LString(name))
	}
}

// nameOf gives the kind of name by which dbg's function was called, and the
// name, or nothing: that is how the caller's code put it into the register that
// it called.
func nameOf(dbg *lua.Debug) (what, name string) {
	parent := rawFrame(dbg).FieldByName("Parent")
	if parent.IsNil() {
		return "", ""
	}
	code, at := calling(parent.Elem())
	if at < 0 {
		return "", ""
	}
	call := instruction(code, at)
	switch call.op() {
	case lua.OP_TFORLOOP:
		return "local", "(for generator)" // as Lua calls its own local
	case lua.OP_CALL, lua.OP_TAILCALL:
	default:
		return "", ""
	}
	if !isName(dbg) {
		return "", ""
	}
	if what = setBy(parent.Elem(), code, at, call.a()); what == "" {
		return "", ""
	}
	return what, dbg.Name
}

// setBy gives the kind of variable that the last instruction before at has put
// into a register.
func setBy(raw, all reflect.Value, at, register int) (what string) {
	inner := raw.FieldByName("Fn").Elem().FieldByName("Proto").Elem().FieldByName("FunctionPrototypes")
	for pc := 0; pc < at; pc++ {
		i := instruction(all, pc)
		if i.op() == lua.OP_CLOSURE { // what follows only says what it captures
			pc += int(inner.Index(i.bx()).Elem().FieldByName("NumUpvalues").Uint())
		}
		if i.a() != register {
			continue
		}
		switch i.op() {
		case lua.OP_GETGLOBAL:
			what = "global"
		case lua.OP_SELF:
			what = "method"
		case lua.OP_GETTABLE, lua.OP_GETTABLEKS:
			what = "field"
		case lua.OP_GETUPVAL:
			what = "upvalue"
		case lua.OP_MOVE, lua.OP_MOVEN:
			what = "local"
		}
	}
	return what
}
