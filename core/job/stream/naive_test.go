package stream

import (
	"fmt"
	"math/rand"
	"unicode/utf8"
)

// A subject is a text that is matched by trying.
type subject struct {
	text   []byte
	utf    bool
	groups []int64 // where the groups are, as in a span
}

// next is the character at a place and the place behind it.
func (s *subject) next(at int) (rune, int) {
	switch {
	case at == len(s.text):
		return -1, at
	case s.utf:
		r, width := utf8.DecodeRune(s.text[at:])
		return r, at + width
	}
	return rune(s.text[at]), at + 1
}

// isWord tells whether the byte at a place is a word character. Those of more
// bytes are none.
func (s *subject) isWord(at int) bool {
	return at >= 0 && at < len(s.text) && (isLetter(s.text[at]) || isDigit(s.text[at]) || s.text[at] == '_')
}

// A try calls yield with every end of a match from at, in order of preference,
// until that returns true.
type try func(s *subject, at int, yield func(int) bool) bool

func one(accept func(rune) bool) try {
	return func(s *subject, at int, yield func(int) bool) bool {
		r, end := s.next(at)
		return end > at && accept(r) && yield(end)
	}
}

func place(holds func(s *subject, at int) bool) try {
	return func(s *subject, at int, yield func(int) bool) bool {
		return holds(s, at) && yield(at)
	}
}

func sequence(a, b try) try {
	return func(s *subject, at int, yield func(int) bool) bool {
		return a(s, at, func(end int) bool { return b(s, end, yield) })
	}
}

func either(a, b try) try {
	return func(s *subject, at int, yield func(int) bool) bool {
		return a(s, at, yield) || b(s, at, yield)
	}
}

// upTo repeats a, which is not empty, at most n times, as often or as rarely as
// it can.
func upTo(n int, lazy bool, a try) try {
	return func(s *subject, at int, yield func(int) bool) bool {
		if lazy && yield(at) {
			return true
		}
		again := n > 0 && a(s, at, func(end int) bool { return upTo(n-1, lazy, a)(s, end, yield) })
		return again || !lazy && yield(at)
	}
}

func capture(group int, a try) try {
	return func(s *subject, at int, yield func(int) bool) bool {
		old := s.groups[2*group]
		s.groups[2*group] = int64(at)
		if a(s, at, func(end int) bool {
			start, old := s.groups[2*group], s.groups[2*group+1]
			s.groups[2*group+1] = int64(end)
			if yield(end) {
				return true
			}
			s.groups[2*group], s.groups[2*group+1] = start, old
			return false
		}) {
			return true
		}
		s.groups[2*group] = old
		return false
	}
}

func lookBehind(body try, negate bool) try {
	return place(func(s *subject, at int) bool {
		found := false
		for start := 0; start <= at && !found; _, start = s.next(start) {
			found = body(s, start, func(end int) bool { return end == at })
			if start == len(s.text) {
				break
			}
		}
		return found != negate
	})
}

// A naive is an expression and how to try it.
type naive struct {
	source string
	try    try
	empty  bool // it may match nothing
}

// all finds all matches by the rule of regexp.FindAll.
func (e naive) all(text []byte, utf bool, groups int) []span {
	var spans []span
	last := -1
	for s, at := (&subject{text: text, utf: utf}), 0; at <= len(text); {
		s.groups = make([]int64, 2*groups+2)
		for i := range s.groups {
			s.groups[i] = -1
		}
		_, following := s.next(at)
		if at == len(text) {
			following++
		}
		end := -1
		if e.try(s, at, func(to int) bool { end = to; return true }) && !(end == at && at == last) {
			s.groups[0], s.groups[1] = int64(at), int64(end)
			spans = append(spans, s.groups)
			if last = end; end > at {
				following = end
			}
		}
		at = following
	}
	return spans
}

func isNot(c rune) func(rune) bool { return func(r rune) bool { return r != c } }
func is(c rune) func(rune) bool    { return func(r rune) bool { return r == c } }

var naiveLeaves = []naive{
	{"a", one(is('a')), false},
	{"b", one(is('b')), false},
	{"(?i:A)", one(func(r rune) bool { return r == 'a' || r == 'A' }), false},
	{"[^a]", one(isNot('a')), false},
	{".", one(isNot('\n')), false},
	{"(?s:.)", one(func(rune) bool { return true }), false},
	{`\x{e9}`, one(is('é')), false},
	{`\w`, func(s *subject, at int, yield func(int) bool) bool { return s.isWord(at) && yield(at+1) }, false},
	{`\n`, one(is('\n')), false},
	{"^", place(func(s *subject, at int) bool { return at == 0 || s.text[at-1] == '\n' }), true},
	{"$", place(func(s *subject, at int) bool { return at == len(s.text) || s.text[at] == '\n' }), true},
	{`\b`, place(func(s *subject, at int) bool { return s.isWord(at-1) != s.isWord(at) }), true},
	{`\B`, place(func(s *subject, at int) bool { return s.isWord(at-1) == s.isWord(at) }), true},
	{`\A`, place(func(_ *subject, at int) bool { return at == 0 }), true},
	{`\z`, place(func(s *subject, at int) bool { return at == len(s.text) }), true},
}

func naiveText(r *rand.Rand, n int) []byte {
	var text []byte
	for range n {
		text = append(text, []string{"a", "a", "b", "b", "A", " ", "\n", "_", "\x00", "\xe9", "é", "\xc3"}[r.Intn(12)]...)
	}
	return text
}

// naiveMaker makes expressions that can be tried.
type naiveMaker struct {
	*rand.Rand
	groups int
	inside bool // a look-behind, which has neither groups nor look-behinds
}

func newNaiveMaker(r *rand.Rand) *naiveMaker { return &naiveMaker{Rand: r} }

func (m *naiveMaker) expression(depth int) naive {
	k := m.Intn(12)
	if depth <= 0 || k < 4 {
		return naiveLeaves[m.Intn(len(naiveLeaves))]
	}
	switch {
	case k == 4 && !m.inside:
		return m.behind(depth - 1)
	case k == 5 && !m.inside:
		m.groups++
		n := m.groups
		a := m.expression(depth - 1)
		return naive{"(" + a.source + ")", capture(n, a.try), a.empty}
	case k == 6:
		a := m.expression(depth - 1)
		if a.empty {
			return a
		}
		n, lazy := 1+m.Intn(3), m.Intn(2) == 0
		return naive{fmt.Sprintf("(?:%s){0,%d}%s", a.source, n, map[bool]string{true: "?"}[lazy]), upTo(n, lazy, a.try), true}
	}
	a, b := m.expression(depth-1), m.expression(depth-1)
	if k == 7 || k == 8 {
		return naive{"(?:" + a.source + "|" + b.source + ")", either(a.try, b.try), a.empty || b.empty}
	}
	return naive{a.source + b.source, sequence(a.try, b.try), a.empty && b.empty}
}

func (m *naiveMaker) behind(depth int) naive {
	m.inside = true
	a := m.expression(depth)
	m.inside = false
	if m.Intn(2) == 0 {
		return naive{"(?<=" + a.source + ")", lookBehind(a.try, false), true}
	}
	return naive{"(?<!" + a.source + ")", lookBehind(a.try, true), true}
}
