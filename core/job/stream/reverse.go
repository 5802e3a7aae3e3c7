package stream

import (
	"bytes"
	"encoding/binary"
	"regexp/syntax"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// A behindSet has a bit for every look-behind of a pattern that holds at a
// position.
type behindSet uint64

func (s behindSet) has(i uint32) bool { return s>>i&1 != 0 }

// lookBehind evaluates all look-behinds at buf[at:]. next is the character
// there as assertions see it. atStart tells whether buf begins where the stream
// does.
func (st *stepper) lookBehind(buf []byte, at int, next rune, atStart bool) behindSet {
	var set behindSet
	for i, b := range st.p.behinds {
		var holds bool
		if b.literal != nil {
			holds = bytes.HasSuffix(buf[:at], b.literal)
		} else {
			holds = b.matches(&st.reverse, buf[:at], next, atStart)
		}
		if holds != b.negate {
			set |= 1 << i
		}
	}
	return set
}

// A backState is what is known between two characters on the way back from a
// position: it is a state of a deterministic automaton, as those of matchers are,
// but there is only one question, and so nothing to move.
type backState struct {
	live     []uint32 // instructions to follow
	after    kind     // of the character behind the place
	accepted bool
	next     []atomic.Pointer[backState] // by the class of the character before it
}

// backCache holds the states of a look-behind that have been reached.
type backCache struct {
	first [len(afters)]atomic.Pointer[backState]
	mu    sync.Mutex
	known map[string]*backState
}

// maxBackStates bounds them. What does not fit is made anew each time.
const maxBackStates = 256

// matches tells whether b's expression matches some end of text.
func (b *behind) matches(r *reverser, text []byte, next rune, atStart bool) bool {
	s := b.begin(b.prog.kindBehind(next))
	for {
		c, width := b.prog.lastClass(text)
		if width == 0 && !atStart {
			return false // not reached: the context that is kept is long enough
		}
		n := s.next[c].Load()
		if n == nil {
			n = r.step(b, s, c)
		}
		if n.accepted || len(n.live) == 0 {
			return n.accepted
		}
		s, text = n, text[:len(text)-width]
	}
}

// begin is the state at a position before a character of kind k.
func (b *behind) begin(k kind) *backState {
	slot := 0
	for afters[slot] != k {
		slot++
	}
	s := b.back.first[slot].Load()
	if s == nil {
		s = b.newBackState([]uint32{b.prog.start}, k, false)
		b.back.first[slot].Store(s)
	}
	return s
}

func (b *behind) newBackState(live []uint32, after kind, accepted bool) *backState {
	return &backState{live: live, after: after, accepted: accepted, next: make([]atomic.Pointer[backState], b.prog.width)}
}

// reverser is work space for steps.
type reverser struct {
	prog     *program
	mark     []uint32 // generation in which an instruction was reached
	gen      uint32
	live     []uint32 // instructions behind those that accepted the character
	context  syntax.EmptyOp
	class    int // of the character before the place
	accepted bool
	key      []byte
}

// step finds the state that s leads to over a character of class c.
func (r *reverser) step(b *behind, s *backState, c int) *backState {
	r.begin(b.prog, s, c)
	for _, pc := range s.live {
		r.follow(pc)
	}
	before := b.prog.kindBehind(b.prog.sample(c))
	r.key = binary.AppendVarint(r.key[:0], int64(before))
	if r.accepted {
		r.live = r.live[:0] // it does not matter any more
		r.key = append(r.key, 1)
	}
	for _, pc := range r.live {
		r.key = binary.AppendUvarint(r.key, uint64(pc)+2)
	}
	cache := &b.back
	cache.mu.Lock()
	defer cache.mu.Unlock()
	n := cache.known[string(r.key)]
	if n == nil {
		n = b.newBackState(append([]uint32(nil), r.live...), before, r.accepted)
		if len(cache.known) >= maxBackStates {
			return n
		}
		if cache.known == nil {
			cache.known = map[string]*backState{}
		}
		cache.known[string(r.key)] = n
	}
	s.next[c].Store(n)
	return n
}

func (r *reverser) begin(p *program, s *backState, c int) {
	r.prog = p
	if len(r.mark) < len(p.insts) {
		r.mark, r.gen = make([]uint32, len(p.insts)), 0
	}
	if r.gen++; r.gen == 0 { // the generations are used up
		clear(r.mark)
		r.gen = 1
	}
	r.live, r.accepted, r.class = r.live[:0], false, c
	r.context = p.between(p.sample(c), rune(s.after))
}

func (r *reverser) follow(pc uint32) {
	for r.mark[pc] != r.gen {
		r.mark[pc] = r.gen
		in := &r.prog.insts[pc]
		switch in.op {
		case opFail:
			return
		case opAlt:
			r.follow(in.out)
			pc = in.arg
			continue
		case opAssert:
			if syntax.EmptyOp(in.arg)&^r.context != 0 {
				return
			}
		case opChar:
			if r.prog.accept(in.arg, r.class) {
				r.live = append(r.live, in.out)
			}
			return
		case opMatch:
			r.accepted = true
			return
		}
		pc = in.out
	}
}

// lastClass is the class of the last character of text and its width: eof's and 0
// if there is none.
func (p *program) lastClass(text []byte) (c, width int) {
	if len(text) == 0 {
		return p.eof, 0
	}
	if c := p.bytes[text[len(text)-1]]; c > 0 {
		return int(c), 1
	}
	r, width := utf8.DecodeLastRune(text)
	return p.class(r), width
}
