package html

import (
	"strconv"
	"unicode/utf8"

	"github.com/tlua/tlua/core/report"
)

// literal is markup of the page's own. Constants become one by themselves, and
// nothing that a program or a script wrote does: that goes through text.
type literal string

// markup is a part of a page that is put together. It is what a template would
// make, in a tenth of the time.
type markup struct{ b []byte }

// raw adds markup of the page's own.
func (m *markup) raw(parts ...literal) *markup {
	for _, p := range parts {
		m.b = append(m.b, p...)
	}
	return m
}

// text adds text of programs and scripts, between elements or in the quotes of an
// attribute: nothing in it is taken for an element, and what is invisible is shown
// by its escape.
func (m *markup) text(s string) *markup {
	if !plain(s) {
		s = report.Printable(s)
	}
	from := 0
	for i := range len(s) {
		var escape string
		switch s[i] {
		case '<':
			escape = "&lt;"
		case '>':
			escape = "&gt;"
		case '&':
			escape = "&amp;"
		case '"':
			escape = "&#34;"
		case '\'':
			escape = "&#39;"
		default:
			continue
		}
		m.b = append(append(m.b, s[from:i]...), escape...)
		from = i + 1
	}
	m.b = append(m.b, s[from:]...)
	return m
}

// plain reports whether all of s is visible as it is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c >= utf8.RuneSelf-1 {
			return false
		}
	}
	return true
}

// lines adds text of several lines, each made visible.
func (m *markup) lines(s string) *markup {
	for i, l := range lines(s) {
		if i > 0 {
			m.b = append(m.b, '\n')
		}
		m.text(l)
	}
	return m
}

func (m *markup) int(n int) *markup {
	m.b = strconv.AppendInt(m.b, int64(n), 10)
	return m
}

// percent adds a place to a hundredth of a percent.
func (m *markup) percent(v float64) *markup {
	n := int64(v*100 + 0.5)
	if v < 0 {
		n = int64(v*100 - 0.5)
	}
	if n < 0 {
		m.b = append(m.b, '-')
		n = -n
	}
	m.b = strconv.AppendInt(m.b, n/100, 10)
	if n %= 100; n > 0 {
		m.b = append(m.b, '.', byte('0'+n/10))
		if n%10 > 0 {
			m.b = append(m.b, byte('0'+n%10))
		}
	}
	m.b = append(m.b, '%')
	return m
}

// part adds another part.
func (m *markup) part(p *markup) *markup {
	m.b = append(m.b, p.b...)
	return m
}

// String gives the part as it is written.
func (m *markup) String() string { return string(m.b) }
