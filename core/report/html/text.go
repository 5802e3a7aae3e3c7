package html

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tlua/tlua/core/report"
)

// lines gives text's lines; none of an empty text.
func lines(text string) []string {
	text = strings.TrimRight(text, "\r\n")
	if text == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}

// asSentence begins s with a capital, and ends it with a full stop.
func asSentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:] + "."
}

// cut gives the first n characters of s, and an ellipsis for the rest.
func cut(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

// moment is a moment that an axis names, counted from its begin.
func moment(t time.Duration) string {
	switch {
	case t == 0:
		return "0"
	case t < time.Second:
		return trimmed(t.Seconds()*1000, 1) + " ms"
	case t < time.Minute:
		return trimmed(t.Seconds(), 1) + " s"
	case t%time.Hour == 0:
		return fmt.Sprintf("%d h", int(t.Hours()))
	case t%time.Minute == 0 && t < time.Hour:
		return fmt.Sprintf("%d min", int(t.Minutes()))
	}
	return report.Duration(t)
}

// seconds is a moment, in seconds to the millisecond.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

// size is a number of bytes as it is read.
func size(n int64) string { return report.Quantity(float64(n), "B") }

// trimmed writes v with so many digits after the point, without noughts at the end.
func trimmed(v float64, digits int) string {
	s := fmt.Sprintf("%.*f", digits, v)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// count is a number of things, such as "1 orphan" and "2 orphans".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
