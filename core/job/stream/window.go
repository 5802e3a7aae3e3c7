package stream

import "unicode/utf8"

// The window is what of the stream a matcher can look at: buf, which begins at
// offset base. It is memory of the matcher's own, or a part of the chunk that is
// being written, for copying all that passes would cost as much as matching it.

const (
	// leadSize is how much of a chunk is copied to where the stream so far is
	// remembered. Behind that, what came before the chunk is rarely asked for.
	leadSize = 512
	// pieceSize is how much more is copied at once if it is. It bounds the
	// window, whatever the size of the chunks, and keeps the work in the cache.
	pieceSize = 16 << 10
)

// take reads chunk.
func (m *Matcher) take(chunk []byte) {
	for done, size := 0, leadSize; done < len(chunk); size = pieceSize {
		n := min(len(chunk)-done, size)
		m.buf = append(m.buf, chunk[done:done+n]...)
		done += n
		m.read()
		if kept := len(m.buf) - m.needed(); kept <= done && done < len(chunk) {
			m.visit(chunk[done-kept:])
			return
		}
		m.trim()
	}
}

// visit reads chunk where it is. It begins with the part of buf that is needed.
func (m *Matcher) visit(chunk []byte) {
	own := m.buf
	m.forget(m.needed())
	m.buf = chunk
	m.read()
	drop := m.needed()
	m.forget(drop)
	m.remember(own, chunk[drop:])
}

// read reports all matches that the bytes in buf decide.
func (m *Matcher) read() {
	m.ready = m.completeLen()
	m.run()
}

// trim drops what cannot be asked for any more, when that is half of what is
// there, so that the copying stays linear.
func (m *Matcher) trim() {
	if drop := m.needed(); drop > len(m.buf)/2 {
		m.forget(drop)
		m.remember(m.buf, m.buf[drop:])
	}
}

// needed is the index in buf of the first byte that may still be asked for.
func (m *Matcher) needed() int { return max(m.heldFrom()-m.p.context, 0) }

// forget moves the beginning of the window by n bytes.
func (m *Matcher) forget(n int) {
	m.base += int64(n)
	m.at -= n
	m.ready -= n
}

// remember makes buf a copy of kept, in the memory of own unless a long
// candidate has made that needlessly large.
func (m *Matcher) remember(own, kept []byte) {
	if cap(own) > 4*pieceSize && len(kept) < cap(own)/8 {
		own = nil
	}
	m.buf = append(own[:0], kept...)
}

// completeLen is the length of buf without a rune that has only begun.
func (m *Matcher) completeLen() int {
	n := len(m.buf)
	if !m.p.utf {
		return n
	}
	for i := n - 1; i >= max(0, n-utf8.UTFMax+1); i-- {
		if utf8.RuneStart(m.buf[i]) {
			if !utf8.FullRune(m.buf[i:]) {
				return i
			}
			break
		}
	}
	return n
}
