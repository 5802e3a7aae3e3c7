package pattern

import (
	"context"
	"errors"
	"strings"
)

// maxCaptures is Lua's bound on the captures of a pattern.
const maxCaptures = 32

// What a capture holds in place of a length.
const (
	unfinished = -1
	position   = -2
)

var (
	errIndex    = errors.New("invalid capture index")
	errOpen     = errors.New("unfinished capture")
	errClose    = errors.New("invalid pattern capture")
	errCaptures = errors.New("too many captures")
	errComplex  = errors.New("pattern too complex")
)

// Matcher searches one subject for one pattern. It can be used again after
// Reset; the zero Matcher is ready for that.
type Matcher struct {
	src      string
	items    []item
	anchored bool
	ctx      context.Context
	steps    int // left until the context is looked at
	err      error

	level    int // captures begun
	captures [maxCaptures]span
}

// span is where a capture begins, and its length.
type span struct{ start, length int }

// Capture is a part of the subject, or a position in it.
type Capture struct {
	Text       string
	Position   int // from 1
	IsPosition bool
}

// Reset makes m search src for p, until ctx ends. A nil ctx never ends.
func (m *Matcher) Reset(ctx context.Context, p *Pattern, src string) {
	m.ctx, m.items, m.anchored, m.src = ctx, p.items, p.anchored, src
	m.level, m.err = 0, nil
}

// Find gives the bounds of the first match that begins at at or later, and a
// negative start if there is none. The error is what is wrong with the pattern,
// or the context's.
func (m *Matcher) Find(at int) (start, end int, err error) {
	for {
		if !m.anchored {
			if at = m.skip(at); at < 0 {
				return -1, -1, nil
			}
		}
		m.level = 0
		switch end := m.match(at, 0, 0); {
		case end == aborted:
			return -1, -1, m.err
		case end != failed:
			return at, end, nil
		}
		if at++; m.anchored || at > len(m.src) {
			return -1, -1, nil
		}
	}
}

// skip gives the next place where the first item can match, so that most places
// cost no call, and -1 if there is none.
func (m *Matcher) skip(at int) int {
	it := &m.items[0]
	if it.kind > kindSet || it.repeat != 0 && it.repeat != '+' || it.kind == kindAny {
		return at
	}
	if it.kind == kindChar {
		i := strings.IndexByte(m.src[at:], it.first)
		if i < 0 {
			return -1
		}
		return at + i
	}
	for ; at < len(m.src); at++ {
		if it.set[m.src[at]] {
			return at
		}
	}
	return -1
}

// Captures gives the number of captures of the last match.
func (m *Matcher) Captures() int { return m.level }

// Capture gives capture i, from 0, of the match from start to end. A match
// without captures has itself as its first one.
func (m *Matcher) Capture(i, start, end int) (Capture, error) {
	if i >= m.level {
		if i == 0 {
			return Capture{Text: m.src[start:end]}, nil
		}
		return Capture{}, errIndex
	}
	switch c := m.captures[i]; c.length {
	case unfinished:
		return Capture{}, errOpen
	case position:
		return Capture{Position: c.start + 1, IsPosition: true}, nil
	default:
		return Capture{Text: m.src[c.start : c.start+c.length]}, nil
	}
}
