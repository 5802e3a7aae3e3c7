package expect

import (
	"github.com/tlua/tlua/core/event"
)

// Book is what is known of tests. Of several entries about the same test the last
// counts: what is general comes first, and what is added at the end has the final
// word.
type Book []Entry

// find gives the entry that counts for a test, nil if there is none.
func (b Book) find(p Platform, t *event.Test) *Entry {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i].Matches(t) && b[i].When.Holds(p) {
			return &b[i]
		}
	}
	return nil
}

// Judge compares what a test came to, on a platform, with what was expected. It
// gives nil if the book has no entry about it and the result is no bad one. It may
// be called from several goroutines at once.
func (b Book) Judge(p Platform, t *event.Test, r event.Result, verdicts []string) *event.Expected {
	e := b.find(p, t)
	if e == nil {
		if !r.Bad() {
			return nil
		}
		return &event.Expected{Result: event.Passed, New: true, Want: string(event.Passed)}
	}
	x := &event.Expected{Want: e.want(), Key: e.Key, Note: e.Note}
	x.Result, x.As = e.expected(r)
	x.As = x.As && e.has(verdicts)
	return x
}
