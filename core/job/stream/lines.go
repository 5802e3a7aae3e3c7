package stream

import "bytes"

// Lines splits a stream into lines. It is not safe for concurrent use.
type Lines struct {
	max  int
	emit func(line []byte, offset int64)

	held     []byte // of the line that has not ended
	start    int64  // offset of that line
	pos      int64  // bytes of the stream so far
	skipping bool   // the line is too long, its end is looked for
	afterCR  bool   // a \n that comes next belongs to the line before
	closed   bool
	lost     int64
}

// NewLines splits at \n, \r\n or a lone \r, terminators removed. emit is called
// from Write and Close for each line in order, with the offset of its first
// byte in the stream; line is valid until emit returns, and emit must not call
// the Lines.
//
// A line is delivered as soon as its end is certain to be an end: at \r at once
// (a \n that follows in a later chunk belongs to it). The unfinished last line
// is delivered by Close if it is not empty. A line longer than max is given up
// (counted in Lost; the rest up to its end skipped); with max 0 or less no line
// is too long.
func NewLines(max int, emit func(line []byte, offset int64)) *Lines {
	return &Lines{max: max, emit: emit}
}

// Write splits the next part of the stream. It takes all of chunk and never
// fails; after Close it does nothing.
func (l *Lines) Write(chunk []byte) (int, error) {
	if l.closed {
		return len(chunk), nil
	}
	rest := chunk
	lf, cr := bytes.IndexByte(rest, '\n'), bytes.IndexByte(rest, '\r')
	for len(rest) > 0 {
		if l.afterCR {
			l.afterCR = false
			if rest[0] == '\n' {
				l.pos++
				l.start = l.pos
				rest = rest[1:]
				lf, cr = nextIndex(rest, '\n', lf, 0), nextIndex(rest, '\r', cr, 0)
				continue
			}
		}
		end := firstOf(lf, cr)
		if end < 0 {
			l.hold(rest)
			break
		}
		l.endLine(rest[:end])
		l.afterCR = rest[end] == '\r'
		rest = rest[end+1:]
		// Each kind of end is searched for again only behind the last one
		// found, so that no byte is looked at over and over.
		lf, cr = nextIndex(rest, '\n', lf, end), nextIndex(rest, '\r', cr, end)
	}
	return len(chunk), nil
}

// Close ends the stream. It always returns nil.
func (l *Lines) Close() error {
	if l.closed {
		return nil
	}
	if len(l.held) > 0 {
		l.emit(l.held, l.start)
	}
	l.closed, l.held = true, nil
	return nil
}

// Lost is the number of bytes of the lines that were too long.
func (l *Lines) Lost() int64 { return l.lost }

// endLine delivers what is held and rest as a line; its end follows.
func (l *Lines) endLine(rest []byte) {
	l.pos += int64(len(rest)) + 1
	switch n := len(l.held) + len(rest); {
	case l.skipping:
		l.lost += int64(len(rest))
		l.skipping = false
	case l.tooLong(n):
		l.lost += int64(n)
		l.held = nil
	case len(l.held) == 0:
		l.emit(rest, l.start)
	default:
		l.held = append(l.held, rest...)
		l.emit(l.held, l.start)
		l.held = l.held[:0]
	}
	if cap(l.held) > pieceSize {
		l.held = nil
	}
	l.start = l.pos
}

// hold keeps rest, in which no line ends.
func (l *Lines) hold(rest []byte) {
	l.pos += int64(len(rest))
	switch n := len(l.held) + len(rest); {
	case l.skipping:
		l.lost += int64(len(rest))
	case l.tooLong(n):
		l.lost += int64(n)
		l.skipping, l.held = true, nil
	default:
		l.held = append(l.held, rest...)
	}
}

func (l *Lines) tooLong(n int) bool { return l.max > 0 && n > l.max }

// firstOf is the lesser of two indexes that are negative if there is none.
func firstOf(a, b int) int {
	if a < 0 || b >= 0 && b < a {
		return b
	}
	return a
}

// nextIndex is the index of b in rest, when it was known as index before end+1
// bytes were cut off.
func nextIndex(rest []byte, b byte, index, end int) int {
	if index > end || index < 0 {
		return max(index-end-1, -1)
	}
	return bytes.IndexByte(rest, b)
}
