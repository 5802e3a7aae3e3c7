package stream

import (
	"fmt"
	"regexp/syntax"
	"strings"
)

// splitter takes the look-behind groups out of an expression, which
// regexp/syntax does not know, and leaves an empty group in the place of each.
// On its way it refuses by name what regexp/syntax would only call invalid.
//
// All that it looks for is ASCII, so it reads bytes in either mode.
type splitter struct {
	src    string
	pos    int
	flags  syntax.Flags // in force at pos
	groups int          // capture groups in out so far
	open   []openGroup

	out     []byte
	behinds []behindSource
	splices []splice
}

// behindSource is one look-behind group.
type behindSource struct {
	body   string
	offset int // of the body in the expression
	flags  syntax.Flags
	negate bool
	group  int // number of the empty group that stands for it
}

// openGroup is a group whose ) has not been reached.
type openGroup struct {
	offset int
	flags  syntax.Flags // before the group
	behind bool
	outLen int // length of out before a look-behind
}

// splice records that what follows out[at] comes from src[origin] on.
type splice struct{ at, origin int }

// origin maps an offset in out to one in the expression.
func (s *splitter) origin(at int) int {
	from := splice{}
	for _, p := range s.splices {
		if p.at <= at {
			from = p
		}
	}
	return min(from.origin+at-from.at, len(s.src))
}

func (s *splitter) split() *refusal {
	for s.pos < len(s.src) {
		var r *refusal
		switch s.src[s.pos] {
		case '\\':
			r = s.escape()
		case '[':
			r = s.class()
		case '(':
			r = s.group()
		case ')':
			r = s.closeGroup()
		default:
			s.copy(1)
		}
		if r != nil {
			return r
		}
	}
	if n := len(s.open); n > 0 {
		return &refusal{s.open[n-1].offset, "missing ) for this group", `close it, or write \( for the character`}
	}
	return nil
}

// copy takes the next n bytes over as they are.
func (s *splitter) copy(n int) {
	n = min(n, len(s.src)-s.pos)
	s.out = append(s.out, s.src[s.pos:s.pos+n]...)
	s.pos += n
}

// rest is what has not been read.
func (s *splitter) rest() string { return s.src[s.pos:] }

// escape copies \x, or the whole of \Q…\E.
func (s *splitter) escape() *refusal {
	rest := s.rest()
	if len(rest) == 1 {
		return s.lastBackslash()
	}
	if rest[1] == 'Q' {
		if end := strings.Index(rest[2:], `\E`); end >= 0 {
			s.copy(2 + end + 2)
		} else {
			s.copy(len(rest))
		}
		return nil
	}
	if r := unsupportedEscape(rest); r != nil {
		r.offset = s.pos
		return r
	}
	s.copy(2)
	return nil
}

func (s *splitter) lastBackslash() *refusal {
	return &refusal{s.pos, "backslash at the end", `write \\ for the character`}
}

// class copies a character class, in which parentheses are characters. It
// follows the parser: a ] that comes first is a character, and so is a [ that
// does not begin [:name:].
func (s *splitter) class() *refusal {
	s.copy(1)
	if strings.HasPrefix(s.rest(), "^") {
		s.copy(1)
	}
	for first := true; s.pos < len(s.src); first = false {
		rest := s.rest()
		switch {
		case rest[0] == ']' && !first:
			s.copy(1)
			return nil
		case rest == `\`:
			return s.lastBackslash()
		case rest[0] == '\\':
			s.copy(2)
		case strings.HasPrefix(rest, "[:") && strings.Contains(rest[2:], ":]"):
			s.copy(2 + strings.Index(rest[2:], ":]") + 2)
		default:
			s.copy(1)
		}
	}
	return nil // the parser tells that the ] is missing
}

// group handles everything that begins with a parenthesis.
func (s *splitter) group() *refusal {
	rest := s.rest()
	if r := unsupportedGroup(rest); r != nil {
		r.offset = s.pos
		return r
	}
	switch {
	case strings.HasPrefix(rest, "(?<="), strings.HasPrefix(rest, "(?<!"):
		return s.openBehind()
	case !strings.HasPrefix(rest, "(?"):
		return s.openCapture(len("("))
	case strings.HasPrefix(rest, "(?P<"), strings.HasPrefix(rest, "(?<"):
		return s.openCapture(max(strings.IndexByte(rest, '>')+1, len("(?<")))
	}
	s.openFlags()
	return nil
}

func (s *splitter) openCapture(n int) *refusal {
	if s.insideBehind() {
		return &refusal{s.pos, "a capture group inside look-behind is not supported", "write (?:…)"}
	}
	s.groups++
	s.push(openGroup{offset: s.pos, flags: s.flags})
	s.copy(n)
	return nil
}

func (s *splitter) openBehind() *refusal {
	if s.insideBehind() {
		return &refusal{s.pos, "look-behind inside look-behind is not supported", "put one after the other: both then have to hold at the same place"}
	}
	if len(s.behinds) == maxBehinds {
		return &refusal{s.pos, fmt.Sprintf("more than %d look-behinds are not supported", maxBehinds), "join those that stand in the same place: (?<=a|b)"}
	}
	s.groups++
	s.behinds = append(s.behinds, behindSource{
		offset: s.pos + len("(?<="),
		flags:  s.flags,
		negate: s.src[s.pos+3] == '!',
		group:  s.groups,
	})
	s.push(openGroup{offset: s.pos, flags: s.flags, behind: true, outLen: len(s.out)})
	s.pos += len("(?<=")
	return nil
}

// openFlags reads (?flags) or (?flags:. What is neither is left to the parser.
func (s *splitter) openFlags() {
	flags, negate := s.flags, false
	for i := len("(?"); i < len(s.rest()); i++ {
		var bit syntax.Flags
		on := !negate
		switch s.rest()[i] {
		case 'i':
			bit = syntax.FoldCase
		case 'm':
			bit, on = syntax.OneLine, negate
		case 's':
			bit = syntax.DotNL
		case 'U':
			bit = syntax.NonGreedy
		case '-':
			negate = true
			continue
		case ':':
			s.push(openGroup{offset: s.pos, flags: s.flags})
			s.flags = flags
			s.copy(i + 1)
			return
		case ')':
			s.flags = flags
			s.copy(i + 1)
			return
		default:
			s.push(openGroup{offset: s.pos, flags: s.flags})
			s.copy(len("(?"))
			return
		}
		if flags &^= bit; on {
			flags |= bit
		}
	}
	s.push(openGroup{offset: s.pos, flags: s.flags})
	s.copy(len("(?"))
}

func (s *splitter) push(g openGroup) { s.open = append(s.open, g) }

// insideBehind tells whether a look-behind group is open. It can only be the
// innermost one or have plain groups in it.
func (s *splitter) insideBehind() bool {
	for _, g := range s.open {
		if g.behind {
			return true
		}
	}
	return false
}

func (s *splitter) closeGroup() *refusal {
	n := len(s.open)
	if n == 0 {
		return &refusal{s.pos, "unexpected )", `open a group with ( before it, or write \) for the character`}
	}
	g := s.open[n-1]
	s.open = s.open[:n-1]
	s.flags = g.flags
	if !g.behind {
		s.copy(1)
		return nil
	}
	b := &s.behinds[len(s.behinds)-1]
	b.body = s.src[b.offset:s.pos]
	s.pos++
	s.out = append(s.out[:g.outLen], "()"...)
	s.splices = append(s.splices, splice{at: len(s.out), origin: s.pos})
	return nil
}
