package stream

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// needle is a text to be searched for by the part of it that is likely to be
// the rarest.
type needle struct {
	text []byte
	rare int // index in text of the byte to look for
	pair int // index in text of the two bytes to look for if that is frequent
}

func newNeedle(text []byte) needle {
	n := needle{text: text}
	for i, b := range text {
		if commonness(b) < commonness(text[n.rare]) {
			n.rare = i
		}
	}
	best := 1 << 10
	for i := range len(text) - 1 {
		if c := commonness(text[i]) * commonness(text[i+1]); c < best {
			best, n.pair = c, i
		}
	}
	return n
}

// commonness ranks bytes by how often they stand in the output of programs.
func commonness(b byte) int {
	switch {
	case b == ' ' || bytes.IndexByte([]byte("etaoinsr"), b) >= 0:
		return 6
	case b >= 'a' && b <= 'z' || b >= '0' && b <= '9':
		return 5
	case bytes.IndexByte([]byte("\n.:=/-,_"), b) >= 0:
		return 4
	case b >= 'A' && b <= 'Z':
		return 3
	case b >= ' ':
		return 2
	}
	return 1
}

// index is the index of the first instance in buf, or -1. Looking for one byte
// is the fastest, but begins anew at each that is found; if the rare byte turns
// out to be frequent it looks for two at once.
func (n *needle) index(buf []byte) int {
	const patience = 64 // bytes on average that make looking for one worth while
	last := len(buf) - len(n.text)
	rare := n.text[n.rare]
	for at, tries := 0, 0; at <= last; tries++ {
		if tries*patience > at+8*patience && len(n.text) > 1 {
			return n.indexByPair(buf, at)
		}
		k := bytes.IndexByte(buf[at+n.rare:last+n.rare+1], rare)
		if k < 0 {
			return -1
		}
		at += k
		if n.isAt(buf, at) {
			return at
		}
		at++
	}
	return -1
}

func (n *needle) isAt(buf []byte, at int) bool {
	// Most texts that have the rare byte differ at one of their ends.
	end := len(n.text) - 1
	return buf[at] == n.text[0] && buf[at+end] == n.text[end] && bytes.Equal(buf[at:at+end], n.text[:end])
}

// indexByPair is index from at on.
func (n *needle) indexByPair(buf []byte, at int) int {
	last := len(buf) - len(n.text)
	for at <= last {
		k := indexPair(buf[at+n.pair:last+n.pair+2], n.text[n.pair], n.text[n.pair+1])
		if k < 0 {
			return -1
		}
		at += k
		if n.isAt(buf, at) {
			return at
		}
		at++
	}
	return -1
}

// indexPair is the index of the first a that a b follows in buf, or -1. It takes
// eight bytes at a time, and two times eight in a round: that both differ from a
// and b everywhere is known without a branch for each.
func indexPair(buf []byte, a, b byte) int {
	const (
		ones  = 0x0101010101010101
		highs = 0x8080808080808080
	)
	as, bs := ones*uint64(a), ones*uint64(b)
	i := 0
	for ; i+17 <= len(buf); i += 16 {
		w := buf[i : i+17]
		// A byte of x is 0 where the pair is; the lowest such byte has its high
		// bit set in zx, and none below it has.
		x := load(w[0:]) ^ as | load(w[1:]) ^ bs
		y := load(w[8:]) ^ as | load(w[9:]) ^ bs
		zx, zy := (x-ones)&^x&highs, (y-ones)&^y&highs
		switch {
		case zx != 0:
			return i + bits.TrailingZeros64(zx)/8
		case zy != 0:
			return i + 8 + bits.TrailingZeros64(zy)/8
		}
	}
	for ; i+1 < len(buf); i++ {
		if buf[i] == a && buf[i+1] == b {
			return i
		}
	}
	return -1
}

func load(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }
