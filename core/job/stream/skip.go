package stream

import (
	"regexp/syntax"
	"unicode/utf8"
)

// skipper finds where the next match can begin.
type skipper struct {
	nullable bool   // an empty match is possible, so one can begin anywhere
	classes  []bool // that a match can begin with

	// needle is a text that stands delta bytes before the beginning of every
	// match, except perhaps one at the beginning of the stream.
	needle needle
	delta  int
	// opening is looked for if there is no needle.
	opening opening
}

func newSkipper(p *Pattern) skipper {
	s := skipper{classes: make([]bool, p.prog.width)}
	p.prog.reach([]uint32{p.prog.start}, func(in inst) {
		switch in.op {
		case opMatch:
			s.nullable = true
		case opChar:
			for c := firstClass; c < p.prog.eof; c++ {
				s.classes[c] = s.classes[c] || p.prog.accept(in.arg, c)
			}
		}
	})
	if !s.nullable {
		s.findNeedle(p)
		s.opening = newOpening(p.prog.openingSets())
		if s.needle.isCommon() && s.opening.worthwhile() {
			s.needle, s.delta = needle{}, 0
		}
	}
	return s
}

// findNeedle collects the characters that the program begins with, and what a
// look-behind or ^ says of those that precede them. Other conditions are not
// needed to find a place where a match can begin.
func (s *skipper) findNeedle(p *Pattern) {
	var text []byte
	for pc := p.prog.start; ; pc = p.prog.insts[pc].out {
		in := p.prog.insts[pc]
		switch in.op {
		case opNop, opTag:
			continue
		case opBehind:
			if b := p.behinds[in.arg]; len(text) == 0 && !b.negate {
				text = append(text, b.ending...)
				s.delta = len(text)
			}
			continue
		case opAssert:
			if len(text) == 0 && syntax.EmptyOp(in.arg) == syntax.EmptyBeginLine {
				text = append(text, '\n')
				s.delta = 1
			}
			continue
		case opChar:
			if c, ok := p.prog.single(pc); ok {
				text = append(text, encode([]rune{c}, p.utf)...)
				continue
			}
		}
		s.needle = newNeedle(text)
		return
	}
}

// single gives the character that the instruction at pc accepts, if it is the
// only one.
func (p *program) single(pc uint32) (rune, bool) {
	si := &p.source.Inst[pc]
	if si.Op != syntax.InstRune1 || si.Rune[0] > p.last || si.Rune[0] == utf8.RuneError {
		return 0, false
	}
	return si.Rune[0], true
}

// canBegin tells whether a match can begin with a character of class c.
func (s *skipper) canBegin(c int) bool { return s.nullable || s.classes[c] }

// useful tells whether skip is worth calling.
func (s *skipper) useful() bool {
	return !s.nullable && (len(s.needle.text) > 0 || s.opening.worthwhile())
}

// skip is the first place from at on where a match can begin, or as much of
// buf as can be ruled out. atStart tells whether buf begins where the stream
// does.
func (s *skipper) skip(buf []byte, at int, atStart bool) int {
	switch {
	case s.nullable || s.delta > 0 && at == 0 && atStart:
		return at
	case len(s.needle.text) > 0:
		from := max(at-s.delta, 0)
		if k := s.needle.index(buf[from:]); k >= 0 {
			return max(from+k+s.delta, at)
		}
		// The needle may have begun.
		return max(at, min(len(buf), len(buf)-len(s.needle.text)+1+s.delta))
	case s.opening.worthwhile():
		return s.opening.index(buf, at)
	}
	return at
}
