package stream

import (
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
	ending  []byte // what every text that it matches ends with
	prog    *program
	max     int // characters it may see
	// asks are the assertions at its end that ask for the character that follows
	// the position, as in (?<=foo\b).
	asks syntax.EmptyOp
	back backCache
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
	b.ending = b.prog.endingOf(c.utf)
	b.prog.reach([]uint32{b.prog.start}, func(in inst) {
		if in.op == opAssert {
			b.asks |= syntax.EmptyOp(in.arg) & needsNext
		}
	})
	return b, nil
}

// endingOf is the text that a reversed program begins with.
func (p *program) endingOf(utf bool) []byte {
	var text []rune
	for pc := p.start; ; pc = p.insts[pc].out {
		switch p.insts[pc].op {
		case opNop, opAssert:
			continue
		case opChar:
			if r, ok := p.single(pc); ok {
				text = append(text, r)
				continue
			}
		}
		slices.Reverse(text)
		return encode(text, utf)
	}
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
