package grammar

import (
	"math"
	"strconv"
)

// edit replaces a piece of a chunk.
type edit struct {
	start, end int
	text       string
}

// replace notes that gopher-lua would stumble over a piece of the chunk, and
// what means the same to it. Pieces come in their order.
func (l *lexer) replace(start, end int, text string) {
	l.edits = append(l.edits, edit{start, end, text})
}

// plain gives the chunk with its edits.
func (l *lexer) plain() []byte {
	if len(l.edits) == 0 {
		return l.src
	}
	var out []byte
	done := 0
	for _, e := range l.edits {
		out = append(append(out, l.src[done:e.start]...), e.text...)
		done = e.end
	}
	return append(out, l.src[done:]...)
}

// decimalText writes a number without 0x.
func decimalText(f float64) string {
	if math.IsInf(f, 0) {
		return "1e999"
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
