package stream

import "slices"

// undecided is what foregone gives if the next character matters.
var undecided = new(state)

// settle decides what can be decided without a further character: all at the
// end of the stream, else a match that is the same whatever follows.
func (m *Matcher) settle() bool {
	if len(m.s.threads) == 0 && !(m.s.seeding && m.p.skipper.nullable) {
		return false
	}
	n := m.s.foregone.Load()
	if m.eof {
		n = m.last()
	} else if n == nil {
		n = m.foregone()
	}
	if n.flags&isFinal == 0 {
		return false
	}
	m.move(n, m.at)
	return true
}

// last is the state that the end of the stream leads to.
func (m *Matcher) last() *state {
	c := m.p.prog.eof
	if n := m.s.transition(c).Load(); n != nil {
		return n
	}
	if n := m.follow(m.s, m.at, c); n != nil {
		return n
	}
	n := new(state)
	m.stepper.copyTo(n)
	return n
}

// foregone is the final state that every next character leads to, and the end of
// the stream as well, or undecided. Threads that cannot lead to a match were
// dropped: while there is one that goes on, some text makes it match.
func (m *Matcher) foregone() *state {
	st := m.borrowStepper()
	var n *state
	var holds behindSet
	asked := false
	for c := firstClass; c < m.p.prog.width; c++ {
		if n == nil || m.p.asksNext {
			holds = m.lookBehind(m.at, m.p.prog.sample(c))
		}
		st.step(m.s, c, holds)
		asked = asked || st.asked
		if !st.isFinal() || n != nil && !slices.EqualFunc(n.moves, st.moves, move.equal) {
			n = undecided
			break
		}
		if n == nil {
			n = new(state)
			st.copyTo(n)
		}
	}
	if !asked && m.s != m.own {
		m.s.foregone.Store(n)
	}
	return n
}

func (v move) equal(w move) bool {
	return v.to == w.to && v.from == w.from && slices.Equal(v.tags, w.tags)
}
