package stream

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"sort"
	"strings"
	"unicode/utf8"
)

// SyntaxError says why a pattern does not compile.
type SyntaxError struct {
	Pattern string // as given to Compile
	Offset  int    // of the offending part, in bytes from 0
	Message string // what is wrong

	hint string // what would be right
}

// Error is one line that quotes the pattern, gives the position (the first
// character is 1) and says what would be right.
func (e *SyntaxError) Error() string {
	at := utf8.RuneCountInString(e.Pattern[:e.Offset]) + 1
	text := fmt.Sprintf("pattern %q: %s (position %d)", e.Pattern, e.Message, at)
	if e.hint != "" {
		text += ": " + e.hint
	}
	return text
}

// refusal is a SyntaxError before it is known in which pattern; its offset is
// one in the expression, that is without (*UTF).
type refusal struct {
	offset        int
	message, hint string
}

func (c *compiler) refuse(r *refusal) *SyntaxError {
	return &SyntaxError{Pattern: c.pattern, Offset: c.offset + r.offset, Message: r.message, hint: r.hint}
}

// explain words an error of syntax.Parse and finds where in text it is.
func explain(text string, flags syntax.Flags, err error) (int, *refusal) {
	var e *syntax.Error
	if !errors.As(err, &e) {
		return 0, &refusal{message: err.Error()}
	}
	r := &refusal{message: string(e.Code)}
	quoted := fmt.Sprintf(" %q", e.Expr)
	switch e.Code {
	case syntax.ErrInvalidRepeatOp:
		if strings.HasSuffix(e.Expr, "+") && len(e.Expr) > 1 {
			r.message = fmt.Sprintf("possessive quantifier %s is not supported", e.Expr)
			r.hint = "leave the last + out; matching takes linear time without it"
			break
		}
		r.message += quoted
		r.hint = "put the inner repetition in (?:…)"
	case syntax.ErrInvalidRepeatSize:
		r.message += quoted
		r.hint = "{n,m} needs n <= m, and 1000 at most, also in nested repetitions"
	case syntax.ErrMissingRepeatArgument:
		r.message += quoted
		r.hint = `put something before it, or write \` + e.Expr + " for the character"
	case syntax.ErrInvalidEscape:
		r.message += quoted
		r.hint = `write \\ for a backslash; letters and digits have no backslash unless it has a meaning`
	case syntax.ErrInvalidCharRange, syntax.ErrInvalidCharClass:
		r.message += quoted
		r.hint = "a range goes from the lower to the higher character; a class has a known name, as [:alpha:] or \\pL"
	case syntax.ErrMissingBracket:
		r.hint = `close the class with ], or write \[ for the character`
	case syntax.ErrInvalidNamedCapture:
		r.message += quoted
		r.hint = "write (?P<name>…) with letters, digits and _"
	case syntax.ErrInvalidPerlOp:
		r.message += quoted
		r.hint = "known are (?:…), (?P<name>…), (?<=…), (?<!…) and the flags i, m, s, U"
	case syntax.ErrInvalidUTF8:
		r.hint = "after (*UTF) the pattern has to be UTF-8; without it bytes are characters"
	case syntax.ErrLarge, syntax.ErrNestingDepth:
		r.hint = "use fewer or smaller repetitions and groups"
	}
	return locate(text, flags, e), r
}

// locate finds the error in text. The parser does not tell, but it reads from
// left to right: the shortest beginning that has the same error ends with it.
func locate(text string, flags syntax.Flags, want *syntax.Error) int {
	switch want.Code {
	case syntax.ErrLarge, syntax.ErrNestingDepth, syntax.ErrInternalError:
		return 0
	case syntax.ErrInvalidUTF8:
		return validUTF8Len(text)
	}
	end := sort.Search(len(text), func(n int) bool {
		_, err := syntax.Parse(text[:n], flags)
		var e *syntax.Error
		return errors.As(err, &e) && *e == *want
	})
	return max(strings.LastIndex(text[:end], want.Expr), 0)
}

// validUTF8Len is the length of the part of s before its first invalid byte.
func validUTF8Len(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, w := utf8.DecodeRuneInString(s[i:]); w <= 1 {
				return i
			}
		}
	}
	return len(s)
}
