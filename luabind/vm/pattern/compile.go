package pattern

import (
	"errors"
	"strings"
)

// kind is what an item of a pattern matches.
type kind byte

const (
	kindChar     kind = iota // the byte first
	kindAny                  // any byte
	kindSet                  // a byte of set
	kindOpen                 // nothing; begins a capture
	kindPosition             // nothing; captures the position
	kindClose                // nothing; ends a capture
	kindBalance              // from first to last, as often the one as the other
	kindFrontier             // nothing; between bytes outside and inside set
	kindBack                 // what capture first-'1' holds
	kindEnd                  // nothing; at the end of the subject
	kindDone                 // nothing; the end of the pattern
	kindError                // nothing; raises err
)

// item is one piece of a pattern. Only the first three kinds are repeated.
type item struct {
	kind        kind
	repeat      byte // '?', '*', '+', '-', or 0 for once
	first, last byte
	set         *set
	err         error
}

// has reports whether a single item matches c.
func (it *item) has(c byte) bool {
	switch it.kind {
	case kindChar:
		return c == it.first
	case kindAny:
		return true
	}
	return it.set[c]
}

// compiler reads a pattern from left to right, as matching would.
type compiler struct {
	text  string
	at    int
	items []item
}

// peek gives the byte n further on, and NUL behind the end as C does.
func (c *compiler) peek(n int) byte {
	if c.at+n < len(c.text) {
		return c.text[c.at+n]
	}
	return 0
}

func (c *compiler) compile() []item {
	for c.at < len(c.text) {
		it := c.next()
		c.items = append(c.items, it)
		if it.kind == kindError {
			return c.items
		}
	}
	return append(c.items, item{kind: kindDone})
}

func (c *compiler) next() item {
	switch c.text[c.at] {
	case '(':
		c.at++
		if c.peek(0) == ')' {
			c.at++
			return item{kind: kindPosition}
		}
		return item{kind: kindOpen}
	case ')':
		c.at++
		return item{kind: kindClose}
	case '$':
		if c.at == len(c.text)-1 {
			c.at++
			return item{kind: kindEnd}
		}
	case '%':
		return c.escaped()
	}
	return c.repeated(c.single())
}

// escaped reads what begins with "%".
func (c *compiler) escaped() item {
	switch letter := c.peek(1); {
	case letter == 'b':
		return c.balance()
	case letter == 'f':
		return c.frontier()
	case isDigit(letter):
		c.at += 2
		return item{kind: kindBack, first: letter}
	}
	return c.repeated(c.single())
}

func (c *compiler) balance() item {
	if c.peek(3) == 0 {
		return failure("unbalanced pattern")
	}
	it := item{kind: kindBalance, first: c.peek(2), last: c.peek(3)}
	c.at += 4
	return it
}

func (c *compiler) frontier() item {
	c.at += 2
	if c.peek(0) != '[' {
		return failure("missing '[' after '%f' in pattern")
	}
	it := c.bracket()
	if it.kind == kindSet {
		it.kind = kindFrontier
	}
	return it
}

// single reads what matches one byte.
func (c *compiler) single() item {
	switch b := c.text[c.at]; b {
	case '[':
		return c.bracket()
	case '.':
		c.at++
		return item{kind: kindAny}
	case '%':
		letter := c.peek(1)
		if letter == 0 {
			return failure("malformed pattern (ends with '%')")
		}
		c.at += 2
		if !isAlpha(letter) {
			return item{kind: kindChar, first: letter}
		}
		return item{kind: kindSet, set: classSet(letter)}
	default:
		c.at++
		return item{kind: kindChar, first: b}
	}
}

// bracket reads a set. A "]" that comes first belongs to it.
func (c *compiler) bracket() item {
	c.at++
	begin := c.at
	if c.peek(0) == '^' {
		c.at++
	}
	for first := true; first || c.peek(0) != ']'; first = false {
		b := c.peek(0)
		if b == 0 {
			return failure("malformed pattern (missing ']')")
		}
		c.at++
		if b == '%' && c.peek(0) != 0 {
			c.at++
		}
	}
	c.at++
	return item{kind: kindSet, set: bracketSet(c.text[begin : c.at-1])}
}

// repeated adds to a single item how often it may match.
func (c *compiler) repeated(it item) item {
	if b := c.peek(0); b != 0 && it.kind != kindError && strings.IndexByte("?*+-", b) >= 0 {
		it.repeat = b
		c.at++
	}
	return it
}

func failure(text string) item { return item{kind: kindError, err: errors.New(text)} }
