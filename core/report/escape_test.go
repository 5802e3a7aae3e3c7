package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var printables = []struct{ in, want, ascii string }{
	{"plain", "plain", "plain"},
	{"grün ✓ 日本", "grün ✓ 日本", `gr\u00fcn \u2713 \u65e5\u672c`},
	{"\x1b]0;title\x07", `\x1b]0;title\x07`, `\x1b]0;title\x07`},
	{"a\r\n\tb\b\x00\x7f", `a\r\n` + "\t" + `b\x08\x00\x7f`, `a\r\n` + "\t" + `b\x08\x00\x7f`},
	{"\u009b2J\u0085", `\u009b2J\u0085`, `\u009b2J\u0085`},
	{"\x9b2J\xff", `\x9b2J\xff`, `\x9b2J\xff`},
	{"a\u202eb\u2066c\u2028\ufeff", `a\u202eb\u2066c\u2028\ufeff`, `a\u202eb\u2066c\u2028\ufeff`},
	{"\U000e0041", `\U000e0041`, `\U000e0041`},
	{"👩\u200d🚀 \ufffd", "👩\u200d🚀 \ufffd", `\U0001f469\u200d\U0001f680 \ufffd`},
	{"می\u200cخواهم", "می\u200cخواهم", `\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645`},
	{"ad\u200dmin ü\u200c\u200cü", `ad\u200dmin ü\u200c\u200cü`, `ad\u200dmin \u00fc\u200c\u200c\u00fc`},
	{"\u200dü\u200d\xff", `\u200dü\u200d\xff`, `\u200d\u00fc\u200d\xff`},
	{"a\u3164b\u00adc", `a\u3164b\u00adc`, `a\u3164b\u00adc`},
	{`a\nb`, `a\nb`, `a\nb`},
	{"", "", ""},
}

func TestPrintable(t *testing.T) {
	for _, c := range printables {
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
	rapid.Check(t, func(t *rapid.T) { hidesNothing(t, texts.Draw(t, "in")) })
}

func FuzzPrintable(f *testing.F) {
	for _, c := range printables {
		f.Add(c.in)
	}
	f.Add(hostile)
	f.Fuzz(func(t *testing.T, in string) { hidesNothing(t, in) })
}

// hidesNothing checks what in is made of.
func hidesNothing(t interface{ Fatalf(string, ...any) }, in string) {
	got, ascii := Printable(in), ASCII(in)
	if bad := effects(got); bad != "" {
		t.Fatalf("%q gave %q, with %s", in, got, bad)
	}
	if strings.ContainsFunc(ascii, func(r rune) bool { return r != '\t' && r < ' ' || r > '~' }) {
		t.Fatalf("%q gave %q", in, ascii)
	}
	if Printable(got) != got || ASCII(ascii) != ascii {
		t.Fatalf("%q is not left alone", got)
	}
	picture := func(r rune) bool {
		return r == '\t' || unicode.IsGraphic(r) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
	}
	if !strings.ContainsFunc(in, func(r rune) bool { return !picture(r) }) && utf8.ValidString(in) && got != in {
		t.Fatalf("%q was changed to %q", in, got)
	}
	for _, last := range []rune{unicode.MaxASCII, unicode.MaxRune} {
		plain, _ := json.Marshal(in)
		var back, want string
		_ = json.Unmarshal(plain, &want)
		line := escape(string(plain), last, jsonEscapeOf)
		if err := json.Unmarshal([]byte(line), &back); err != nil || back != want || effects(line) != "" {
			t.Fatalf("%q became %s in JSON, and then %q (%v)", in, line, back, err)
		}
	}
}

// effects names what text has that a terminal or a reader could take for more
// than its picture, "" if there is nothing.
func effects(text string) string {
	if !utf8.ValidString(text) {
		return "invalid UTF-8"
	}
	runes := []rune(" " + text + " ")
	for i, r := range runes {
		switch {
		case r < ' ' && r != '\t', r >= 0x7f && r <= 0x9f, // controls
			r == 0xad, r == 0x61c, r >= 0x200b && r <= 0x200f && !joins(r), r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff,
			r == 0x2028, r == 0x2029, r == 0x115f, r == 0x3164, r >= 0xe0000 && r <= 0xe007f,
			joins(r) && (runes[i-1] < utf8.RuneSelf || runes[i+1] < utf8.RuneSelf || joins(runes[i-1])):
			return fmt.Sprintf("%+q", r)
		}
	}
	return ""
}
