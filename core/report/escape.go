// Package report turns events into what a person or a machine reads: the
// console, with its status lines below a scrolling log, and the log.
package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable gives s with everything made visible that could move a terminal's
// cursor, set its title, turn the direction of writing or hide: control
// characters become \n, \t, \x1b and the like, those beyond ASCII, and Unicode's
// format characters, \u202e; bytes that are no UTF-8 become \xff. It is for
// reading only: a backslash stays one, so the result cannot be turned back.
func Printable(s string) string { return escape(s, unicode.MaxRune) }

// ASCII is Printable for terminals without UTF-8: whatever is not ASCII becomes
// an escape too.
func ASCII(s string) string { return escape(s, unicode.MaxASCII) }

func escape(s string, last rune) string {
	bad := func(r rune) bool { return r > last || r == utf8.RuneError || hidden(r) }
	if strings.IndexFunc(s, bad) < 0 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case r <= last && !hidden(r):
			b.WriteRune(r)
		default:
			b.WriteString(escapeOf(r))
		}
		s = s[n:]
	}
	return b.String()
}

// hidden reports whether r has an effect instead of a picture. The two joiners
// are part of how words and emoji are written.
func hidden(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != nonJoiner && r != joiner
}

func escapeOf(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r)
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
