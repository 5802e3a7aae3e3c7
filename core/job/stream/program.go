package stream

import "regexp/syntax"

type opcode uint8

const (
	opFail   opcode = iota
	opAlt           // out is preferred to arg
	opNop           //
	opTag           // the position goes to register arg
	opAssert        // arg is a syntax.EmptyOp
	opBehind        // arg is the number of a look-behind
	opChar          // arg is the number of a set of characters
	opMatch         //
)

// inst is one instruction; out is what follows it.
type inst struct {
	op       opcode
	out, arg uint32
}

// program is the non-deterministic automaton of an expression. Characters are
// told apart only as far as the expression does: it works on their classes.
type program struct {
	*alphabet
	insts []inst
	start uint32
	// accepts holds, for every set and class, whether the set has the class's
	// characters: the bit of class c of set s is accepts[s*width+c].
	accepts []bool
	live    []liveSet // by instruction
	source  *syntax.Prog
}

// needsNext are the assertions that ask for the character that follows.
const needsNext = syntax.EmptyEndLine | syntax.EmptyEndText | syntax.EmptyWordBoundary | syntax.EmptyNoWordBoundary

// newProgram translates a compiled expression. Without groups (for
// look-behind) captures are ignored. The alphabet serves asserts, too.
func newProgram(src *syntax.Prog, groups *groupMap, asserts syntax.EmptyOp, utf, returns bool) *program {
	p := &program{insts: make([]inst, len(src.Inst)), start: uint32(src.Start), source: src}
	sets := &setTable{index: map[string]uint32{}, maxRune: maxRune(utf)}
	for i := range src.Inst {
		si := &src.Inst[i]
		in := inst{op: opNop, out: si.Out, arg: si.Arg}
		switch si.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			in.op = opAlt
		case syntax.InstCapture:
			if groups != nil {
				in.op, in.arg = groups.capture(si.Arg)
			}
		case syntax.InstEmptyWidth:
			in.op = opAssert
			asserts |= syntax.EmptyOp(si.Arg)
		case syntax.InstMatch:
			in.op = opMatch
		case syntax.InstFail:
			in.op = opFail
		case syntax.InstNop:
		default:
			in.op, in.arg = opChar, sets.add(si)
		}
		p.insts[i] = in
	}
	p.alphabet = newAlphabet(sets.sets, asserts, utf, returns)
	p.accepts = make([]bool, len(sets.sets)*p.width)
	for s, set := range sets.sets {
		for c := firstClass; c < p.eof; c++ {
			p.accepts[s*p.width+c] = set.has(p.samples[c])
		}
	}
	return p
}

// capture translates a capture instruction of the rewritten expression.
func (g *groupMap) capture(arg uint32) (opcode, uint32) {
	group, end := arg/2, arg%2
	switch b := g.behind[group]; {
	case b < 0:
		return opTag, 2*uint32(g.number[group]) + end
	case end == 0:
		return opBehind, uint32(b)
	}
	return opNop, 0
}

// accept tells whether the set of a character instruction has class c.
func (p *program) accept(set uint32, c int) bool { return p.accepts[int(set)*p.width+c] }

// reach calls visit for every instruction that can be reached from the start
// without a character if all assertions hold.
func (p *program) reach(visit func(in inst)) {
	seen := make([]bool, len(p.insts))
	todo := []uint32{p.start}
	for len(todo) > 0 {
		pc := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		in := p.insts[pc]
		visit(in)
		switch in.op {
		case opAlt:
			todo = append(todo, in.out, in.arg)
		case opNop, opTag, opAssert, opBehind:
			todo = append(todo, in.out)
		}
	}
}
