package job

import "bytes"

// history keeps the newest bytes of a stream, at most limit of them, in a ring
// that grows as they come.
type history struct {
	limit int
	ring  []byte
	end   int64 // the stream's offset after the newest byte
}

// start gives the stream's offset of the oldest byte that is kept.
func (h *history) start() int64 { return max(h.end-int64(len(h.ring)), 0) }

func (h *history) write(p []byte) {
	if len(h.ring) < h.limit {
		n := min(h.limit-len(h.ring), len(p))
		h.ring = append(h.ring, p[:n]...)
		h.end += int64(n)
		p = p[n:]
		if len(p) == 0 {
			return
		}
	}
	// From here on the ring is full: a byte's place is its offset, modulo limit.
	if skip := len(p) - h.limit; skip > 0 {
		h.end += int64(skip)
		p = p[skip:]
	}
	for len(p) > 0 {
		n := copy(h.ring[h.end%int64(h.limit):], p)
		h.end += int64(n)
		p = p[n:]
	}
}

// read copies what is there from offset on, at most len(p) bytes; from must be
// at or after start.
func (h *history) read(p []byte, from int64) int {
	n := int(min(int64(len(p)), h.end-from))
	at := int(from % int64(h.limit))
	c := copy(p[:n], h.ring[at:])
	copy(p[c:n], h.ring)
	return n
}

// tail gives the last n lines, or what is kept of them, without line ends and
// empty lines.
func (h *history) tail(n int) []string {
	const enough = 8 << 10 // a line may be longer: then its end is shown
	from := max(h.start(), h.end-enough)
	if from == h.end {
		return nil
	}
	b := make([]byte, h.end-from)
	h.read(b, from)
	var lines []string
	for len(b) > 0 && len(lines) < n {
		i := bytes.LastIndexAny(b, "\r\n")
		if line := bytes.TrimRight(b[i+1:], " \t"); len(line) > 0 {
			lines = append(lines, string(line))
		}
		b = b[:max(i, 0)]
	}
	for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	return lines
}
