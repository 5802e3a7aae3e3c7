package stream

import (
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// An alphabet divides the characters into classes that an expression does not
// tell apart. Class 0 stands for a byte of which the class is not known yet:
// the first of a rune that has several.
type alphabet struct {
	bytes   [256]uint16 // class of a byte
	fast    [256]uint8  // the same where it is less than fastClasses, else 0
	bounds  []rune      // first character of every interval, ascending
	classes []uint16    // class of every interval
	samples []rune      // a character of every class
	words   bool        // whether word characters matter to assertions
	lines   bool        // whether newlines do
	returns bool        // whether a \r does, as the end of a line
	last    rune        // the greatest character

	eof   int // the class that follows those of characters: there is none any more
	width int // number of classes, eof included
}

const (
	firstClass  = 1  // the first class that stands for characters
	fastClasses = 64 // those below have transitions in the states themselves
)

func maxRune(utf bool) rune {
	if utf {
		return unicode.MaxRune
	}
	return 0xff
}

// A kind is what assertions can ask of a character. It is given by one.
type kind rune

const (
	kindText   kind = -1 // none: the text begins or ends here
	kindLine   kind = '\n'
	kindReturn kind = '\r'
	kindWord   kind = 'x'
	kindOther  kind = ' '
)

// kindOf gives r's kind, as far as the expression's assertions tell.
func (a *alphabet) kindOf(r rune) kind {
	switch {
	case r == '\n' && a.lines:
		return kindLine
	case r == '\r' && a.returns:
		return kindReturn
	case a.words && syntax.IsWordChar(r):
		return kindWord
	}
	return kindOther
}

// between gives the assertions that hold between two characters, or their
// kinds.
func (a *alphabet) between(before, next rune) syntax.EmptyOp {
	ops := syntax.EmptyOpContext(before, next)
	switch {
	case !a.returns:
	case next == '\r':
		ops |= syntax.EmptyEndLine
	case before == '\r' && next == '\n':
		ops &^= syntax.EmptyEndLine // the line has ended before the \r
	}
	return ops
}

// kindBehind is kindOf, but r may be what stands for the end of the text.
func (a *alphabet) kindBehind(r rune) kind {
	if r == rune(kindText) {
		return kindText
	}
	return a.kindOf(r)
}

// newAlphabet finds the classes: it cuts the characters into intervals at the
// bounds of all sets and joins the intervals that no set tells apart.
func newAlphabet(sets []charSet, asserts syntax.EmptyOp, utf, returns bool) *alphabet {
	a := &alphabet{
		words:   asserts&(syntax.EmptyWordBoundary|syntax.EmptyNoWordBoundary) != 0,
		lines:   asserts&(syntax.EmptyBeginLine|syntax.EmptyEndLine) != 0,
		returns: returns && asserts&syntax.EmptyEndLine != 0,
		last:    maxRune(utf),
	}
	a.bounds = bounds(sets, a)
	a.samples = make([]rune, firstClass)
	known := map[string]uint16{}
	signature := make([]byte, 1+len(sets))
	for _, r := range a.bounds {
		signature[0] = byte(a.kindOf(r))
		for i, set := range sets {
			signature[1+i] = 0
			if set.has(r) {
				signature[1+i] = 1
			}
		}
		c, ok := known[string(signature)]
		if !ok {
			c = uint16(len(a.samples))
			known[string(signature)] = c
			a.samples = append(a.samples, r)
		}
		a.classes = append(a.classes, c)
	}
	a.eof = len(a.samples)
	a.width = a.eof + 1
	single := 256
	if utf {
		single = utf8.RuneSelf
	}
	for b := range single {
		c := a.class(rune(b))
		a.bytes[b] = uint16(c)
		if c < fastClasses {
			a.fast[b] = uint8(c)
		}
	}
	return a
}

// sample is a character of class c, or what stands for the end of the text.
func (a *alphabet) sample(c int) rune {
	if c == a.eof {
		return rune(kindText)
	}
	return a.samples[c]
}

// class is the class of a character.
func (a *alphabet) class(r rune) int {
	i, found := slices.BinarySearch(a.bounds, r)
	if !found {
		i--
	}
	return int(a.classes[i])
}

// bounds lists where the classes can change.
func bounds(sets []charSet, a *alphabet) []rune {
	list := []rune{0}
	add := func(lo, hi rune) { list = append(list, lo, hi+1) }
	for _, set := range sets {
		for i := 0; i < len(set); i += 2 {
			add(set[i], set[i+1])
		}
	}
	if a.lines {
		add('\n', '\n')
	}
	if a.returns {
		add('\r', '\r')
	}
	if a.words {
		add('0', '9')
		add('A', 'Z')
		add('_', '_')
		add('a', 'z')
	}
	list = slices.DeleteFunc(list, func(r rune) bool { return r > a.last })
	slices.Sort(list)
	return slices.Compact(list)
}

// charSet is a set of characters: pairs of a lowest and a highest one, in
// ascending order.
type charSet []rune

func (s charSet) has(r rune) bool {
	i, found := slices.BinarySearch(s, r)
	return found || i%2 == 1
}

// setTable collects the different sets of an expression.
type setTable struct {
	sets    []charSet
	index   map[string]uint32
	maxRune rune
}

// add gives the number of the set that an instruction accepts.
func (t *setTable) add(si *syntax.Inst) uint32 {
	set := t.charSet(si)
	var key []byte // not string(set): that would take all surrogates for one
	for _, r := range set {
		key = append(key, byte(r), byte(r>>8), byte(r>>16))
	}
	n, ok := t.index[string(key)]
	if !ok {
		n = uint32(len(t.sets))
		t.index[string(key)] = n
		t.sets = append(t.sets, set)
	}
	return n
}

func (t *setTable) charSet(si *syntax.Inst) charSet {
	switch {
	case si.Op == syntax.InstRuneAny:
		return charSet{0, t.maxRune}
	case si.Op == syntax.InstRuneAnyNotNL:
		return charSet{0, '\n' - 1, '\n' + 1, t.maxRune}
	case len(si.Rune) != 1:
		return si.Rune
	}
	// A single character stands for all its cases if they are folded.
	runes := []rune{si.Rune[0]}
	if syntax.Flags(si.Arg)&syntax.FoldCase != 0 && si.Op == syntax.InstRune {
		for r := unicode.SimpleFold(si.Rune[0]); r != si.Rune[0]; r = unicode.SimpleFold(r) {
			runes = append(runes, r)
		}
	}
	slices.Sort(runes)
	var set charSet
	for _, r := range runes {
		set = append(set, r, r)
	}
	return set
}
