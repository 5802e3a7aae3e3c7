package stream

import "bytes"

// needle is a text to be searched for by the byte of it that is likely to be
// the rarest.
type needle struct {
	text []byte
	rare int // index in text of the byte to look for
}

func newNeedle(text []byte) needle {
	n := needle{text: text}
	for i, b := range text {
		if commonness(b) < commonness(text[n.rare]) {
			n.rare = i
		}
	}
	return n
}

// commonness ranks bytes by how often they stand in the output of programs.
func commonness(b byte) int {
	switch {
	case b == ' ' || bytes.IndexByte([]byte("etaoinsr"), b) >= 0:
		return 4
	case b >= 'a' && b <= 'z' || b >= '0' && b <= '9':
		return 3
	case b >= 'A' && b <= 'Z':
		return 2
	case b >= ' ':
		return 1
	}
	return 0
}

// index is the index of the first instance in buf, or -1. If the rare byte
// turns out to be frequent it leaves the search to bytes.Index.
func (n *needle) index(buf []byte) int {
	const patience = 8 // bytes on average that make looking for one worth while
	last := len(buf) - len(n.text)
	first, rare := n.text[0], n.text[n.rare]
	for at, tries := 0, 0; at <= last; tries++ {
		if tries*patience > at+8*patience {
			if k := bytes.Index(buf[at:], n.text); k >= 0 {
				return at + k
			}
			return -1
		}
		k := bytes.IndexByte(buf[at+n.rare:last+n.rare+1], rare)
		if k < 0 {
			return -1
		}
		at += k
		if buf[at] == first && bytes.Equal(buf[at:at+len(n.text)], n.text) {
			return at
		}
		at++
	}
	return -1
}
