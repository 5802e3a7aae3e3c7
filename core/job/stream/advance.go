package stream

import "unicode/utf8"

// advance follows the transitions up to buf[end] or until a match is decided.
//
// The moves of the last state that has some are put off, for often they turn out
// to be superfluous: the next character makes a longer match, or ends the
// candidate that it began.
func (m *Matcher) advance(end int) bool {
	buf, fast := m.buf[:end], &m.p.prog.fast
	s, i := m.s, m.at
	var due *state // its moves are not done yet
	var dueAt int
	if s.flags&isIdle != 0 {
		s, i = m.skip(s, i)
	}
	for i < len(buf) {
		n := s.next[fast[buf[i]]%fastClasses].Load()
		if n == s && s.flags&^onlyMatch == 0 {
			// While the state stays the same, it is known where to look for the
			// next one before this one is: that is twice as fast.
			for i++; i < len(buf) && s.next[fast[buf[i]]%fastClasses].Load() == s; i++ {
			}
			if s.flags != 0 {
				due, dueAt = s, i-1
			}
			continue
		}
		width := 1
		if n == nil {
			n, width = m.transition(s, i)
		}
		if n.flags != 0 {
			switch {
			case n.flags&onlyMatch != 0:
				if due != nil && due.flags&onlyMatch == 0 {
					m.move(due, dueAt)
				}
				due, dueAt = n, i
			case n.flags&hasMoves != 0:
				m.move(due, dueAt)
				due, dueAt = n, i
				if n == m.own { // whose moves the next step replaces
					m.move(n, i)
					due = nil
				}
			}
			if n.flags&isFinal != 0 {
				m.move(due, dueAt)
				m.s, m.at = n, i
				return true
			}
			if n.flags&isIdle != 0 {
				due = nil
				n, width = m.skipAfter(n, i, width)
			}
		}
		s = n
		i += width
	}
	m.move(due, dueAt)
	m.s, m.at = s, i
	return false
}

// skipAfter skips from idle state s, reached over width bytes at i, and gives
// the state there and the bytes taken altogether.
func (m *Matcher) skipAfter(s *state, i, width int) (*state, int) {
	s, j := m.skip(s, i+width)
	return s, j - i
}

// skip leaves out what no match can begin in.
func (m *Matcher) skip(s *state, i int) (*state, int) {
	j := m.p.skipper.skip(m.buf[:m.ready], i, m.base == 0)
	if j > i {
		s = m.p.initialState(m.kindBefore(j), false)
	}
	return s, j
}

// transition finds where the character at i leads from s, when it is not known
// or not by the byte alone, and the character's width.
func (m *Matcher) transition(s *state, i int) (*state, int) {
	c, width := int(m.p.prog.bytes[m.buf[i]]), 1
	if c == 0 {
		var r rune
		r, width = utf8.DecodeRune(m.buf[i:m.ready])
		c = m.p.prog.class(r)
	}
	if n := s.transition(c).Load(); n != nil {
		return n, width
	}
	if n := m.follow(s, i, c); n != nil {
		return n, width
	}
	return m.keepOwn(), width
}

// follow finds where class c at i leads from s. If that is not a state of the
// cache it gives nil and leaves the result in the stepper.
func (m *Matcher) follow(s *state, i, c int) *state {
	var holds behindSet
	if len(m.p.behinds) > 0 {
		next := rune(kindText)
		if c < m.p.prog.eof {
			next = rune(m.buf[i]) // assertions only tell ASCII characters apart
		}
		holds = m.lookBehind(i, next)
		if n := m.p.behindTransition(s, c, holds); n != nil {
			return n
		}
	}
	st := m.borrowStepper()
	st.step(s, c, holds)
	switch {
	case s != m.own:
		return m.p.learn(st, s, c, holds)
	case st.isInitial():
		return m.p.initialState(st.kind, false)
	}
	return nil
}

// keepOwn puts the stepper's result into a state that only this matcher has.
func (m *Matcher) keepOwn() *state {
	if m.own == nil {
		m.own = &state{more: m.p.noTransitions}
	}
	threads := m.own.threads
	m.stepper.export(m.own)
	m.own.threads = append(threads[:0], m.stepper.threads...)
	if m.own.flags&onlyMatch != 0 {
		m.own.flags ^= onlyMatch | hasMoves
	}
	return m.own
}

func (m *Matcher) borrowStepper() *stepper {
	if m.stepper == nil {
		m.stepper = m.p.newStepper()
	}
	return m.stepper
}

func (m *Matcher) releaseStepper() {
	if m.stepper != nil {
		m.p.steppers.Put(m.stepper)
		m.stepper = nil
	}
}

// lookBehind evaluates the look-behinds at i, where the character next is.
func (m *Matcher) lookBehind(i int, next rune) behindSet {
	return m.borrowStepper().lookBehind(m.buf, i, next, m.base == 0)
}

// kindBefore is the kind of the character before buf[i]. Those that assertions
// tell apart are ASCII, so its last byte is enough.
func (m *Matcher) kindBefore(i int) kind {
	if i == 0 && m.base == 0 {
		return kindText
	}
	if b := m.buf[i-1]; b < utf8.RuneSelf {
		return m.p.prog.kindOf(rune(b))
	}
	return kindOther
}

// move does the moves of s, if any, which is entered over the character at i.
func (m *Matcher) move(s *state, i int) {
	if s == nil {
		return
	}
	stride := m.p.stride()
	if need := (s.rows + 1) * stride; len(m.regs) < need {
		m.regs = append(m.regs, make([]int64, need-len(m.regs))...)
	}
	pos := m.base + int64(i)
	for k := range s.moves {
		v := &s.moves[k]
		row := m.regs[int(v.to)*stride:][:stride]
		switch v.from {
		case v.to:
		case noRow:
			for r := range row {
				row[r] = -1
			}
		default:
			for r, x := range m.regs[int(v.from)*stride:][:stride] {
				row[r] = x // rows are short: a call of memmove costs more
			}
		}
		for _, tag := range v.tags {
			row[tag] = pos
		}
	}
}
