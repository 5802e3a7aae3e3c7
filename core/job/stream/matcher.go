package stream

// Matcher matches a Pattern against one stream. It is not safe for concurrent
// use.
type Matcher struct {
	p       *Pattern
	emit    func(Match)
	maxHold int

	buf   []byte // what of the stream may still be asked for; see window.go
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
	if !m.eof {
		m.take(chunk)
		m.releaseStepper()
	}
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
