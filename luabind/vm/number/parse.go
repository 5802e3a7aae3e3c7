package number

import (
	"math"
	"strconv"
	"strings"
)

// blanks is what C's isspace takes for white space.
const blanks = " \t\n\v\f\r"

// Parse gives the number that s is as tonumber sees it: decimal or hexadecimal,
// with a fraction and an exponent, "inf" or "nan", between blanks. As in C the
// text ends at a NUL.
func Parse(s string) (float64, bool) {
	s = strings.Trim(cString(s), blanks)
	body, negative := sign(s)
	if body == "" {
		return 0, false
	}
	f, ok := parseBody(body)
	if negative {
		f = -f
	}
	return f, ok
}

func cString(s string) string {
	if i := strings.IndexByte(s, 0); i >= 0 {
		return s[:i]
	}
	return s
}

func sign(s string) (rest string, negative bool) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[1:], s[0] == '-'
	}
	return s, false
}

// parseBody parses s, which has no sign.
func parseBody(s string) (float64, bool) {
	switch {
	case s[0] >= '0' && s[0] <= '9' || s[0] == '.':
		return parseDigits(s)
	case strings.EqualFold(s, "inf") || strings.EqualFold(s, "infinity"):
		return math.Inf(1), true
	}
	return math.Copysign(math.NaN(), 1), isNaN(s)
}

// isNaN reports whether s is "nan", or "nan(...)" with letters, digits and "_".
func isNaN(s string) bool {
	if len(s) < 3 || !strings.EqualFold(s[:3], "nan") {
		return false
	}
	rest := s[3:]
	if rest == "" {
		return true
	}
	if len(rest) < 2 || rest[0] != '(' || rest[len(rest)-1] != ')' {
		return false
	}
	for i := 1; i < len(rest)-1; i++ {
		if digitOf(rest[i]) >= 36 && rest[i] != '_' {
			return false
		}
	}
	return true
}

// parseDigits checks what strconv takes too generously (underscores) or not at
// all (hexadecimal numbers without an exponent), and leaves the rest to it. A
// number too large is an infinity.
func parseDigits(s string) (float64, bool) {
	base, exponent, rest := 10, byte('e'), s
	if isHex(s) {
		base, exponent, rest = 16, 'p', s[2:]
	}
	whole := span(rest, base)
	fraction := 0
	rest = rest[whole:]
	if rest != "" && rest[0] == '.' {
		fraction = span(rest[1:], base)
		rest = rest[1+fraction:]
	}
	if whole+fraction == 0 {
		return 0, false
	}
	switch {
	case rest != "" && (rest[0]|0x20 != exponent || !isExponent(rest[1:])):
		return 0, false
	case rest == "" && base == 16:
		s += "p0"
	}
	f, _ := strconv.ParseFloat(s, 64)
	return f, true
}

func isHex(s string) bool { return len(s) > 1 && s[0] == '0' && s[1]|0x20 == 'x' }

func isExponent(s string) bool {
	s, _ = sign(s)
	return s != "" && span(s, 10) == len(s)
}

// span gives the number of digits that s begins with.
func span(s string, base int) int {
	n := 0
	for n < len(s) && digitOf(s[n]) < base {
		n++
	}
	return n
}

// digitOf gives the value of a digit in the bases up to 36, and 36 for all else.
func digitOf(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return int(c|0x20-'a') + 10
	}
	return 36
}

// ParseBase gives the whole number that s is in a base from 2 to 36, as C's
// strtoul does: a minus sign wraps around 2^64, and what is too large is 2^64-1.
func ParseBase(s string, base int) (float64, bool) {
	s, negative := sign(strings.Trim(cString(s), blanks))
	if base == 16 && isHex(s) && span(s[2:], 16) > 0 {
		s = s[2:]
	}
	if s == "" || span(s, base) != len(s) {
		return 0, false
	}
	n, err := strconv.ParseUint(s, base, 64)
	if negative && err == nil {
		n = -n
	}
	return float64(n), true
}
