package stream

import (
	"encoding/binary"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A state is what a matcher knows between two characters, but for the values
// of the registers. Entering it takes the moves. A state does not change once
// it is made, except for its transitions, which are found as they are needed.
type state struct {
	flags   stateFlags
	kind    kind // of the character before
	matched bool // a match is in matchRow; only preferred threads go on
	seeding bool // a match may begin here
	rows    int  // rows that threads have, from 1
	threads []thread
	moves   []move

	// next and more hold the transitions by class, nil where they are not known
	// or depend on look-behind; nextBehind has those, by set and class. Most
	// patterns have few classes: that these are in the state itself saves the
	// matcher a load for each character, on which the next one has to wait.
	next       [fastClasses]atomic.Pointer[state]
	more       []atomic.Pointer[state] // of the classes from fastClasses on
	nextBehind atomic.Pointer[[]atomic.Pointer[state]]

	// foregone is the final state that any next character leads to; see settle.go.
	foregone atomic.Pointer[state]
}

// transition is where the transition for class c is kept.
func (s *state) transition(c int) *atomic.Pointer[state] {
	if c < fastClasses {
		return &s.next[c]
	}
	return &s.more[c-fastClasses]
}

// newState makes a state without transitions. Its threads and moves are to come.
func (p *Pattern) newState() *state {
	return &state{more: make([]atomic.Pointer[state], p.moreClasses())}
}

// moreClasses is the number of classes that do not fit into a state itself.
func (p *Pattern) moreClasses() int { return max(p.prog.width-fastClasses, 0) }

type stateFlags uint8

const (
	hasMoves  stateFlags = 1 << iota // its moves are to be done
	onlyMatch                        // that, too, but there is one and it records a match
	isFinal                          // the match is decided
	isIdle                           // nothing is under way, and it is worth skipping
)

// cachedBehinds is the number of look-behinds of a pattern up to which
// transitions that depend on them are kept: there is a table for every set.
const cachedBehinds = 3

// maxCacheBytes bounds the states of a pattern. What a pattern usually needs
// is a hundredth of it.
const maxCacheBytes = 2 << 20

// stateCache holds the states of a pattern that have been reached.
type stateCache struct {
	initial [10]atomic.Pointer[state]

	mu    sync.Mutex
	known map[string]*state
	bytes int // about how much they take
}

// initialState is the state with nothing under way after a character of kind
// k. In a barred one no match may begin before the next character.
func (p *Pattern) initialState(k kind, barred bool) *state {
	slot := 0
	switch k {
	case kindText:
		slot = 1
	case kindLine:
		slot = 2
	case kindWord:
		slot = 3
	case kindReturn:
		slot = 4
	}
	if barred {
		slot += 5
	}
	if s := p.states.initial[slot].Load(); s != nil {
		return s
	}
	s := p.newState()
	s.kind, s.seeding = k, !barred
	if !barred && p.skipper.useful() {
		s.flags = isIdle
	}
	if !p.states.initial[slot].CompareAndSwap(nil, s) {
		s = p.states.initial[slot].Load()
	}
	return s
}

// behindTransition is the known transition of s that depends on look-behind.
func (p *Pattern) behindTransition(s *state, c int, holds behindSet) *state {
	table := s.nextBehind.Load()
	if table == nil {
		return nil
	}
	return (*table)[int(holds)*p.prog.width+c].Load()
}

// learn adds the result of a step from s to the cache as the transition for c
// and holds. It gives nil if the result is not there and cannot be added.
func (p *Pattern) learn(st *stepper, s *state, c int, holds behindSet) *state {
	if st.asked && len(p.behinds) > cachedBehinds {
		return nil
	}
	n := p.intern(st)
	if n == nil {
		return nil
	}
	if !st.asked {
		s.transition(c).Store(n)
		return n
	}
	p.states.mu.Lock()
	defer p.states.mu.Unlock()
	table := s.nextBehind.Load()
	if table == nil {
		size := p.prog.width << len(p.behinds)
		if p.states.bytes > maxCacheBytes {
			return nil
		}
		p.states.bytes += 8 * size
		t := make([]atomic.Pointer[state], size)
		table = &t
		s.nextBehind.Store(table)
	}
	(*table)[int(holds)*p.prog.width+c].Store(n)
	return n
}

// intern gives the one state that stands for the stepper's result, or nil if
// it is not there and there is no room.
func (p *Pattern) intern(st *stepper) *state {
	if st.isInitial() {
		return p.initialState(st.kind, false)
	}
	key := st.key()
	cache := &p.states
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if s := cache.known[string(key)]; s != nil {
		return s
	}
	if cache.bytes > maxCacheBytes {
		return nil
	}
	s := p.newState()
	st.copyTo(s)
	if cache.known == nil {
		cache.known = map[string]*state{}
	}
	cache.known[string(key)] = s
	const overhead = int(unsafe.Sizeof(state{})) + 100 // for its place in the map
	cache.bytes += overhead + 2*len(key) + 8*len(s.more) + 8*len(s.threads) + 64*len(s.moves)
	return s
}

// isInitial tells whether nothing is under way after the step.
func (st *stepper) isInitial() bool {
	return !st.matched && len(st.threads) == 0
}

// isFinal tells whether the match is decided.
func (st *stepper) isFinal() bool {
	return st.matched && len(st.threads) == 0
}

// export puts the result into s. Its slices remain those of the stepper.
func (st *stepper) export(s *state) {
	s.kind, s.matched, s.seeding = st.kind, st.matched, !st.matched
	s.threads, s.moves, s.rows, s.flags = st.threads, st.moves, 0, 0
	for _, t := range s.threads {
		s.rows = max(s.rows, int(t.row))
	}
	switch {
	case len(s.moves) == 1 && s.moves[0].to == matchRow:
		s.flags |= onlyMatch
	case len(s.moves) > 0:
		s.flags |= hasMoves
	}
	if st.isFinal() {
		s.flags |= isFinal
	}
}

// copyTo is export to a state that outlives the next step.
func (st *stepper) copyTo(s *state) {
	st.export(s)
	s.threads = slices.Clone(s.threads)
	s.moves = slices.Clone(s.moves)
	for i := range s.moves {
		s.moves[i].tags = slices.Clone(s.moves[i].tags)
	}
}

// key tells results of steps apart.
func (st *stepper) key() []byte {
	key := st.keyBuf[:0]
	var bits byte
	if st.matched {
		bits |= 1
	}
	key = append(key, byte(st.kind), bits)
	key = binary.AppendUvarint(key, uint64(len(st.threads)))
	for _, t := range st.threads {
		key = binary.AppendUvarint(key, uint64(t.pc))
		key = binary.AppendUvarint(key, uint64(t.row))
	}
	for _, m := range st.moves {
		key = binary.AppendUvarint(key, uint64(m.to))
		key = binary.AppendUvarint(key, uint64(m.from))
		key = binary.AppendUvarint(key, uint64(len(m.tags)))
		for _, tag := range m.tags {
			key = binary.AppendUvarint(key, uint64(tag))
		}
	}
	st.keyBuf = key
	return key
}
