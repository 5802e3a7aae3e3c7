package stream

import (
	"regexp/syntax"
	"unicode/utf8"
)

// skipper finds where the next match can begin.
type skipper struct {
	nullable bool   // an empty match is possible, so one can begin anywhere
	classes  []bool // that a match can begin with
	first    [256]bool
	dense    bool // many common bytes can begin a match: looking for them is no gain

	// needle is a text that stands delta bytes before the beginning of every
	// match, except perhaps one at the beginning of the stream.
	needle needle
	delta  int
}

func newSkipper(p *Pattern) skipper {
	s := skipper{classes: make([]bool, p.prog.width)}
	p.prog.reach(func(in inst) {
		switch in.op {
		case opMatch:
			s.nullable = true
		case opChar:
			for c := firstClass; c < p.prog.eof; c++ {
				s.classes[c] = s.classes[c] || p.prog.accept(in.arg, c)
			}
		}
	})
	common := 0
	for b := range s.first {
		c := p.prog.bytes[b]
		s.first[b] = c == 0 || s.classes[c]
		if s.first[b] && commonness(byte(b)) >= 3 {
			common++
		}
	}
	s.dense = common > 8
	if !s.nullable {
		s.findNeedle(p)
	}
	return s
}

// findNeedle collects the characters and the conditions on what precedes them
// that the program begins with.
func (s *skipper) findNeedle(p *Pattern) {
	var text []byte
	for pc := p.prog.start; ; pc = p.prog.insts[pc].out {
		in := p.prog.insts[pc]
		switch in.op {
		case opNop, opTag:
			continue
		case opBehind:
			if b := p.behinds[in.arg]; len(text) == 0 && !b.negate && b.literal != nil {
				text = append(text, b.literal...)
				s.delta = len(text)
				continue
			}
		case opAssert:
			if len(text) == 0 && syntax.EmptyOp(in.arg) == syntax.EmptyBeginLine {
				text = append(text, '\n')
				s.delta = 1
				continue
			}
		case opChar:
			si := &p.prog.source.Inst[pc]
			if si.Op == syntax.InstRune1 && si.Rune[0] <= maxRune(p.utf) && si.Rune[0] != utf8.RuneError {
				text = append(text, encode(si.Rune, p.utf)...)
				continue
			}
		}
		s.needle = newNeedle(text)
		return
	}
}

// canBegin tells whether a match can begin with a character of class c.
func (s *skipper) canBegin(c int) bool { return s.nullable || s.classes[c] }

// useful tells whether skip ever skips.
func (s *skipper) useful() bool { return !s.nullable && (len(s.needle.text) > 0 || !s.dense) }

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
	case s.dense:
		return at
	}
	for at < len(buf) && !s.first[buf[at]] {
		at++
	}
	return at
}
