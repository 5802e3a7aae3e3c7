package vm

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// fileRead reads from the standard input what each argument asks for, up to the
// first that is not there.
func fileRead(L *lua.LState, f *stdFile) int {
	if f.r == nil {
		L.ArgError(1, f.name+" is not open for reading")
	}
	if L.GetTop() == 1 {
		L.Push(lua.LString("*l"))
	}
	top := L.GetTop()
	for i := 2; i <= top; i++ {
		v, err := readOne(L, f.r, i)
		if err != nil && !errors.Is(err, io.EOF) {
			return failed(L, err)
		}
		L.Push(v)
		if v == lua.LNil {
			break
		}
	}
	return L.GetTop() - top
}

// readOne reads what argument i asks for. It gives nil at the end of the input.
func readOne(L *lua.LState, r *bufio.Reader, i int) (lua.LValue, error) {
	if n, ok := L.Get(i).(lua.LNumber); ok {
		return readCount(r, int(n))
	}
	format, isFormat := strings.CutPrefix(lua.LVAsString(L.Get(i)), "*")
	if !isFormat {
		L.ArgError(i-1, "invalid option")
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
	L.ArgError(i-1, "invalid format")
	return lua.LNil, nil
}

func readLine(r *bufio.Reader) (lua.LValue, error) {
	line, err := r.ReadString('\n')
	if line == "" {
		return lua.LNil, err
	}
	return lua.LString(strings.TrimSuffix(line, "\n")), nil
}

func readCount(r *bufio.Reader, n int) (lua.LValue, error) {
	if n <= 0 {
		if _, err := r.Peek(1); err != nil {
			return lua.LNil, err
		}
		return lua.LString(""), nil
	}
	var b strings.Builder
	if _, err := io.CopyN(&b, r, int64(n)); b.Len() == 0 {
		return lua.LNil, err
	}
	return lua.LString(b.String()), nil
}

// readNumber reads a numeral after any white space, and nothing behind it.
func readNumber(r *bufio.Reader) (lua.LValue, error) {
	var b strings.Builder
	for {
		c, err := r.ReadByte()
		if err != nil {
			break
		}
		if b.Len() == 0 && strings.IndexByte(" \t\r\n\v\f", c) >= 0 {
			continue
		}
		if strings.IndexByte("0123456789abcdefABCDEFxX.+-", c) < 0 {
			if err := r.UnreadByte(); err != nil {
				return lua.LNil, err
			}
			break
		}
		b.WriteByte(c)
	}
	if n, err := strconv.ParseInt(b.String(), 0, 64); err == nil && strings.ContainsAny(b.String(), "xX") {
		return lua.LNumber(n), nil
	}
	n, err := strconv.ParseFloat(b.String(), 64)
	if err != nil {
		return lua.LNil, nil // no number is no error
	}
	return lua.LNumber(n), nil
}

func fileLines(L *lua.LState, f *stdFile) int {
	if f.r == nil {
		L.ArgError(1, f.name+" is not open for reading")
	}
	L.Push(L.NewFunction(func(L *lua.LState) int {
		line, err := readLine(f.r)
		if err != nil && !errors.Is(err, io.EOF) {
			L.RaiseError("%s", err.Error())
		}
		L.Push(line)
		return 1
	}))
	return 1
}
