package stream

import "unicode/utf8"

// pieceSize is how much of a chunk is taken in at once. It bounds the buffer,
// whatever the size of the chunks, and keeps the work in the cache.
const pieceSize = 16 << 10

// Matcher matches a Pattern against one stream. It is not safe for concurrent
// use.
type Matcher struct {
	p       *Pattern
	emit    func(Match)
	maxHold int

	buf   []byte // what of the stream may still be asked for
	base  int64  // offset of buf[0] in the stream
	ready int    // characters are complete in buf[:ready]
	at    int    // buf[:at] has been read
	eof   bool

	s       *state
	own     *state  // for states that are not in the cache
	regs    []int64 // rows of p.stride() registers; row 0 is the match's
	lastEnd int64   // end of the last match, or -1
	lost    int64
	work    int64 // bytes read, each time that they are
	stepper *stepper
}

// NewMatcher gives a matcher for one stream. emit is called from Write and
// Close for each match in order; it must not call the matcher.
//
// maxHold bounds what is held for an unfinished match, in bytes; 0 or less
// means no bound. A candidate that is not decided after maxHold bytes is given
// up: if it had matched shorter text, that is reported, and else its bytes are
// counted in Lost and no match begins in them. The same holds for text behind a
// match that has been read again and again for the matches before it, as
// a.*b|a does with a line of a's. Which candidates are given up for their length
// does not depend on the chunks. A bound below the length of the text that every
// match begins with is raised to it.
func (p *Pattern) NewMatcher(maxHold int, emit func(Match)) *Matcher {
	if maxHold > 0 {
		// Else a part of that text would be given up at the end of a chunk only:
		// where all of it is there, it is searched for as a whole.
		maxHold = max(maxHold, len(p.skipper.needle.text))
	}
	return &Matcher{
		p:       p,
		emit:    emit,
		maxHold: maxHold,
		s:       p.initialState(kindText, false),
		lastEnd: -1,
	}
}

// Write matches the next part of the stream and reports every match that no
// later byte can change. It takes all of chunk and never fails; after Close it
// does nothing.
func (m *Matcher) Write(chunk []byte) (int, error) {
	for rest := chunk; len(rest) > 0 && !m.eof; {
		n := min(len(rest), pieceSize)
		m.buf = append(m.buf, rest[:n]...)
		rest = rest[n:]
		m.ready = m.completeLen()
		m.run()
		m.trim()
	}
	m.releaseStepper()
	return len(chunk), nil
}

// Close ends the stream: what is left is decided. It always returns nil.
func (m *Matcher) Close() error {
	if m.eof {
		return nil
	}
	m.eof = true
	m.ready = len(m.buf)
	m.run()
	m.releaseStepper()
	m.buf, m.regs, m.own = nil, nil, nil
	return nil
}

// Lost is the number of bytes in which matches may have been missed because
// candidates were given up.
func (m *Matcher) Lost() int64 { return m.lost }

// completeLen is the length of buf without a rune that has only begun.
func (m *Matcher) completeLen() int {
	n := len(m.buf)
	if !m.p.utf {
		return n
	}
	for i := n - 1; i >= max(0, n-utf8.UTFMax+1); i-- {
		if utf8.RuneStart(m.buf[i]) {
			if !utf8.FullRune(m.buf[i:]) {
				return i
			}
			break
		}
	}
	return n
}

// run reports all matches that what has arrived decides.
func (m *Matcher) run() {
	for m.scan() || m.settle() {
		m.deliver()
		start, end := m.regs[0], m.regs[1]
		if at := m.base + int64(m.at); m.readTooOften(at) {
			m.lost += at - end
			m.restart(m.at, at == end && start == end)
			continue
		}
		m.restart(int(end-m.base), start == end)
	}
}

// scan reads on until a match is decided or nothing is left.
func (m *Matcher) scan() bool {
	for {
		from := m.at
		found := m.advance(m.horizon())
		m.work += int64(m.at - from)
		switch {
		case found:
			return true
		case m.overdue():
			m.giveUp()
		case m.at >= m.ready:
			return false
		}
	}
}

// advance follows the transitions up to buf[end] or until a match is decided.
//
// In many patterns every further character makes a longer match. A state that
// only records that is not entered until it matters: the next one of its kind
// makes it superfluous.
func (m *Matcher) advance(end int) bool {
	buf, classes, s, i := m.buf[:end], &m.p.prog.bytes, m.s, m.at
	var found *state // only records a match, not yet done
	var foundAt int
	if s.flags&isIdle != 0 {
		s, i = m.skip(s, i)
	}
	for i < len(buf) {
		width := 1
		n := s.next[classes[buf[i]]].Load()
		if n == nil {
			n, width = m.transition(s, i)
		}
		if n.flags != 0 {
			switch {
			case n.flags&onlyMatch != 0:
				found, foundAt = n, i
			case n.flags&hasMoves != 0:
				m.move(found, foundAt)
				m.move(n, i)
				found = nil
			}
			if n.flags&isFinal != 0 {
				m.move(found, foundAt)
				m.s, m.at = n, i
				return true
			}
			if n.flags&isIdle != 0 {
				n, width = m.skipAfter(n, i, width)
			}
		}
		s = n
		i += width
	}
	m.move(found, foundAt)
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
		if n := s.next[c].Load(); n != nil {
			return n, width
		}
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
		holds = m.lookBehind(i, c)
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
		m.own = &state{next: m.p.noTransitions}
	}
	threads := m.own.threads
	m.stepper.export(m.own)
	m.own.threads = append(threads[:0], m.stepper.threads...)
	m.own.flags &^= onlyMatch // its moves cannot wait: the next step replaces them
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

// lookBehind evaluates the look-behinds at i, where a character of class c is.
func (m *Matcher) lookBehind(i, c int) behindSet {
	next := rune(kindText)
	if c < m.p.prog.eof {
		next = rune(m.buf[i]) // assertions only tell ASCII characters apart
	}
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

// settle decides what can be decided without a further character: all at the
// end of the stream, else a match that is certain whatever follows.
func (m *Matcher) settle() bool {
	c := m.p.prog.pause
	if m.eof {
		c = m.p.prog.eof
	}
	if len(m.s.threads) == 0 && !(m.s.seeding && m.p.skipper.nullable) {
		return false
	}
	n := m.s.next[c].Load()
	if n == nil {
		if n = m.follow(m.s, m.at, c); n == nil {
			n = new(state) // not own: a pause does not change the state
			m.stepper.export(n)
		}
	}
	if n.flags&isFinal == 0 {
		return false
	}
	m.move(n, m.at)
	return true
}

// deliver reports the match in matchRow, unless it is an empty one where the
// last one ended.
func (m *Matcher) deliver() {
	start, end := m.regs[0], m.regs[1]
	if start != end || start != m.lastEnd {
		m.emit(Match{m})
	}
	m.lastEnd = end
}

// restart begins anew at buf[i]; if it is barred no match may begin there.
func (m *Matcher) restart(i int, barred bool) {
	m.s, m.at = m.p.initialState(m.kindBefore(i), barred), i
}
