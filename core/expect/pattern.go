package expect

import (
	"strings"
	"unicode/utf8"

	"github.com/tlua/tlua/core/event"
)

// Pattern is a text in which * is any text, ? any character, and a backslash takes
// the meaning from what follows it.
type Pattern struct {
	text   string
	pieces []piece
}

// piece is a character, or one of the two that have a meaning.
type piece struct {
	char rune
	any  bool // '*' or '?' as such
}

// ParsePattern reads a pattern. Every text is one.
func ParsePattern(text string) Pattern {
	p := Pattern{text: text}
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '\\' && i+1 < len(runes):
			i++
			p.pieces = append(p.pieces, piece{char: runes[i]})
		default:
			p.pieces = append(p.pieces, piece{r, r == '*' || r == '?'})
		}
	}
	return p
}

// Quote gives the pattern that matches a text and no other.
func Quote(text string) string { return quoter.Replace(text) }

var quoter = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`)

// Match reports whether the pattern matches the whole of a text. Bytes that are no
// UTF-8 are characters, all alike.
func (p Pattern) Match(text string) bool {
	at, star, retry := 0, -1, 0 // star: the last *; retry: where the text behind what it took begins
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case at < len(p.pieces) && p.pieces[at] == piece{'*', true}:
			star, retry = at, i
			at++
		case at < len(p.pieces) && (p.pieces[at] == piece{'?', true} || p.pieces[at] == piece{r, false}):
			at++
			i += n
		case star >= 0: // let it take one more
			_, n := utf8.DecodeRuneInString(text[retry:])
			retry += n
			at, i = star+1, retry
		default:
			return false
		}
	}
	for at < len(p.pieces) && p.pieces[at] == (piece{'*', true}) {
		at++
	}
	return at == len(p.pieces)
}

// matchesTest reports whether the pattern matches a test: its file, its full name,
// or both as Name gives them.
func (p Pattern) matchesTest(t *event.Test) bool {
	return p.Match(t.Name) || p.Match(t.File) || p.Match(Name(t))
}

// Name gives a test's file and full name: "spec/net_spec.lua: net connects".
func Name(t *event.Test) string { return t.File + ": " + t.Name }

// String gives the pattern as it was written.
func (p Pattern) String() string { return p.text }
