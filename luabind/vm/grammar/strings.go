package grammar

import (
	"bytes"
	"strings"
)

// level gives the number of "=" in the long bracket that may open at pos, -1 if
// none does.
func (l *lexer) level() int {
	n := 0
	for l.peek(1+n) == '=' {
		n++
	}
	if l.peek(1+n) != '[' {
		return -1
	}
	return n
}

// bracket reads a long string or just "[".
func (l *lexer) bracket() token {
	if level := l.level(); level >= 0 {
		l.long(level, "unfinished long string")
		return tokenString
	}
	l.pos++
	if l.peek(0) != '=' {
		return '['
	}
	for l.peek(0) == '=' {
		l.pos++
	}
	l.fail("invalid long string delimiter", tokenString)
	return noToken
}

// long moves over what is in long brackets.
func (l *lexer) long(level int, unfinished string) {
	l.pos += level + len("[[")
	text, _, closed := bytes.Cut(l.src[l.pos:], []byte("]"+strings.Repeat("=", level)+"]"))
	if level == 0 {
		if nested := bytes.Index(text, []byte("[[")); nested >= 0 {
			l.lines(text[:nested])
			l.fail("nesting of [[...]] is deprecated", '[')
		}
	}
	l.lines(text)
	if !closed {
		l.fail(unfinished, tokenEOF)
	}
	l.pos += level + len("]]")
}

// lines moves over text, which lies at pos.
func (l *lexer) lines(text []byte) {
	for end := l.pos + len(text); l.pos < end; {
		if c := l.src[l.pos]; c == '\n' || c == '\r' {
			l.newline()
		} else {
			l.pos++
		}
	}
}

// shortString reads a string in quotes.
func (l *lexer) shortString() token {
	quote := l.src[l.pos]
	l.pos++
	for l.pos < len(l.src) {
		switch c := l.src[l.pos]; c {
		case quote:
			l.pos++
			return tokenString
		case '\n', '\r':
			l.fail(unfinishedString, tokenString)
		case '\\':
			l.escape()
		default:
			l.pos++
		}
	}
	m := l.mistake(unfinishedString, tokenEOF)
	m.Incomplete = false // the rest would have to be in the same line
	panic(m)
}

const unfinishedString = "unfinished string"

// escape moves over an escape sequence.
func (l *lexer) escape() {
	at := l.pos
	l.pos++
	if l.pos == len(l.src) {
		l.fail(unfinishedString, tokenEOF)
	}
	switch c := l.src[l.pos]; {
	case c == '\n' || c == '\r':
		l.newline()
	case classes[c] != digit:
		l.pos++
	default:
		if _, size := decimal(l.src[l.pos:]); size > 0 {
			l.pos += size
			return
		}
		l.pos = at
		l.fail("escape sequence too large", tokenString)
	}
}

// decimal reads the character that up to three digits name, and how many they
// are: 0 if there is no such character.
func decimal(src []byte) (c byte, size int) {
	n := 0
	for size < 3 && size < len(src) && classes[src[size]] == digit {
		n = 10*n + int(src[size]-'0')
		size++
	}
	if n > 255 {
		return 0, 0
	}
	return byte(n), size
}
