package vm

import (
	"regexp"
	"strings"

	"github.com/tlua/tlua/luabind/vm/repair"
	lua "github.com/yuin/gopher-lua"
)

// What gopher-lua says of operations on values that do not have them. None of it
// names the variable, and some do not even say what the value was.
const (
	badCall   = "attempt to call a non-function object"
	badLength = "__len undefined"
	badMinus  = "__unm undefined"
)

var (
	badIndex   = regexp.MustCompile(`^attempt to index a non-table object\((\w+)\) with key '(?s:.*)'$`)
	badOperand = regexp.MustCompile(`^cannot perform \w+ operation between (\w+) and (\w+)$`)
	badCompare = regexp.MustCompile(`^attempt to compare (\w+) with (\w+)$`)
)

// otherWords are messages of gopher-lua's for which Lua has others.
var otherWords = map[string]string{
	"for statement init must be a number":  "'for' initial value must be a number",
	"for statement limit must be a number": "'for' limit must be a number",
	"for statement step must be a number":  "'for' step must be a number",
	"too many recursions in gettable":      "loop in gettable",
	"too many recursions in settable":      "loop in settable",
}

// explained gives an error's value, with Lua's words in place of the
// interpreter's where it is one of those, and the variable at fault.
func explained(L *lua.LState, value lua.LValue) lua.LValue {
	text, ok := value.(lua.LString)
	if !ok {
		return value
	}
	dbg, ok := L.GetStack(0)
	if !ok {
		return value
	}
	fn := function(L, dbg, "Slf")
	if fn == nil || fn.IsG {
		return value // a script's own error, or a library's
	}
	where := Where(L, 0) + " "
	message, ok := strings.CutPrefix(string(text), where)
	if !ok {
		return value
	}
	e := &explainer{L: L, dbg: dbg, fault: fault{in: fn.Proto, pc: currentPC(dbg)}}
	return lua.LString(where + e.words(message))
}

// explainer words the error of an instruction.
type explainer struct {
	L   *lua.LState
	dbg *lua.Debug
	fault
}

func (e *explainer) words(message string) string {
	op, _ := codeAt(e.in, e.pc)
	switch message {
	case badCall:
		return e.blame("call", repair.Callee, e.kind(op.a()))
	case badLength:
		return e.blame("get length of", 1, e.kind(op.b()))
	case badMinus:
		return e.blame(arithmetic, 1, e.kind(op.b()))
	}
	if words, ok := otherWords[message]; ok {
		return words
	}
	if m := badIndex.FindStringSubmatch(message); m != nil {
		return e.index(op, m[1])
	}
	if m := badOperand.FindStringSubmatch(message); m != nil {
		if m[1] == "number" {
			return e.blame(arithmetic, 2, m[2])
		}
		return e.blame(arithmetic, 1, m[1])
	}
	if m := badCompare.FindStringSubmatch(message); m != nil && m[1] == m[2] {
		return "attempt to compare two " + m[1] + " values"
	}
	return message
}

const arithmetic = "perform arithmetic on"

// blame says what cannot be done with a value.
func (f fault) blame(what string, role repair.Role, kind string) string {
	f.role = role
	text := "attempt to " + what + " a " + kind + " value"
	if name := variable(f); name != "" {
		text += " (" + name + ")"
	}
	return text
}

// index is blame for what has no fields. That may be the __index of what is
// written there, which has no name.
func (e *explainer) index(op code, kind string) string {
	register := op.b()
	if op.op() == lua.OP_SETTABLE || op.op() == lua.OP_SETTABLEKS {
		register = op.a()
	}
	if e.kind(register) != kind {
		return "attempt to index a " + kind + " value"
	}
	return e.blame("index", repair.Object, kind)
}

// kind gives the type of what a register holds.
func (e *explainer) kind(register int) string {
	_, v := e.L.GetLocal(e.dbg, register+1)
	return v.Type().String()
}

// currentPC gives the index of the instruction that dbg's function is at.
func currentPC(dbg *lua.Debug) int {
	return int(rawFrame(dbg).FieldByName("Pc").Int()) - 1
}

// callerFault gives the place of the operator that called the running function
// of the package's own.
func callerFault(L *lua.LState) fault {
	dbg, ok := L.GetStack(1)
	if !ok {
		return fault{}
	}
	fn := function(L, dbg, "f")
	if fn == nil || fn.IsG {
		return fault{}
	}
	return fault{in: fn.Proto, pc: currentPC(dbg)}
}

// blamed raises what cannot be done with the operand that has the role.
func blamed(L *lua.LState, what string, role repair.Role, v lua.LValue) {
	L.Error(lua.LString(Where(L, 0)+" "+callerFault(L).blame(what, role, v.Type().String())), 0)
}
