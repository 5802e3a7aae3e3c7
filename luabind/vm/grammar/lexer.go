package grammar

import (
	"bytes"
	"strings"

	"github.com/tlua/tlua/luabind/vm/number"
)

// lexer cuts a chunk into tokens.
type lexer struct {
	src      []byte
	pos      int // behind the token that was read last
	start    int // of that token
	line     int // at pos, where Lua sees its mistakes
	lastLine int // in which the token before the current one ended
	token    token
	ahead    token // read before its time, tokenEOF for none
	edits    []edit
}

func newLexer(src []byte) lexer {
	return lexer{src: src, line: 1, ahead: tokenEOF}
}

// next moves on to the next token.
func (l *lexer) next() {
	l.lastLine = l.line
	l.token, l.ahead = l.ahead, tokenEOF
	if l.token == tokenEOF {
		l.token = l.scan()
	}
}

// lookAhead gives the token after the current one.
func (l *lexer) lookAhead() token {
	l.ahead = l.scan()
	return l.ahead
}

// class tells characters apart.
type class uint8

const (
	blank class = 1 << iota
	letter
	digit
)

var classes = func() (of [256]class) {
	of[' '], of['\t'] = blank, blank
	for c := 'a'; c <= 'z'; c++ {
		of[c], of[c-'a'+'A'] = letter, letter
	}
	of['_'] = letter
	for c := '0'; c <= '9'; c++ {
		of[c] = digit
	}
	return of
}()

// peek gives the character that is n behind pos; NUL behind the end.
func (l *lexer) peek(n int) byte {
	if l.pos+n < len(l.src) {
		return l.src[l.pos+n]
	}
	return 0
}

// span moves over characters of a class.
func (l *lexer) span(c class) {
	pos, src := l.pos, l.src // in registers
	for pos < len(src) && classes[src[pos]]&c != 0 {
		pos++
	}
	l.pos = pos
}

// scan reads a token.
func (l *lexer) scan() token {
	for {
		l.span(blank)
		l.start = l.pos
		if l.pos == len(l.src) {
			return tokenEOF
		}
		switch c := l.src[l.pos]; {
		case classes[c] == letter:
			l.span(letter | digit)
			return wordToken(l.src[l.start:l.pos])
		case c == '\n' || c == '\r':
			l.newline()
		case c == '\v' || c == '\f':
			l.pos++
			l.replace(l.start, l.pos, " ")
		case c == '-' && l.peek(1) == '-':
			l.comment()
		case c == '"' || c == '\'':
			return l.shortString()
		case classes[c] == digit || c == '.' && classes[l.peek(1)] == digit:
			return l.number()
		case c == '[':
			return l.bracket()
		default:
			return l.operator()
		}
	}
}

// newline moves over the end of a line, which may have two characters.
func (l *lexer) newline() {
	c := l.src[l.pos]
	l.pos++
	if next := l.peek(0); (next == '\n' || next == '\r') && next != c {
		l.pos++
	}
	l.line++
}

// operator reads what is neither a word nor a number nor a string.
func (l *lexer) operator() token {
	c := l.src[l.pos]
	l.pos++
	next := l.peek(0)
	switch {
	case next == '=':
		if t := beforeEqual(c); t != noToken {
			l.pos++
			return t
		}
	case next == '.' && c == '.' && l.peek(1) == '.':
		l.pos += 2
		return tokenDots
	case next == '.' && c == '.':
		l.pos++
		return tokenConcat
	case next == ':' && c == ':':
		l.pos++
		return tokenLabel
	}
	return token(c)
}

// beforeEqual gives the operator that c and "=" make.
func beforeEqual(c byte) token {
	switch c {
	case '=':
		return tokenEqual
	case '~':
		return tokenNotEqual
	case '<':
		return tokenLessEqual
	case '>':
		return tokenGreaterEqual
	}
	return noToken
}

// number reads a number and, as Lua does, whatever adheres to it.
func (l *lexer) number() token {
	l.span(digit)
	plain := true
	for l.peek(0) == '.' {
		l.pos++
		l.span(digit)
		plain = false
	}
	if c := l.peek(0); c == 'e' || c == 'E' {
		l.pos++
		if c := l.peek(0); c == '+' || c == '-' {
			l.pos++
		}
		plain = false
	}
	end := l.pos
	l.span(letter | digit)
	if plain && end == l.pos {
		return tokenNumber
	}
	text := string(l.src[l.start:l.pos])
	f, ok := number.Parse(text)
	if !ok {
		l.fail("malformed number", tokenNumber)
	}
	if strings.ContainsAny(text, "pP") { // a hexadecimal number with an exponent
		l.replace(l.start, l.pos, decimalText(f)+" ")
	}
	return tokenNumber
}

// comment moves over a comment.
func (l *lexer) comment() {
	l.pos += len("--")
	if l.peek(0) == '[' {
		if level := l.level(); level >= 0 {
			l.long(level, "unfinished long comment")
			return
		}
		l.replace(l.pos, l.pos+1, " ") // gopher-lua looks for a long comment behind "--[="
	}
	end := bytes.IndexAny(l.src[l.pos:], "\r\n")
	if end < 0 {
		end = len(l.src) - l.pos
	}
	l.pos += end
}
