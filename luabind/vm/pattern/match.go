package pattern

import "strings"

// What match gives if there is no match, or if there will be no answer.
const (
	failed  = -1
	aborted = -2
)

// maxDepth bounds the recursion of match, which goes one deeper for each
// repeated item and each capture. C Lua 5.1 has no bound, and ends the process
// at a depth somewhat above this one.
const maxDepth = 100_000

// stepsBetween is how many steps pass between two looks at the context.
const stepsBetween = 4096

// charge counts n steps. It reports whether matching may go on.
func (m *Matcher) charge(n int) bool {
	m.steps -= n
	return m.steps >= 0 || m.look()
}

func (m *Matcher) look() bool {
	m.steps = stepsBetween
	if m.ctx == nil {
		return true
	}
	m.err = m.ctx.Err()
	return m.err == nil
}

func (m *Matcher) abort(err error) int {
	m.err = err
	return aborted
}

// match matches the items from pc on at s, and gives the end of the match.
func (m *Matcher) match(s, pc, depth int) int {
	if depth > maxDepth {
		return m.abort(errComplex)
	}
	for ; ; pc++ {
		if m.steps--; m.steps < 0 && !m.look() {
			return aborted
		}
		it := &m.items[pc]
		if it.kind > kindSet {
			if it.kind == kindDone {
				return s
			}
			end, last := m.special(it, s, pc, depth)
			if last || end < 0 {
				return end
			}
			s = end
			continue
		}
		fits := s < len(m.src) && it.has(m.src[s])
		switch it.repeat {
		case 0:
			if !fits {
				return failed
			}
			s++
		case '?':
			if fits {
				if end := m.match(s+1, pc+1, depth+1); end != failed {
					return end
				}
			}
		case '-':
			return m.least(s, pc, depth)
		default:
			if it.repeat == '+' {
				if !fits {
					return failed
				}
				return m.most(s, s+1, pc, depth)
			}
			return m.most(s, s, pc, depth)
		}
	}
}

// special matches an item that is no single one. It says whether the end that it
// gives is that of the whole match.
func (m *Matcher) special(it *item, s, pc, depth int) (end int, last bool) {
	switch it.kind {
	case kindOpen:
		return m.open(s, unfinished, pc, depth), true
	case kindPosition:
		return m.open(s, position, pc, depth), true
	case kindClose:
		return m.close(s, pc, depth), true
	case kindBalance:
		return m.balance(it, s), false
	case kindFrontier:
		return m.frontier(it, s), false
	case kindBack:
		return m.back(it, s), false
	case kindEnd:
		if s != len(m.src) {
			return failed, false
		}
		return s, false
	}
	return m.abort(it.err), true
}

// most matches the rest behind as many bytes of the item at pc as there are,
// then behind one less, and so on down to least.
func (m *Matcher) most(s, least, pc, depth int) int {
	it := &m.items[pc]
	end := m.run(it, s)
	if !m.charge(2 * (end - s)) {
		return aborted
	}
	next := &m.items[pc+1]
	if next.kind == kindDone {
		return end
	}
	// A look at the next byte saves most of the calls.
	single := next.kind <= kindSet && (next.repeat == 0 || next.repeat == '+')
	for ; end >= least; end-- {
		if single && (end == len(m.src) || !next.has(m.src[end])) {
			continue
		}
		if got := m.match(end, pc+1, depth+1); got != failed {
			return got
		}
	}
	return failed
}

// run gives the end of the bytes from s on that a single item matches.
func (m *Matcher) run(it *item, s int) int {
	src := m.src
	switch it.kind {
	case kindAny:
		return len(src)
	case kindSet:
		set := it.set
		for s < len(src) && set[src[s]] {
			s++
		}
	default:
		for s < len(src) && src[s] == it.first {
			s++
		}
	}
	return s
}

// least matches the rest behind as few bytes of the item at pc as do.
func (m *Matcher) least(s, pc, depth int) int {
	it := &m.items[pc]
	for {
		if end := m.match(s, pc+1, depth+1); end != failed {
			return end
		}
		if s >= len(m.src) || !it.has(m.src[s]) {
			return failed
		}
		s++
	}
}

// open begins a capture and matches the rest.
func (m *Matcher) open(s, length, pc, depth int) int {
	if m.level == maxCaptures {
		return m.abort(errCaptures)
	}
	m.captures[m.level] = span{s, length}
	m.level++
	end := m.match(s, pc+1, depth+1)
	if end == failed {
		m.level--
	}
	return end
}

// close ends the capture that was begun last and matches the rest.
func (m *Matcher) close(s, pc, depth int) int {
	i := m.level - 1
	for i >= 0 && m.captures[i].length != unfinished {
		i--
	}
	if i < 0 {
		return m.abort(errClose)
	}
	m.captures[i].length = s - m.captures[i].start
	end := m.match(s, pc+1, depth+1)
	if end == failed {
		m.captures[i].length = unfinished
	}
	return end
}

// balance gives the end of what %b matches.
func (m *Matcher) balance(it *item, s int) int {
	if s >= len(m.src) || m.src[s] != it.first {
		return failed
	}
	open := 1
	for i := s + 1; i < len(m.src); i++ {
		switch m.src[i] {
		case it.last:
			if open--; open == 0 {
				if !m.charge(i - s) {
					return aborted
				}
				return i + 1
			}
		case it.first:
			open++
		}
	}
	if !m.charge(len(m.src) - s) {
		return aborted
	}
	return failed
}

// frontier gives s if it is between a byte outside and a byte inside the set.
// Both ends of the subject count as NULs.
func (m *Matcher) frontier(it *item, s int) int {
	var before, after byte
	if s > 0 {
		before = m.src[s-1]
	}
	if s < len(m.src) {
		after = m.src[s]
	}
	if it.set[before] || !it.set[after] {
		return failed
	}
	return s
}

// back gives the end of a second copy of a capture. A position has none.
func (m *Matcher) back(it *item, s int) int {
	i := int(it.first) - '1'
	if i < 0 || i >= m.level || m.captures[i].length == unfinished {
		return m.abort(errIndex)
	}
	c := m.captures[i]
	if c.length == position || !strings.HasPrefix(m.src[s:], m.src[c.start:c.start+c.length]) {
		return failed
	}
	if !m.charge(c.length / 16) {
		return aborted
	}
	return s + c.length
}
