package stream

import (
	"context"
	"unicode/utf8"
)

// lookAgain is how much is read between two looks at the context, in bytes.
const lookAgain = 64 << 10

// Search finds the matches in a text that is all there, one after the other:
// those that regexp.FindAllSubmatchIndex finds. It is not safe for concurrent
// use.
type Search struct {
	m      Matcher
	from   int   // where the next match may begin; negative: there is none
	empty  bool  // the last match was empty
	looked int64 // what m.work was when the context was looked at last
}

// NewSearch gives a search of text from offset from on. Assertions and
// look-behind see what precedes it. The text must not change.
func (p *Pattern) NewSearch(text []byte, from int) *Search {
	s, ok := p.searches.Get().(*Search)
	if !ok {
		s = &Search{m: Matcher{p: p}}
	}
	s.m.buf, s.m.lastEnd = text, -1
	s.m.work, s.looked = 0, 0
	s.from, s.empty = from, false
	s.arrive(from)
	return s
}

// Release gives the work space of a search that is not used any more to later
// ones of the pattern. It need not be called.
func (s *Search) Release() {
	s.m.buf = nil
	s.m.p.searches.Put(s)
}

// Next finds the next match, in a time that is linear in what lies between the
// last one and the place where it is certain. ok is false if there is none. err
// is the cause of ctx's end, which ends the search.
func (s *Search) Next(ctx context.Context) (m Match, ok bool, err error) {
	defer s.m.releaseStepper()
	for s.from >= 0 {
		s.m.restart(s.from, s.empty)
		found, err := s.read(ctx)
		if !found {
			s.from = -1
			return m, false, err
		}
		start, end := s.m.regs[0], s.m.regs[1]
		again := start == end && start == s.m.lastEnd
		s.from, s.empty, s.m.lastEnd = int(end), start == end, end
		if !again {
			return Match{&s.m}, true, nil
		}
	}
	return m, false, nil
}

// read reads on until a match is decided, or to the end of the text.
func (s *Search) read(ctx context.Context) (found bool, err error) {
	m := &s.m
	for {
		if m.work-s.looked > lookAgain {
			s.looked = m.work
			if ctx.Err() != nil {
				return false, context.Cause(ctx)
			}
		}
		switch {
		case m.scan() || m.settle():
			return true, nil
		case m.eof:
			return false, nil
		}
		s.arrive(m.ready)
	}
}

// arrive lets the matcher see the next part of the text, from offset at on.
func (s *Search) arrive(at int) {
	m := &s.m
	m.ready, m.eof = at+lookAgain, false
	if m.ready >= len(m.buf) {
		m.ready, m.eof = len(m.buf), true
		return
	}
	if m.p.utf {
		m.ready = runeBefore(m.buf, m.ready)
	}
}

// runeBefore is n, or where the rune begins that n is inside of.
func runeBefore(text []byte, n int) int {
	for at := n; at > n-utf8.UTFMax; at-- {
		if utf8.RuneStart(text[at]) {
			return at
		}
	}
	return n // no rune: every byte is a character
}
