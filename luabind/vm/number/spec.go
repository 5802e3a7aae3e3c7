package number

import (
	"math"
	"strconv"
)

// Spec is what stands between "%" and the letter of a format.
type Spec struct {
	Minus, Plus, Space, Alt, Zero bool
	Width                         int
	Precision                     int // -1 if there is none
}

// Flag adds a flag. It reports whether c is one.
func (s *Spec) Flag(c byte) bool {
	switch c {
	case '-':
		s.Minus = true
	case '+':
		s.Plus = true
	case ' ':
		s.Space = true
	case '#':
		s.Alt = true
	case '0':
		s.Zero = true
	default:
		return false
	}
	return true
}

// AppendChar appends c as %c does. C's caller takes the result for a string,
// which ends at a NUL.
func (s Spec) AppendChar(to []byte, c byte) []byte {
	if c != 0 {
		s.Precision = -1
		return s.AppendText(to, string([]byte{c}))
	}
	if s.Minus {
		return to
	}
	return repeat(to, ' ', s.Width-1)
}

// AppendText appends text as %s does: cut to the precision and padded.
func (s Spec) AppendText(to []byte, text string) []byte {
	if s.Precision >= 0 && s.Precision < len(text) {
		text = text[:s.Precision]
	}
	return s.pad(to, "", text, false)
}

// AppendInt appends n as %d does.
func (s Spec) AppendInt(to []byte, n int64) []byte {
	magnitude := uint64(n)
	if n < 0 {
		magnitude = -magnitude
	}
	return s.appendDigits(to, s.sign(n < 0), magnitude, 10, false)
}

// AppendUint appends n as %u, %o, %x or %X does, in that verb's base.
func (s Spec) AppendUint(to []byte, n uint64, verb byte) []byte {
	switch verb {
	case 'o':
		return s.appendDigits(to, "", n, 8, false)
	case 'x', 'X':
		prefix := ""
		if s.Alt && n != 0 {
			prefix = "0" + string(verb)
		}
		return s.appendDigits(to, prefix, n, 16, verb == 'X')
	}
	return s.appendDigits(to, "", n, 10, false)
}

// appendDigits appends a whole number. A precision is the least number of
// digits, and turns padding with zeros off.
func (s Spec) appendDigits(to []byte, prefix string, n uint64, base int, upper bool) []byte {
	var buf, long [128]byte
	text := strconv.AppendUint(buf[:0], n, base)
	if upper {
		upperCase(text)
	}
	if n == 0 && s.Precision == 0 {
		text = text[:0]
	}
	zeros := max(0, s.Precision-len(text))
	if s.Alt && base == 8 && zeros == 0 && (len(text) == 0 || text[0] != '0') {
		zeros = 1
	}
	out := long[:0]
	for range zeros {
		out = append(out, '0')
	}
	return s.pad(to, prefix, string(append(out, text...)), s.Zero && s.Precision < 0)
}

func upperCase(text []byte) {
	for i, c := range text {
		if c >= 'a' && c <= 'z' {
			text[i] = c - 'a' + 'A'
		}
	}
}

func (s Spec) sign(negative bool) string {
	switch {
	case negative:
		return "-"
	case s.Plus:
		return "+"
	case s.Space:
		return " "
	}
	return ""
}

// AppendFloat appends f as %e, %E, %f, %g or %G does.
func (s Spec) AppendFloat(to []byte, f float64, verb byte) []byte {
	sign := s.sign(math.Signbit(f))
	upper := verb < 'a'
	if !finite(f) {
		return s.pad(to, sign, specialName(f, upper), false)
	}
	precision := s.Precision
	if precision < 0 {
		precision = 6
	}
	var buf [128]byte
	text := s.appendFinite(buf[:0], math.Abs(f), verb|0x20, precision)
	if upper {
		upperCase(text)
	}
	return s.pad(to, sign, string(text), s.Zero)
}

func (s Spec) appendFinite(to []byte, f float64, verb byte, precision int) []byte {
	switch {
	case !s.Alt:
		return strconv.AppendFloat(to, f, verb, precision, 64)
	case verb == 'g':
		return appendAllDigits(to, f, max(precision, 1))
	}
	return point(strconv.AppendFloat(to, f, verb, precision, 64))
}

// appendAllDigits is %#g, which keeps the zeros at the end that %g removes.
func appendAllDigits(to []byte, f float64, precision int) []byte {
	text := strconv.FormatFloat(f, 'e', precision-1, 64)
	at := len(text) - 1
	for text[at] != 'e' {
		at--
	}
	exponent, _ := strconv.Atoi(text[at+1:])
	if exponent < -4 || exponent >= precision {
		return point(append(to, text...))
	}
	return point(strconv.AppendFloat(to, f, 'f', precision-1-exponent, 64))
}

// point puts a decimal point where the flag # wants one.
func point(text []byte) []byte {
	for i, c := range text {
		switch c {
		case '.':
			return text
		case 'e':
			return append(text[:i:i], "."+string(text[i:])...)
		}
	}
	return append(text, '.')
}

// pad appends prefix and text, filled up to the width: on the right, with zeros
// between the two, or on the left.
func (s Spec) pad(to []byte, prefix, text string, zeros bool) []byte {
	fill := s.Width - len(prefix) - len(text)
	if !s.Minus && !zeros {
		to = repeat(to, ' ', fill)
	}
	to = append(to, prefix...)
	if !s.Minus && zeros {
		to = repeat(to, '0', fill)
	}
	to = append(to, text...)
	if s.Minus {
		to = repeat(to, ' ', fill)
	}
	return to
}

func repeat(to []byte, c byte, n int) []byte {
	for range n {
		to = append(to, c)
	}
	return to
}
