package stream

// heldFrom is the index in buf of the first byte that a candidate under way, or
// the match found so far, still needs.
func (m *Matcher) heldFrom() int {
	switch {
	case len(m.s.threads) > 0:
		// Candidates are ordered by where they begin.
		return int(m.regs[int(m.s.threads[0].row)*m.p.stride()] - m.base)
	case m.s.matched:
		return int(m.regs[0] - m.base)
	}
	return m.at
}

// horizon is how far to read before the held bytes are to be measured again.
func (m *Matcher) horizon() int {
	from := m.heldFrom()
	if m.maxHold <= 0 || m.ready-from <= m.maxHold {
		return m.ready
	}
	return from + m.maxHold + 1
}

// overdue tells whether a candidate has not been decided within maxHold bytes.
func (m *Matcher) overdue() bool {
	return m.maxHold > 0 && m.at-m.heldFrom() > m.maxHold
}

// giveUp ends the candidates under way. If there is a match so far it is
// reported and reading goes on behind it, provided that no more has to be read
// again than was reported: so every byte is read twice at most. Else reading
// goes on at the present place.
func (m *Matcher) giveUp() {
	from, at := m.base+int64(m.heldFrom()), m.base+int64(m.at)
	if !m.s.matched {
		m.lost += at - from
		m.restart(m.at, false)
		return
	}
	m.deliver()
	start, end := m.regs[0], m.regs[1]
	m.lost += start - from
	if at-end > end-start {
		m.lost += at - end
		end = at
	}
	m.restart(int(end-m.base), false)
}

// maxReadings is how often a stream is read on average before text is left out.
const maxReadings = 64

// readTooOften tells whether the stream up to offset at has been read so often
// that what lies behind the match must not be read once more. It keeps the work
// linear, with a constant that text which is not made for it never reaches.
func (m *Matcher) readTooOften(at int64) bool {
	return m.maxHold > 0 && m.work > maxReadings*(at+int64(m.maxHold))
}
