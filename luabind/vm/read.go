package vm

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"github.com/tlua/tlua/luabind/vm/number"
	lua "github.com/yuin/gopher-lua"
)

// longestNumeral bounds what is read of a number.
const longestNumeral = 200

// fileRead reads what each argument from the first-th on asks for, up to the
// first that is not there.
func fileRead(c libCall, f *file, first int) int {
	L := c.L
	if L.GetTop() < first {
		L.Push(lua.LString("*l"))
	}
	top := L.GetTop()
	for i := first; i <= top; i++ {
		v, err := f.read(c, reading(c, i))
		if err != nil && !errors.Is(err, io.EOF) {
			c.goOn()
			return failed(L, err)
		}
		L.Push(v)
		if v == lua.LNil {
			break
		}
	}
	return L.GetTop() - top
}

// space is what C's isspace takes for white space.
const space = " \t\n\v\f\r"

// read reads by a function that gives nil at the end of the input.
func (f *file) read(c libCall, by func(*bufio.Reader) (lua.LValue, error)) (lua.LValue, error) {
	if err := f.toRead(c); err != nil {
		return lua.LNil, err
	}
	return by(f.r)
}

// reading gives the function that reads what argument i asks for.
func reading(c libCall, i int) func(*bufio.Reader) (lua.LValue, error) {
	if n, ok := c.L.Get(i).(lua.LNumber); ok {
		return func(r *bufio.Reader) (lua.LValue, error) { return readCount(r, number.Int(float64(n))) }
	}
	text, _ := c.L.Get(i).(lua.LString)
	format, isFormat := strings.CutPrefix(string(text), "*")
	if !isFormat {
		c.fail(i, "invalid option")
	}
	switch {
	case strings.HasPrefix(format, "l"):
		return readLine
	case strings.HasPrefix(format, "a"):
		return readAll
	case strings.HasPrefix(format, "n"):
		return readNumber
	}
	c.fail(i, "invalid format")
	return nil
}

func readAll(r *bufio.Reader) (lua.LValue, error) {
	all, err := io.ReadAll(r)
	return lua.LString(all), err
}

func readLine(r *bufio.Reader) (lua.LValue, error) {
	line, err := r.ReadString('\n')
	if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
		return lua.LNil, err
	}
	return lua.LString(strings.TrimSuffix(line, "\n")), nil
}

// readCount reads n bytes or, as Lua does for a negative n, all that is there.
func readCount(r *bufio.Reader, n int64) (lua.LValue, error) {
	if n == 0 {
		if _, err := r.Peek(1); err != nil {
			return lua.LNil, err
		}
		return lua.LString(""), nil
	}
	var from io.Reader = r
	if n > 0 {
		from = io.LimitReader(r, n)
	}
	b, err := io.ReadAll(from)
	if len(b) == 0 || err != nil {
		return lua.LNil, err
	}
	return lua.LString(b), nil
}

// readNumber reads the longest beginning of a numeral after any white space, as
// C's scanf does, and nothing behind it.
func readNumber(r *bufio.Reader) (lua.LValue, error) {
	if err := skipSpace(r); err != nil {
		return lua.LNil, err
	}
	var s scan
	for len(s.text) < longestNumeral {
		c, err := r.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return lua.LNil, err
		}
		if !s.take(c) {
			if err := r.UnreadByte(); err != nil {
				return lua.LNil, err
			}
			break
		}
	}
	text := string(s.text)
	if s.exp { // one without digits is read, but does not count
		text = strings.TrimRight(strings.TrimRight(text, "+-"), "eE")
	}
	if n, ok := number.Parse(text); ok {
		return lua.LNumber(n), nil
	}
	return lua.LNil, nil // no number is no error
}

func skipSpace(r *bufio.Reader) error {
	for {
		c, err := r.ReadByte()
		if err != nil {
			return err
		}
		if strings.IndexByte(space, c) < 0 {
			return r.UnreadByte()
		}
	}
}

// scan is a numeral as far as it was read.
type scan struct {
	text       []byte
	hex        bool
	digits     bool // there is one
	point, exp bool
}

// take adds c if it goes on with the numeral.
func (s *scan) take(c byte) bool {
	if !s.fits(c) {
		return false
	}
	s.text = append(s.text, c)
	return true
}

func (s *scan) fits(c byte) bool {
	last := byte(0)
	if len(s.text) > 0 {
		last = s.text[len(s.text)-1]
	}
	lower := c | 0x20
	switch {
	case c == '+' || c == '-':
		return last == 0 || s.exp && last|0x20 == 'e'
	case c >= '0' && c <= '9', s.hex && lower >= 'a' && lower <= 'f':
		s.digits = true
	case lower == 'x':
		s.hex = !s.point && last == '0' && strings.Trim(string(s.text), "+-") == "0"
		return s.hex
	case c == '.':
		ok := !s.point && !s.exp && !s.hex
		s.point = s.point || ok
		return ok
	case lower == 'e':
		ok := s.digits && !s.exp
		s.exp = s.exp || ok
		return ok
	default:
		return false
	}
	return true
}

// pushLines returns an iterator over the lines of f, which closes f at the end
// if that is asked for.
func pushLines(c libCall, f *file, atEnd bool) int {
	c.L.Push(libFunc(c.L, func(c libCall) int {
		if f.closed {
			c.raise("file is already closed")
		}
		line, err := f.read(c, readLine)
		if err != nil && !errors.Is(err, io.EOF) {
			c.goOn()
			text, _ := sysError(err)
			c.raise("%s", text)
		}
		if line != lua.LNil {
			c.L.Push(line)
			return 1
		}
		if atEnd {
			_ = f.close()
		}
		return 0
	}))
	return 1
}
