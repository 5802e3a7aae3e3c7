package vm

import (
	"strings"

	"github.com/tlua/tlua/luabind/vm/number"
	lua "github.com/yuin/gopher-lua"
)

// unformatted is the length from which on %s writes a string as it is; shorter
// ones pass through C's printf, which ends them at a NUL.
const unformatted = 100

// formatting is one call of string.format.
type formatting struct {
	libCall
	rest string // of the format
	arg  int    // the last argument used
	out  []byte
}

func strFormat(c libCall) int {
	f := formatting{libCall: c, rest: c.str(1), arg: 1}
	for {
		i := strings.IndexByte(f.rest, '%')
		if i < 0 {
			f.out = append(f.out, f.rest...)
			c.L.Push(lua.LString(f.out))
			return 1
		}
		f.out = append(f.out, f.rest[:i]...)
		f.rest = f.rest[i+1:]
		if f.peek() == '%' {
			f.out = append(f.out, '%')
			f.rest = f.rest[1:]
			continue
		}
		f.directive()
	}
}

// peek gives the next byte of the format, and NUL behind its end.
func (f *formatting) peek() byte {
	if f.rest == "" {
		return 0
	}
	return f.rest[0]
}

// directive writes the next argument.
func (f *formatting) directive() {
	if f.arg++; f.arg > f.L.GetTop() {
		f.fail(f.arg, "no value")
	}
	spec := f.spec()
	verb := f.peek()
	if verb != 0 {
		f.rest = f.rest[1:]
	}
	switch verb {
	case 'c':
		f.out = spec.AppendChar(f.out, byte(number.Int32(f.num(f.arg))))
	case 'd', 'i':
		f.out = spec.AppendInt(f.out, number.Int(f.num(f.arg)))
	case 'o', 'u', 'x', 'X':
		f.out = spec.AppendUint(f.out, number.Uint(f.num(f.arg)), verb)
	case 'e', 'E', 'f', 'g', 'G':
		f.out = spec.AppendFloat(f.out, f.num(f.arg), verb)
	case 'q':
		f.out = appendQuoted(f.out, f.str(f.arg))
	case 's':
		f.text(spec)
	case 0:
		f.raise("invalid option '%%' to 'format'")
	default:
		f.raise("invalid option '%%%s' to 'format'", string([]byte{verb}))
	}
}

func (f *formatting) text(spec number.Spec) {
	s := f.str(f.arg)
	if len(f.out)+len(s) > maxText {
		f.raise("resulting string too large")
	}
	if spec.Precision < 0 && len(s) >= unformatted {
		f.out = append(f.out, s...)
		return
	}
	if i := strings.IndexByte(s, 0); i >= 0 {
		s = s[:i]
	}
	f.out = spec.AppendText(f.out, s)
}

// spec reads what stands before the verb.
func (f *formatting) spec() number.Spec {
	spec := number.Spec{Precision: -1}
	n := 0
	for ; f.rest[n:] != "" && spec.Flag(f.rest[n]); n++ {
	}
	if n > 5 {
		f.raise("invalid format (repeated flags)")
	}
	f.rest = f.rest[n:]
	spec.Width = f.twoDigits()
	if f.peek() == '.' {
		f.rest = f.rest[1:]
		spec.Precision = f.twoDigits()
	}
	if digit(f.peek()) {
		f.raise("invalid format (width or precision too long)")
	}
	return spec
}

func (f *formatting) twoDigits() int {
	n := 0
	for i := 0; i < 2 && digit(f.peek()); i++ {
		n = 10*n + int(f.peek()-'0')
		f.rest = f.rest[1:]
	}
	return n
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// appendQuoted appends s so that Lua reads it back.
func appendQuoted(to []byte, s string) []byte {
	to = append(to, '"')
	for i := range len(s) {
		switch b := s[i]; b {
		case '"', '\\', '\n':
			to = append(to, '\\', b)
		case '\r':
			to = append(to, `\r`...)
		case 0:
			to = append(to, `\000`...)
		default:
			to = append(to, b)
		}
	}
	return append(to, '"')
}
