package grammar

import (
	"fmt"
	"strings"
)

// near gives the token that was read last, which is of kind t, as messages show
// it. As in C a text ends at its first NUL.
func (l *lexer) near(t token) string {
	switch {
	case t == noToken:
		return ""
	case t < ' ' || t == 0x7f:
		return fmt.Sprintf("char(%d)", int(t))
	case t != tokenName && t != tokenNumber && t != tokenString:
		return t.String()
	}
	text := string(l.src[l.start:l.pos])
	if t == tokenString {
		text = stringText(text)
	}
	text, _, _ = strings.Cut(text, "\x00")
	return text
}

// newlines makes every end of a line a "\n".
var newlines = strings.NewReplacer("\r\n", "\n", "\n\r", "\n", "\r", "\n")

// stringText gives a string between its delimiters, with the characters that it
// stands for.
func stringText(src string) string {
	src = newlines.Replace(src)
	if src[0] == '[' {
		text := strings.Index(src[1:], "[") + 2
		return src[:text] + strings.TrimPrefix(src[text:], "\n")
	}
	var b strings.Builder
	for {
		plain, rest, escaped := strings.Cut(src, `\`)
		b.WriteString(plain)
		if !escaped {
			return b.String()
		}
		c, size := unescape(rest)
		b.WriteByte(c)
		src = rest[size:]
	}
}

// escapes are the characters that letters stand for.
var escapes = map[byte]byte{'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v'}

// unescape gives the character at the beginning of s, which follows a "\", and
// its size.
func unescape(s string) (c byte, size int) {
	if classes[s[0]] == digit {
		return decimal([]byte(s))
	}
	if c, ok := escapes[s[0]]; ok {
		return c, 1
	}
	return s[0], 1
}
