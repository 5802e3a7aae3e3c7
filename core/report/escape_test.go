package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestPrintable(t *testing.T) {
	for _, c := range []struct{ in, want, ascii string }{
		{"plain", "plain", "plain"},
		{"grün ✓ 日本", "grün ✓ 日本", `gr\u00fcn \u2713 \u65e5\u672c`},
		{"\x1b]0;title\x07", `\x1b]0;title\x07`, `\x1b]0;title\x07`},
		{"a\r\n\tb\x00\x7f", `a\r\n\tb\x00\x7f`, `a\r\n\tb\x00\x7f`},
		{"\u009b2J\u0085", `\u009b2J\u0085`, `\u009b2J\u0085`},
		{"\x9b2J\xff", `\x9b2J\xff`, `\x9b2J\xff`},
		{"a\u202eb\u2066c\u2028\ufeff", `a\u202eb\u2066c\u2028\ufeff`, `a\u202eb\u2066c\u2028\ufeff`},
		{"\U000e0041", `\U000e0041`, `\U000e0041`},
		{"👩\u200d🚀 \ufffd", "👩\u200d🚀 \ufffd", `\U0001f469\u200d\U0001f680 \ufffd`},
		{`a\nb`, `a\nb`, `a\nb`},
		{"", "", ""},
	} {
		if got := Printable(c.in); got != c.want {
			t.Errorf("Printable(%q) = %q, want %q", c.in, got, c.want)
		}
		if got := ASCII(c.in); got != c.ascii {
			t.Errorf("ASCII(%q) = %q, want %q", c.in, got, c.ascii)
		}
	}
}

func TestPrintableHidesNothing(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
	rapid.Check(t, func(t *rapid.T) {
		in := texts.Draw(t, "in")
		got, ascii := Printable(in), ASCII(in)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) || strings.ContainsFunc(got, hidden) {
			t.Fatalf("%q gave %q", in, got)
		}
		if strings.ContainsFunc(ascii, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Fatalf("%q gave %q", in, ascii)
		}
		if Printable(got) != got || ASCII(ascii) != ascii {
			t.Fatalf("%q is not left alone", got)
		}
	})
}
