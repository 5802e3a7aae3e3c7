package metainfo

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
)

// maxDepth is how deep lists and dictionaries may be nested. Metainfo needs
// five levels; the limit keeps hostile files off the stack.
const maxDepth = 32

// reader reads bencoded data (BEP 3) from front to back. It allocates nothing
// but the integers' and strings' own values, which are slices of data, so a
// length that lies costs nothing. Its errors begin with the offset at which
// the thing that is wrong begins.
type reader struct {
	data  []byte
	pos   int
	depth int // of the lists and dictionaries that pos is in
}

// syntaxError is what is wrong at a byte of the data.
type syntaxError struct {
	offset int
	what   string
	named  bool // what says which field it is
}

func (e *syntaxError) Error() string { return fmt.Sprintf("byte %d: %s", e.offset, e.what) }

func (r *reader) errorf(offset int, format string, args ...any) error {
	return &syntaxError{offset: offset, what: fmt.Sprintf(format, args...)}
}

// expected is the error of finding something other than what at pos.
func (r *reader) expected(what string) error {
	if r.pos >= len(r.data) {
		return r.errorf(r.pos, "%s was expected, but the data ends", what)
	}
	return r.errorf(r.pos, "%s was expected, got %s", what, strconv.QuoteToASCII(string(r.data[r.pos:r.pos+1])))
}

// peek gives the byte at pos, or 0 at the end, which begins no value.
func (r *reader) peek() byte {
	if r.pos < len(r.data) {
		return r.data[r.pos]
	}
	return 0
}

// digits reads one or more decimal digits without a needless leading zero.
func (r *reader) digits(what string) ([]byte, error) {
	start := r.pos
	for r.pos < len(r.data) && isDigit(r.data[r.pos]) {
		r.pos++
	}
	d := r.data[start:r.pos]
	if len(d) == 0 {
		return nil, r.expected("a digit of " + what)
	}
	if len(d) > 1 && d[0] == '0' {
		return nil, r.errorf(start, "%s has a leading zero", what)
	}
	return d, nil
}

// text reads a string. The result is part of the data.
func (r *reader) text() ([]byte, error) {
	start := r.pos
	if !isDigit(r.peek()) {
		return nil, r.expected("a string (length:bytes)")
	}
	d, err := r.digits("a string's length")
	if err != nil {
		return nil, err
	}
	if r.peek() != ':' {
		return nil, r.expected("the ':' after a string's length")
	}
	r.pos++
	n, err := strconv.ParseInt(string(d), 10, 64)
	if err != nil {
		n = math.MaxInt64 // more digits than that run past any end
	}
	if n > int64(len(r.data)-r.pos) {
		return nil, r.errorf(start, "string of %s bytes runs past the end", abridged(d))
	}
	s := r.data[r.pos : r.pos+int(n)]
	r.pos += int(n)
	return s, nil
}

// integer reads an integer that fits into 64 bits.
func (r *reader) integer() (int64, error) {
	start := r.pos
	d, err := r.rawInteger()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(string(d), 10, 64)
	if err != nil {
		return 0, r.errorf(start, "integer %s does not fit into 64 bits", abridged(d))
	}
	return n, nil
}

// rawInteger reads an integer of any size and gives its sign and digits.
func (r *reader) rawInteger() ([]byte, error) {
	if r.peek() != 'i' {
		return nil, r.expected("an integer (i…e)")
	}
	r.pos++
	start := r.pos
	if r.peek() == '-' {
		r.pos++
	}
	if _, err := r.digits("an integer"); err != nil {
		return nil, err
	}
	d := r.data[start:r.pos]
	if bytes.Equal(d, []byte("-0")) {
		return nil, r.errorf(start, "an integer may not be -0")
	}
	if r.peek() != 'e' {
		return nil, r.expected("the 'e' that ends an integer")
	}
	r.pos++
	return d, nil
}

// list reads a list; element is called at each element and must read it.
func (r *reader) list(element func(i int) error) error {
	if r.peek() != 'l' {
		return r.expected("a list (l…e)")
	}
	return r.container("list", element)
}

// dict reads a dictionary; value is called at each value and must read it. The
// order of the keys is not looked at, and a key may come twice.
func (r *reader) dict(value func(key []byte) error) error {
	if r.peek() != 'd' {
		return r.expected("a dictionary (d…e)")
	}
	return r.container("dictionary", func(int) error {
		key, err := r.text()
		if err != nil {
			return err
		}
		return value(key)
	})
}

// container reads what is between the letter at pos and the matching 'e'.
func (r *reader) container(what string, item func(i int) error) error {
	start := r.pos
	if r.depth == maxDepth {
		return r.errorf(start, "more than %d lists and dictionaries inside each other", maxDepth)
	}
	r.depth++
	r.pos++
	for i := 0; r.peek() != 'e'; i++ {
		if r.pos >= len(r.data) {
			return r.errorf(start, "the %s that begins here has no end", what)
		}
		if err := item(i); err != nil {
			return err
		}
	}
	r.depth--
	r.pos++
	return nil
}

// skip reads a value of any type.
func (r *reader) skip() error {
	var err error
	switch c := r.peek(); {
	case c == 'd':
		err = r.dict(func([]byte) error { return r.skip() })
	case c == 'l':
		err = r.list(func(int) error { return r.skip() })
	case c == 'i':
		_, err = r.rawInteger()
	case isDigit(c):
		_, err = r.text()
	default:
		err = r.expected("a value (a digit, i, l or d)")
	}
	return err
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// abridged keeps a number short enough for a message.
func abridged(digits []byte) string {
	const most = 20
	if len(digits) <= most {
		return string(digits)
	}
	return string(digits[:most]) + "…"
}
