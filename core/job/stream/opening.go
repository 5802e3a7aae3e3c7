package stream

import "unicode/utf8"

// maxOpening is how many bytes an opening has at most. More would have sets that
// fewer bytes are missing from.
const maxOpening = 8

// An opening is what every match begins with where that is no certain text: for
// each of its first few bytes the set of those that can stand there. It is
// looked for from its last byte, as in Horspool's algorithm: one that cannot
// stand there, nor before, rules out that a match begins in as many places.
type opening struct {
	size  int
	sets  [256]uint8 // by byte: bit k tells that it can be the one at k
	shift [256]uint8 // by byte: how far to move on from one at the end, 0 to look closer
	again [256]uint8 // the same after having looked closer
	gain  float64    // how far one moves on average in the output of programs
}

// newOpening takes from sets, which has the bytes by place, as many as make the
// farthest moves.
func newOpening(sets [][256]bool) opening {
	var best opening
	for size := 1; size <= len(sets); size++ {
		if o := openingOf(sets[:size]); o.gain > best.gain {
			best = o
		}
	}
	return best
}

// openingSets are the sets of bytes that can stand at each of the first places of
// a match, as far as it is sure to go and a character is a byte.
func (p *program) openingSets() [][256]bool {
	var sets [][256]bool
	wide := p.wide()
	for from := []uint32{p.start}; len(sets) < maxOpening; {
		var set [256]bool
		var next []uint32
		over, isWide := false, false
		p.reach(from, func(in inst) {
			switch in.op {
			case opMatch:
				over = true
			case opChar:
				next = append(next, in.out)
				for b, c := range p.bytes {
					set[b] = set[b] || c > 0 && p.accept(in.arg, int(c))
				}
				for c := firstClass; c < p.eof; c++ {
					isWide = isWide || wide[c] && p.accept(in.arg, c)
				}
			}
		})
		if over {
			break
		}
		for b := utf8.RuneSelf; b < len(set); b++ {
			set[b] = set[b] || isWide
		}
		sets = append(sets, set)
		if isWide {
			break
		}
		from = next
	}
	return sets
}

// wide tells of every class whether it has characters of several bytes.
func (a *alphabet) wide() []bool {
	wide := make([]bool, a.width)
	for i, c := range a.classes {
		isLast := i == len(a.classes)-1
		wide[c] = wide[c] || a.last > 0xff && (isLast || a.bounds[i+1] > utf8.RuneSelf)
	}
	return wide
}

func openingOf(sets [][256]bool) opening {
	o := opening{size: len(sets)}
	var all, moved float64
	for b := range 256 {
		last, next := -1, -1 // the last place where b can stand, and before the end
		for k := range sets {
			if sets[k][b] {
				o.sets[b] |= 1 << k
				last = k
				if k < o.size-1 {
					next = k
				}
			}
		}
		o.shift[b], o.again[b] = uint8(o.size-1-last), uint8(o.size-1-next)
		weight := float64(int(1) << commonness(byte(b)))
		all += weight
		moved += weight * float64(o.shift[b])
	}
	o.gain = moved / all
	return o
}

// worthwhile tells whether looking for the opening is faster than to follow the
// transitions.
func (o *opening) worthwhile() bool { return o.gain > 0.8 }

// index is the first place from at on where the opening is, or may have begun at
// the end of buf.
func (o *opening) index(buf []byte, at int) int {
	end := at + o.size - 1
	for end < len(buf) {
		b := buf[end]
		if d := o.shift[b]; d > 0 {
			end += int(d)
			continue
		}
		if start := end - o.size + 1; o.isAt(buf[start:end]) {
			return start
		}
		end += int(o.again[b])
	}
	return min(max(end-o.size+1, at), len(buf))
}

// isAt tells whether b, the byte at the end excepted, is an opening.
func (o *opening) isAt(b []byte) bool {
	for k, c := range b {
		if o.sets[c]>>k&1 == 0 {
			return false
		}
	}
	return true
}
