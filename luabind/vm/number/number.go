// Package number turns numbers into text and back as C Lua 5.1 does on Linux:
// "%.14g" for tostring, glibc's strtod for tonumber, and C's printf for
// string.format.
package number

import (
	"math"
	"strconv"
)

// digits is what "%.14g" keeps.
const digits = 14

// wholeText bounds the whole numbers that "%.14g" writes without an exponent.
const wholeText = 1e14

// Format gives f as tostring does.
func Format(f float64) string {
	var buf [32]byte
	return string(Append(buf[:0], f))
}

// Append appends f as tostring gives it.
func Append(to []byte, f float64) []byte {
	switch {
	case f == 0 && math.Signbit(f):
		return append(to, "-0"...)
	case f > -wholeText && f < wholeText && f == math.Trunc(f):
		return strconv.AppendInt(to, int64(f), 10)
	case !finite(f):
		return appendSpecial(to, f, false)
	}
	return strconv.AppendFloat(to, f, 'g', digits, 64)
}

func finite(f float64) bool { return !math.IsInf(f, 0) && !math.IsNaN(f) }

// appendSpecial appends an infinity or a NaN. C shows the sign of a NaN, which
// on amd64 is set in the result of 0/0.
func appendSpecial(to []byte, f float64, upper bool) []byte {
	if math.Signbit(f) {
		to = append(to, '-')
	}
	return append(to, specialName(f, upper)...)
}

func specialName(f float64, upper bool) string {
	switch {
	case math.IsNaN(f) && upper:
		return "NAN"
	case math.IsNaN(f):
		return "nan"
	case upper:
		return "INF"
	}
	return "inf"
}

// Int converts f as C's cast to a 64-bit integer does on amd64, where what does
// not fit, and a NaN, gives the smallest integer. Go leaves that open.
func Int(f float64) int64 {
	if f >= -(1<<63) && f < 1<<63 {
		return int64(f)
	}
	return math.MinInt64
}

// Uint converts f as C's cast to an unsigned 64-bit integer does on amd64.
func Uint(f float64) uint64 {
	if f >= 1<<63 {
		return uint64(Int(f-(1<<63))) ^ 1<<63
	}
	return uint64(Int(f))
}

// Int32 converts f as C's cast to an int does on amd64.
func Int32(f float64) int32 {
	if f > -(1<<31)-1 && f < 1<<31 {
		return int32(f)
	}
	return math.MinInt32
}
