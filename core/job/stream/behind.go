package stream

import (
	"bytes"
	"fmt"
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

const (
	maxBehind  = 255 // characters that a look-behind may see
	maxBehinds = 64  // look-behinds in a pattern: their results are bits of a behindSet
)

// behind is a look-behind. A literal is compared; anything else is matched
// backwards from the position, with a program for the reversed expression.
type behind struct {
	negate  bool
	literal []byte // nil if it is not one
	prog    *program
	max     int // characters it may see
	// asks are the assertions at its end that ask for the character that follows
	// the position, as in (?<=foo\b).
	asks syntax.EmptyOp
}

func (c *compiler) compileBehind(src behindSource) (*behind, *SyntaxError) {
	re, err := c.parse(src.body, src.flags, func(at int) int { return src.offset + at })
	if err != nil {
		return nil, err
	}
	length := maxLength(re)
	if length > maxBehind {
		return nil, c.refuse(tooLong(src, length))
	}
	b := &behind{negate: src.negate, max: length}
	if re.Op == syntax.OpLiteral && re.Flags&syntax.FoldCase == 0 && !slices.Contains(re.Rune, utf8.RuneError) {
		b.literal = encode(re.Rune, c.utf)
	}
	if b.prog, err = c.program(reversed(re), nil, 0); err != nil {
		return nil, err
	}
	b.prog.reach(func(in inst) {
		if in.op == opAssert {
			b.asks |= syntax.EmptyOp(in.arg) & needsNext
		}
	})
	return b, nil
}

func tooLong(src behindSource, length int) *refusal {
	r := &refusal{
		offset:  src.offset - len("(?<="),
		message: fmt.Sprintf("look-behind of up to %d characters is not supported", length),
		hint:    fmt.Sprintf("%d characters is the most", maxBehind),
	}
	if length == unbounded {
		r.message = "look-behind of unbounded length is not supported"
		r.hint = fmt.Sprintf("it may see %d characters: bound its repetitions, as in {0,%d} for *", maxBehind, maxBehind)
	}
	return r
}

// unbounded stands for every length from it on; it can be multiplied by the
// greatest number of repetitions.
const unbounded = 1 << 20

// maxLength is the number of characters of the longest match, or unbounded.
func maxLength(re *syntax.Regexp) int {
	n := 0
	switch re.Op {
	case syntax.OpLiteral:
		n = len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		n = 1
	case syntax.OpCapture, syntax.OpQuest:
		n = maxLength(re.Sub[0])
	case syntax.OpStar, syntax.OpPlus:
		if maxLength(re.Sub[0]) > 0 {
			n = unbounded
		}
	case syntax.OpRepeat:
		n = maxLength(re.Sub[0])
		if re.Max >= 0 {
			n *= re.Max
		} else if n > 0 {
			n = unbounded
		}
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			n = min(n+maxLength(sub), unbounded)
		}
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			n = max(n, maxLength(sub))
		}
	}
	return min(n, unbounded)
}

// reversed is the expression of the texts of re read backwards. Assertions
// stay: they are tested on the characters around a place, in either direction.
func reversed(re *syntax.Regexp) *syntax.Regexp {
	r := *re
	r.Rune = slices.Clone(re.Rune)
	if r.Op == syntax.OpLiteral {
		slices.Reverse(r.Rune)
	}
	r.Sub = make([]*syntax.Regexp, len(re.Sub))
	for i, sub := range re.Sub {
		r.Sub[i] = reversed(sub)
	}
	if r.Op == syntax.OpConcat {
		slices.Reverse(r.Sub)
	}
	return &r
}

// A behindSet has a bit for every look-behind of a pattern that holds at a
// position.
type behindSet uint64

func (s behindSet) has(i uint32) bool { return s>>i&1 != 0 }

// lookBehind evaluates all look-behinds at buf[at:]. next is the character
// there as assertions see it. atStart tells whether buf begins where the stream
// does.
func (st *stepper) lookBehind(buf []byte, at int, next rune, atStart bool) behindSet {
	var set behindSet
	for i, b := range st.p.behinds {
		var holds bool
		if b.literal != nil {
			holds = bytes.HasSuffix(buf[:at], b.literal)
		} else {
			holds = st.reverse.matches(b, buf[:at], st.p.utf, next, atStart)
		}
		if holds != b.negate {
			set |= 1 << i
		}
	}
	return set
}

// reverser runs the programs of look-behinds.
type reverser struct {
	prog     *program
	mark     []uint32 // generation in which an instruction was reached
	gen      uint32
	now      []uint32 // instructions to follow at this place
	live     []uint32 // those that accepted the character before it
	context  syntax.EmptyOp
	class    int // of the character before the place
	accepted bool
}

// matches tells whether b's expression matches some end of text.
func (r *reverser) matches(b *behind, text []byte, utf bool, next rune, atStart bool) bool {
	r.prog, r.accepted = b.prog, false
	if len(r.mark) < len(b.prog.insts) {
		r.mark = make([]uint32, len(b.prog.insts))
		r.gen = 0
	}
	after := next
	r.live = append(r.live[:0], b.prog.start)
	for len(r.live) > 0 {
		before, width := lastChar(text, utf)
		if width == 0 && !atStart {
			return false // not reached: the context that is kept is long enough
		}
		r.context = b.prog.between(before, after)
		r.class = 0
		if width > 0 {
			r.class = b.prog.class(before)
		}
		if r.step(); r.accepted {
			return true
		}
		text, after = text[:len(text)-width], before
	}
	return false
}

// step follows the live instructions over the character before the place.
func (r *reverser) step() {
	r.now, r.live = r.live, r.now[:0]
	r.gen++
	if r.gen == 0 { // the generations are used up
		clear(r.mark)
		r.gen = 1
	}
	for _, pc := range r.now {
		r.follow(pc)
	}
}

func (r *reverser) follow(pc uint32) {
	for r.mark[pc] != r.gen {
		r.mark[pc] = r.gen
		in := &r.prog.insts[pc]
		switch in.op {
		case opFail:
			return
		case opAlt:
			r.follow(in.out)
			pc = in.arg
			continue
		case opAssert:
			if syntax.EmptyOp(in.arg)&^r.context != 0 {
				return
			}
		case opChar:
			if r.prog.accept(in.arg, r.class) {
				r.live = append(r.live, in.out)
			}
			return
		case opMatch:
			r.accepted = true
			return
		}
		pc = in.out
	}
}

// lastChar is the last character of text, of width 0 if there is none.
func lastChar(text []byte, utf bool) (rune, int) {
	switch {
	case len(text) == 0:
		return rune(kindText), 0
	case utf:
		return utf8.DecodeLastRune(text)
	}
	return rune(text[len(text)-1]), 1
}
