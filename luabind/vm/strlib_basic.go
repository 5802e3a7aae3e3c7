package vm

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// maxBytes bounds what string.byte returns: all of it is in the registry at
// once, which has room for registryMax values.
const maxBytes = registryMax / 4

// repPiece is how much of a string.rep is written between two looks at the
// context.
const repPiece = 1 << 20

// relative makes a position in a string of length n, which may count from the
// end, one from the beginning.
func relative(at, n int) int {
	if at < 0 {
		at += n + 1
	}
	return max(at, 0)
}

func strLen(c libCall) int {
	c.L.Push(lua.LNumber(len(c.str(1))))
	return 1
}

func strSub(c libCall) int {
	s := c.str(1)
	from := max(relative(c.integer(2), len(s)), 1)
	to := min(relative(c.optInteger(3, -1), len(s)), len(s))
	if from > to {
		from, to = 1, 0
	}
	c.L.Push(lua.LString(s[from-1 : to]))
	return 1
}

func strByte(c libCall) int {
	s := c.str(1)
	from := relative(c.optInteger(2, 1), len(s))
	to := min(relative(c.optInteger(3, from), len(s)), len(s))
	from = max(from, 1)
	if from > to {
		return 0
	}
	if to-from >= maxBytes {
		c.raise("stack overflow (string slice too long)")
	}
	for _, b := range []byte(s[from-1 : to]) {
		c.L.Push(lua.LNumber(b))
	}
	return to - from + 1
}

func strChar(c libCall) int {
	out := make([]byte, c.L.GetTop())
	for i := range out {
		b := c.int32(i + 1)
		if b < 0 || b > 255 {
			c.fail(i+1, "invalid value")
		}
		out[i] = byte(b)
	}
	c.L.Push(lua.LString(out))
	return 1
}

// strDump always fails: gopher-lua has no form of its code outside a process.
func strDump(c libCall) int {
	c.function(1)
	c.raise("unable to dump given function")
	return 0
}

// mapped returns argument 1 with each byte replaced.
func mapped(c libCall, from, to byte, distance byte) int {
	s := c.str(1)
	out := []byte(s)
	for i, b := range out {
		if b >= from && b <= to {
			out[i] = b + distance
		}
	}
	c.L.Push(lua.LString(out))
	return 1
}

func strLower(c libCall) int { return mapped(c, 'A', 'Z', 'a'-'A') }

// strUpper adds what lies between a and A modulo 256.
func strUpper(c libCall) int { return mapped(c, 'a', 'z', 256-('a'-'A')) }

func strReverse(c libCall) int {
	s := c.str(1)
	out := make([]byte, len(s))
	for i := range len(s) {
		out[len(s)-1-i] = s[i]
	}
	c.L.Push(lua.LString(out))
	return 1
}

// strRep writes large results in pieces, so that the context ends it.
func strRep(c libCall) int {
	s, n := c.str(1), max(c.integer(2), 0)
	if len(s) == 0 || n == 0 {
		c.L.Push(lua.LString(""))
		return 1
	}
	if n > maxText/len(s) {
		c.raise("resulting string too large")
	}
	if len(s)*n <= repPiece {
		c.L.Push(lua.LString(strings.Repeat(s, n)))
		return 1
	}
	piece := s
	if len(s) < repPiece {
		piece = strings.Repeat(s, repPiece/len(s))
	}
	var b strings.Builder
	b.Grow(len(s) * n)
	for left := len(s) * n; left > 0; left -= len(piece) {
		c.goOn()
		b.WriteString(piece[:min(left, len(piece))])
	}
	c.L.Push(lua.LString(b.String()))
	return 1
}
