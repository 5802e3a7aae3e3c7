package stream

import "regexp/syntax"

// A liveSet tells in which places an instruction can lead to a match. A place is
// the kinds of the two characters around it, which is what assertions ask for;
// there is a bit for each. Look-behinds count as if they held.
type liveSet uint32

// befores are the kinds of the character before a place, afters those of the one
// behind it. A thread has read a character, so the former are not kindText.
var (
	befores = [...]kind{kindLine, kindReturn, kindWord, kindOther}
	afters  = [...]kind{kindLine, kindReturn, kindWord, kindOther, kindText}
)

const everywhere liveSet = 1<<(len(befores)*len(afters)) - 1

// after is the places behind a character of the kind, as a set that is empty or not.
func (l liveSet) after(k kind) bool { return l&placesAfter(k) != 0 }

func placesAfter(k kind) liveSet {
	for i, b := range befores {
		if b == k {
			return (1<<len(afters) - 1) << (i * len(afters))
		}
	}
	return 0
}

// placesBefore is the places before a character of the kind.
func placesBefore(k kind) liveSet {
	var l liveSet
	for i, a := range afters {
		if a == k {
			for j := range befores {
				l |= 1 << (j*len(afters) + i)
			}
		}
	}
	return l
}

// placesOf is the places where an assertion holds.
func (a *alphabet) placesOf(op syntax.EmptyOp) liveSet {
	var l liveSet
	for i, b := range befores {
		for j, next := range afters {
			if op&^a.between(rune(b), rune(next)) == 0 {
				l |= 1 << (i*len(afters) + j)
			}
		}
	}
	return l
}

// findLive computes the live sets. It goes backwards, as most instructions come
// before those that follow them, until nothing is added any more.
func (p *program) findLive() {
	p.live = make([]liveSet, len(p.insts))
	for changed := true; changed; {
		changed = false
		for pc := len(p.insts) - 1; pc >= 0; pc-- {
			if l := p.liveAt(p.insts[pc]); l != p.live[pc] {
				p.live[pc], changed = l, true
			}
		}
	}
}

// liveAt is the places where an instruction can lead to a match, as far as that
// is known of those that follow it.
func (p *program) liveAt(in inst) liveSet {
	switch in.op {
	case opMatch:
		return everywhere
	case opFail:
		return 0
	case opAlt:
		return p.live[in.out] | p.live[in.arg]
	case opAssert:
		return p.live[in.out] & p.placesOf(syntax.EmptyOp(in.arg))
	case opChar:
		var l liveSet
		for c := firstClass; c < p.eof; c++ {
			k := p.kindOf(p.samples[c])
			if p.accept(in.arg, c) && p.live[in.out].after(k) {
				l |= placesBefore(k)
			}
		}
		return l
	}
	return p.live[in.out]
}
