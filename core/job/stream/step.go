package stream

import "regexp/syntax"

// A thread is a place in the program that the text up to here leads to, with
// the row of registers that holds its captures. Its empty transitions have not
// been followed: they may depend on the next character.
type thread struct{ pc, row uint32 }

// A move sets a row: to what row from was, or to nothing, and then every
// register of tags to the position. The moves of a step are done in order.
type move struct {
	to, from uint32
	tags     []uint32
}

const (
	matchRow = 0          // holds the best match so far; threads have rows from 1
	noRow    = ^uint32(0) // a move from it empties the row
)

// stepper takes a state's threads over a character. It is work space that the
// matchers of a pattern pass to each other.
type stepper struct {
	p *Pattern

	// What the step is about.
	class   int
	context syntax.EmptyOp
	holds   behindSet

	// The result.
	threads []thread
	moves   []move
	kind    kind // of the character stepped over
	matched bool // a match has been found, now or before
	asked   bool // a look-behind had a say

	// Work space.
	mark      []uint32 // generation in which an instruction was reached
	kept      []uint32 // generation in which a thread was kept there
	gen       uint32
	origins   []origin
	rows      []bool // in use after the step
	free      int    // no row below is free
	matchedBy int    // origin of the match found in this step, or none
	reverse   reverser
	keyBuf    []byte
}

const none = -1

// An origin is where the registers of a thread come from: an old row, or none,
// and the tags set since.
type origin struct {
	row    uint32
	parent int32 // origin before the last tag, or none
	tag    uint32
	to     uint32 // row assigned to it, or noRow
	heir   bool   // to is the row it comes from, which still lacks the tags
}

func (p *Pattern) newStepper() *stepper {
	if st, ok := p.steppers.Get().(*stepper); ok {
		return st
	}
	n := len(p.prog.insts)
	return &stepper{p: p, mark: make([]uint32, n), kept: make([]uint32, n)}
}

// step takes the threads of s over a character of class c, or to the end of
// the text.
func (st *stepper) step(s *state, c int, holds behindSet) {
	st.begin(s, c, holds)
	done := false
	for _, t := range s.threads {
		if done = st.follow(t.pc, int(t.row)-1); done {
			break
		}
	}
	if !done && s.seeding && st.p.skipper.canBegin(c) {
		st.follow(st.p.prog.start, st.newOrigin(origin{row: noRow, parent: none, tag: 0}))
	}
	if st.matchedBy != none {
		st.matched = true
	}
	st.assignRows()
}

func (st *stepper) begin(s *state, c int, holds behindSet) {
	prog := st.p.prog
	st.class, st.holds = c, holds
	st.threads, st.moves, st.origins = st.threads[:0], st.moves[:0], st.origins[:0]
	st.matched, st.asked = s.matched, false
	st.matchedBy = none
	next := kindText
	if c < prog.eof {
		next = prog.kindOf(prog.samples[c])
	}
	st.kind = next
	st.context = prog.between(rune(s.kind), rune(next))
	if st.gen++; st.gen == 0 { // the generations are used up
		clear(st.mark)
		clear(st.kept)
		st.gen = 1
	}
	// The first origins are the old rows as they are: row r's is r-1.
	for r := range s.rows {
		st.newOrigin(origin{row: uint32(r) + 1, parent: none})
	}
}

func (st *stepper) newOrigin(o origin) int {
	o.to = noRow
	st.origins = append(st.origins, o)
	return len(st.origins) - 1
}

// follow takes the empty transitions from pc, in order of preference, and
// keeps the threads that accept the character. It returns true when a match
// rules out whatever is less preferred.
func (st *stepper) follow(pc uint32, from int) bool {
	for st.mark[pc] != st.gen {
		st.mark[pc] = st.gen
		in := &st.p.prog.insts[pc]
		switch in.op {
		case opFail:
			return false
		case opAlt:
			if st.follow(in.out, from) {
				return true
			}
			pc = in.arg
			continue
		case opTag:
			from = st.newOrigin(origin{row: st.origins[from].row, parent: int32(from), tag: in.arg})
		case opAssert:
			if syntax.EmptyOp(in.arg)&^st.context != 0 {
				return false
			}
		case opBehind:
			st.asked = true
			if !st.holds.has(in.arg) {
				return false
			}
		case opChar:
			if st.p.prog.accept(in.arg, st.class) {
				st.keep(in.out, from)
			}
			return false
		case opMatch:
			st.matchedBy = from
			return true
		}
		pc = in.out
	}
	return false
}

// keep adds a thread unless a preferred one is at the same place, or it cannot
// lead to a match. Its row is its origin until rows are assigned.
func (st *stepper) keep(pc uint32, from int) {
	if st.kept[pc] != st.gen && st.p.prog.live[pc].after(st.kind) {
		st.kept[pc] = st.gen
		st.threads = append(st.threads, thread{pc, uint32(from)})
	}
}

// assignRows gives the origins of the threads rows and lists the moves that
// fill them. A thread keeps the row it has if it can, so that most steps move
// nothing.
func (st *stepper) assignRows() {
	st.rows, st.free = append(st.rows[:0], true), 0 // matchRow is never free
	if st.matchedBy != none {
		// This comes first: any other move may overwrite the row it is from.
		st.addMove(st.matchedBy, matchRow)
		last := &st.moves[len(st.moves)-1]
		last.tags = append(last.tags, 1)
	}
	// Rows that go on unchanged stay.
	for _, t := range st.threads {
		if o := &st.origins[t.row]; o.parent == none && o.row != noRow {
			st.take(int(t.row), o.row)
		}
	}
	// Of the others one may take over the row it is from.
	for _, t := range st.threads {
		if o := &st.origins[t.row]; o.to == noRow && o.row != noRow && !st.inUse(o.row) {
			st.take(int(t.row), o.row)
			o.heir = true
		}
	}
	// The rest get copies, which have to be made before an heir changes its row.
	for _, t := range st.threads {
		if st.origins[t.row].to == noRow {
			st.take(int(t.row), st.freeRow())
			st.addMove(int(t.row), st.origins[t.row].to)
		}
	}
	for i, t := range st.threads {
		o := &st.origins[t.row]
		if o.heir {
			o.heir = false // one move does for all threads of this origin
			st.addMove(int(t.row), o.to)
		}
		st.threads[i].row = o.to
	}
}

func (st *stepper) take(from int, row uint32) {
	for int(row) >= len(st.rows) {
		st.rows = append(st.rows, false)
	}
	st.rows[row] = true
	st.origins[from].to = row
}

func (st *stepper) inUse(row uint32) bool { return int(row) < len(st.rows) && st.rows[row] }

func (st *stepper) freeRow() uint32 {
	for st.free < len(st.rows) && st.rows[st.free] {
		st.free++
	}
	return uint32(st.free)
}

// addMove lists what makes row to out of an origin.
func (st *stepper) addMove(from int, to uint32) {
	n := len(st.moves)
	if n < cap(st.moves) {
		st.moves = st.moves[:n+1] // its tags are used again
	} else {
		st.moves = append(st.moves, move{})
	}
	m := &st.moves[n]
	m.to, m.from, m.tags = to, st.origins[from].row, m.tags[:0]
	for ; from != none; from = int(st.origins[from].parent) {
		if o := &st.origins[from]; o.parent != none || o.row == noRow {
			m.tags = append(m.tags, o.tag)
		}
	}
}
