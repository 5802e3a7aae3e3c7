package stream

import (
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// utfPrefix makes a pattern see runes instead of bytes.
const utfPrefix = "(*UTF)"

// perlFlags is regexp's dialect with multi-line ^ and $.
const perlFlags = syntax.Perl &^ syntax.OneLine

// Option changes what a pattern means.
type Option uint8

// Terminal is for what comes out of a terminal, where lines end in \r\n: $
// matches before the \r, not behind it. A \r that no newline follows counts,
// too, as what comes next is not waited for.
const Terminal Option = 1

// Pattern is a compiled regular expression. It is safe for concurrent use.
type Pattern struct {
	source  string
	utf     bool
	names   []string // of the groups, group 0 included
	prog    *program
	behinds []*behind
	// asksNext tells that a look-behind may depend on the character that follows.
	asksNext bool
	context  int // bytes before a position that may be asked for there
	skipper  skipper

	states        stateCache
	steppers      sync.Pool
	searches      sync.Pool
	noTransitions []atomic.Pointer[state] // of classes from fastClasses on, for states outside the cache: all nil
}

// Compile compiles a filter's pattern: RE2 syntax (Go's regexp/syntax, Perl
// flags, multi-line ^ and $) plus look-behind (?<=…) (?<!…) of bounded length
// (at most 255 characters, not nested). Bytes are characters by default; a
// pattern that begins with (*UTF) sees runes.
//
// The error is a *SyntaxError.
func Compile(pattern string, options ...Option) (*Pattern, error) {
	body, utf := strings.CutPrefix(pattern, utfPrefix)
	c := compiler{
		pattern: pattern, offset: len(pattern) - len(body), utf: utf, returns: slices.Contains(options, Terminal),
	}
	p, err := c.compile(body)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// Groups is the number of capture groups, group 0 not counted.
func (p *Pattern) Groups() int { return len(p.names) - 1 }

// GroupNames gives the names of the groups, as regexp.SubexpNames does: the
// first is group 0's, and a group without a name has "".
func (p *Pattern) GroupNames() []string { return slices.Clone(p.names) }

// String is the pattern as it was given to Compile.
func (p *Pattern) String() string { return p.source }

// stride is the number of registers in a row: a start and an end per group.
func (p *Pattern) stride() int { return 2 * len(p.names) }

// compiler turns one pattern into a Pattern.
type compiler struct {
	pattern string // as given
	offset  int    // where the expression begins in it, after (*UTF)
	utf     bool
	returns bool // lines may end in \r
}

// parsed is a pattern that has been read, but for what the groups of several
// patterns together need.
type parsed struct {
	re      *syntax.Regexp // with an empty group in the place of each look-behind
	sources []behindSource
	behinds []*behind
}

// compile returns a plain *SyntaxError so that its helpers can, too; Compile
// keeps a nil one from becoming a non-nil error.
func (c *compiler) compile(body string) (*Pattern, *SyntaxError) {
	read, err := c.read(body)
	if err != nil {
		return nil, err
	}
	return c.build(read)
}

// read reads an expression.
func (c *compiler) read(body string) (*parsed, *SyntaxError) {
	s := splitter{src: body, flags: perlFlags}
	if r := s.split(); r != nil {
		return nil, c.refuse(r)
	}
	re, err := c.parse(string(s.out), perlFlags, s.origin)
	if err != nil {
		return nil, err
	}
	read := &parsed{re: re, sources: s.behinds}
	for _, src := range s.behinds {
		b, err := c.compileBehind(src)
		if err != nil {
			return nil, err
		}
		read.behinds = append(read.behinds, b)
	}
	return read, nil
}

// build makes a pattern of what has been read.
func (c *compiler) build(read *parsed) (*Pattern, *SyntaxError) {
	p := &Pattern{source: c.pattern, utf: c.utf, behinds: read.behinds}
	groups := newGroupMap(read.re.CapNames(), read.sources)
	p.names = groups.names
	var asks syntax.EmptyOp
	for _, b := range p.behinds {
		asks |= b.asks
	}
	var err *SyntaxError
	if p.prog, err = c.program(read.re, groups, asks); err != nil {
		return nil, err
	}
	p.asksNext = asks != 0
	p.prog.findLive()
	p.skipper = newSkipper(p)
	p.context = contextBytes(p)
	p.noTransitions = make([]atomic.Pointer[state], p.moreClasses())
	return p, nil
}

// parse parses a part of the pattern. origin maps an offset in src to one in
// the expression, for errors.
func (c *compiler) parse(src string, flags syntax.Flags, origin func(int) int) (*syntax.Regexp, *SyntaxError) {
	text := src
	if !c.utf {
		text = latin1(src)
	}
	re, err := syntax.Parse(text, flags)
	if err == nil {
		return re, nil
	}
	at, r := explain(text, flags, err)
	if !c.utf {
		at = utf8.RuneCountInString(text[:at])
	}
	r.offset = origin(at)
	return nil, c.refuse(r)
}

// program compiles a parsed expression.
func (c *compiler) program(re *syntax.Regexp, groups *groupMap, asserts syntax.EmptyOp) (*program, *SyntaxError) {
	compiled, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil, c.refuse(&refusal{message: err.Error()})
	}
	return newProgram(compiled, groups, asserts, c.utf, c.returns), nil
}

// latin1 makes every byte one character.
func latin1(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// encode is the inverse of what the parser was given: the bytes that the
// characters stand for in the text.
func encode(runes []rune, utf bool) []byte {
	if utf {
		return []byte(string(runes))
	}
	b := make([]byte, len(runes))
	for i, r := range runes {
		b[i] = byte(r)
	}
	return b
}

// contextBytes is what has to be kept before the earliest position that may
// still be examined: the previous character, what look-behind may see and one
// more character for its assertions, and what the skipper looks for.
func contextBytes(p *Pattern) int {
	n := max(utf8.UTFMax, p.skipper.delta)
	for _, b := range p.behinds {
		chars := b.max + 1
		if p.utf {
			chars *= utf8.UTFMax
		}
		n = max(n, chars)
	}
	return n
}

// groupMap translates the group numbers of the rewritten expression, in which
// every look-behind is a group, too.
type groupMap struct {
	names  []string
	number []int // of a rewritten group: its number in the pattern, or -1
	behind []int // of a rewritten group: its look-behind, or -1
}

func newGroupMap(names []string, behinds []behindSource) *groupMap {
	g := &groupMap{number: make([]int, len(names)), behind: make([]int, len(names))}
	for i := range g.behind {
		g.behind[i] = -1
	}
	for i, b := range behinds {
		g.behind[b.group] = i
	}
	for i, name := range names {
		if g.behind[i] >= 0 {
			g.number[i] = -1
			continue
		}
		g.number[i] = len(g.names)
		g.names = append(g.names, name)
	}
	return g
}
