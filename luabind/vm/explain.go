package vm

import (
	"bytes"
	"reflect"
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
	"github.com/yuin/gopher-lua/parse"

	"github.com/tlua/tlua/luabind/vm/repair"
)

// source is the text of a chunk. Its functions keep it for their errors: the
// interpreter's own name no variable.
type source struct {
	chunk string
	text  []byte
	tree  func() []ast.Stmt // parsed at the first error
}

func newSource(chunk string, text []byte) *source {
	s := &source{chunk: chunk, text: text}
	s.tree = sync.OnceValue(func() []ast.Stmt {
		tree, err := parse.Parse(bytes.NewReader(s.text), s.chunk)
		if err != nil {
			return nil
		}
		return tree
	})
	return s
}

// keep puts the source where a running function leads to it: behind the
// constants that p and the functions in it use.
func (s *source) keep(p *lua.FunctionProto) {
	p.Constants = append(p.Constants, &lua.LUserData{Value: s})
	for _, inner := range p.FunctionPrototypes {
		s.keep(inner)
	}
}

// sourceOf gives the source of a function, nil if it has none.
func sourceOf(p *lua.FunctionProto) *source {
	if n := len(p.Constants); n > 0 {
		if ud, ok := p.Constants[n-1].(*lua.LUserData); ok {
			s, _ := ud.Value.(*source)
			return s
		}
	}
	return nil
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
	op, kind := operand(L, dbg, fn.Proto)
	if repair.Explain(nil, dbg.CurrentLine, message, kind) == message {
		return value
	}
	var tree []ast.Stmt
	// What the generic for calls is no call that is written there.
	if s := sourceOf(fn.Proto); s != nil && op != lua.OP_TFORLOOP {
		tree = s.tree()
	}
	return lua.LString(where + repair.Explain(tree, dbg.CurrentLine, message, kind))
}

// operand gives the instruction that failed, and the type of what it calls,
// measures or negates.
func operand(L *lua.LState, dbg *lua.Debug, p *lua.FunctionProto) (op int, kind string) {
	pc := int(reflect.ValueOf(dbg).Elem().FieldByName("frame").Elem().FieldByName("Pc").Int()) - 1
	if pc < 0 || pc >= len(p.Code) {
		return 0, lua.LTNil.String()
	}
	// The fields of an instruction, which the interpreter does not export.
	code := p.Code[pc]
	op = int(code >> 26)
	register := int(code>>18) & 0xff // A
	if op == lua.OP_UNM || op == lua.OP_LEN {
		register = int(code & 0x1ff) // B
	}
	_, v := L.GetLocal(dbg, register+1)
	return op, v.Type().String()
}
