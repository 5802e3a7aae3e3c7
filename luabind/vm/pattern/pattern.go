// Package pattern matches Lua 5.1's patterns. A pattern is compiled once and can
// be shared; a Matcher holds one search and ends when its context does, however
// long the pattern would take.
//
// As in C Lua a malformed pattern is an error only when matching comes to the
// malformed place, and a pattern ends at its first NUL.
package pattern

import "strings"

// specials are the characters that make more of a pattern than its own text.
const specials = "^$*+?.([%-"

// Pattern is a compiled pattern. It does not change.
type Pattern struct {
	items    []item
	text     string
	anchored bool
	plain    bool
}

// Compile compiles p. A "^" at its beginning binds it to where a search begins.
func Compile(p string) *Pattern {
	c := compiler{text: cString(p)}
	out := &Pattern{text: p, plain: !strings.ContainsAny(c.text, specials)}
	if out.anchored = c.peek(0) == '^'; out.anchored {
		c.at++
	}
	out.items = c.compile()
	return out
}

// CompileFloating compiles p as string.gmatch does, for which "^" stands for
// itself.
func CompileFloating(p string) *Pattern {
	c := compiler{text: cString(p)}
	return &Pattern{text: p, plain: !strings.ContainsAny(c.text, specials), items: c.compile()}
}

// Plain reports whether p matches its own text and nothing else.
func (p *Pattern) Plain() bool { return p.plain }

// Anchored reports whether p matches only where a search begins.
func (p *Pattern) Anchored() bool { return p.anchored }

// Err gives the mistake in p that matching would come to, nil if there is none.
func (p *Pattern) Err() error { return p.items[len(p.items)-1].err }

func cString(s string) string {
	if i := strings.IndexByte(s, 0); i >= 0 {
		return s[:i]
	}
	return s
}
