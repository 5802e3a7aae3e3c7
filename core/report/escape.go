// Package report turns events into what a person or a machine reads: the
// console, with its status lines below a scrolling log, and the log.
package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Printable gives s with everything made visible that could move a terminal's
// cursor, set its title, turn the direction of writing or hide: control
// characters become \n, \x1b and the like, those beyond ASCII, and Unicode's
// format characters and fillers, \u202e; bytes that are no UTF-8 become \xff. A
// tab stays. It is for reading only: a backslash stays one, so the result cannot
// be turned back.
func Printable(s string) string { return escape(s, unicode.MaxRune, escapeOf) }

// ASCII is Printable for terminals without UTF-8: whatever is not ASCII becomes
// an escape too.
func ASCII(s string) string { return escape(s, unicode.MaxASCII, escapeOf) }

// escape gives s with what is hidden, or beyond last, named by name.
func escape(s string, last rune, name func(rune) string) string {
	odd := func(r rune) bool { return r > last || r == utf8.RuneError || hidden(r) || joins(r) }
	if !strings.ContainsFunc(s, odd) {
		return s
	}
	var b strings.Builder
	before := rune(0) // the character that precedes, if it is written as it is
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
			r = 0
		case r > last || hidden(r) || joins(r) && !(joinable(before) && joinable(first(s[n:]))):
			b.WriteString(name(r))
			r = 0
		default:
			b.WriteRune(r)
		}
		before, s = r, s[n:]
	}
	return b.String()
}

// hidden reports whether r has an effect instead of a picture.
func hidden(r rune) bool {
	return r != '\t' && !joins(r) &&
		unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)
}

// joins reports whether r is one of the two joiners, which are part of how words
// and emoji are written: between two characters beyond ASCII, and nowhere else.
func joins(r rune) bool { return r == '\u200c' || r == '\u200d' }

func joinable(r rune) bool { return r >= utf8.RuneSelf && !hidden(r) && !joins(r) }

// first gives the character that s begins with, 0 if it is none.
func first(s string) rune {
	r, n := utf8.DecodeRuneInString(s)
	if n <= 1 && r == utf8.RuneError {
		return 0
	}
	return r
}

func escapeOf(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r)
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// jsonEscapeOf names a character as JSON does.
func jsonEscapeOf(r rune) string {
	if r > 0xffff {
		high, low := utf16.EncodeRune(r)
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
