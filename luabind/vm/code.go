package vm

import lua "github.com/yuin/gopher-lua"

// code is an instruction of gopher-lua's, which does not export its fields.
type code uint32

func (c code) op() int { return int(c >> 26) }
func (c code) a() int  { return int(c>>18) & 0xff }
func (c code) b() int  { return int(c) & 0x1ff }
func (c code) bx() int { return int(c) & 0x3ffff }

// with gives an instruction with another operation and operand Bx.
func (c code) with(op, bx int) code { return code(op)<<26 | c&(0xff<<18) | code(bx) }

// codeAt gives the instruction at pc.
func codeAt(p *lua.FunctionProto, pc int) (code, bool) {
	if pc < 0 || pc >= len(p.Code) {
		return 0, false
	}
	return code(p.Code[pc]), true
}
