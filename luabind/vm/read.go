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
func fileRead(p params, f *file, first int) int {
	L := p.L
	if err := f.toRead(L); err != nil {
		return failed(L, err)
	}
	if L.GetTop() < first {
		L.Push(lua.LString("*l"))
	}
	top := L.GetTop()
	for i := first; i <= top; i++ {
		v, err := readOne(p, f.r, i)
		if err != nil && !errors.Is(err, io.EOF) {
			stopIfEnded(L)
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

// readOne reads what argument i asks for. It gives nil at the end of the input.
func readOne(p params, r *bufio.Reader, i int) (lua.LValue, error) {
	if n, ok := p.L.Get(i).(lua.LNumber); ok {
		return readCount(r, int64(n))
	}
	text, _ := p.L.Get(i).(lua.LString)
	format, isFormat := strings.CutPrefix(string(text), "*")
	if !isFormat {
		p.fail(i, "invalid option")
	}
	switch {
	case strings.HasPrefix(format, "l"):
		return readLine(r)
	case strings.HasPrefix(format, "a"):
		all, err := io.ReadAll(r)
		return lua.LString(all), err
	case strings.HasPrefix(format, "n"):
		return readNumber(r)
	}
	p.fail(i, "invalid format")
	return lua.LNil, nil
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
func pushLines(L *lua.LState, f *file, atEnd bool) int {
	L.Push(L.NewFunction(func(L *lua.LState) int {
		if f.closed {
			L.RaiseError("file is already closed")
		}
		line, err := nextLine(L, f)
		if err != nil && !errors.Is(err, io.EOF) {
			stopIfEnded(L)
			text, _ := sysError(err)
			L.RaiseError("%s", text)
		}
		if line == lua.LNil && atEnd {
			_ = f.close()
		}
		L.Push(line)
		return 1
	}))
	return 1
}

func nextLine(L *lua.LState, f *file) (lua.LValue, error) {
	if err := f.toRead(L); err != nil {
		return lua.LNil, err
	}
	return readLine(f.r)
}
