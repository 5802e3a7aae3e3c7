package report

import (
	"fmt"
	"strings"

	"github.com/tlua/tlua/core/event"
)

// expectations counts the tests of which something was said before, and those of
// which it ought to have been.
type expectations struct{ as, unexpected, fresh int }

func (n *expectations) count(x *event.Expected) {
	switch {
	case x == nil:
	case x.New:
		n.fresh++
	case x.As:
		n.as++
	default:
		n.unexpected++
	}
}

// String gives "2 as expected, 1 unexpected, 1 new", without what there is none
// of.
func (n *expectations) String() string {
	var parts []string
	for _, p := range []struct {
		count int
		word  string
	}{{n.as, "as expected"}, {n.unexpected, "unexpected"}, {n.fresh, "new"}} {
		if p.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.count, p.word))
		}
	}
	return strings.Join(parts, ", ")
}

// compared gives the mark of a result beside what was expected: "✗ FAILED
// (expected, BUG-12)".
func (c *Suite) compared(r event.Result, x *event.Expected) string {
	if x == nil {
		return c.mark(r)
	}
	word := "expected"
	switch {
	case x.New:
		word = "new"
	case !x.As:
		word = "unexpected"
	}
	if x.Key != "" {
		word += ", " + c.s.line(x.Key)
	}
	mark := c.mark(r)
	switch result := strings.ToUpper(string(r)); {
	case x.As && r.Bad():
		mark = c.s.paint(yellow, c.s.either("✗ "+result, marks[r].ascii))
	case x.Fails(r) && !r.Bad():
		mark = c.s.paint(red, c.s.either("✗ "+result, result))
	}
	return mark + " (" + word + ")"
}

// unlike tells what was expected in place of what was.
func (c *Suite) unlike(b *strings.Builder, x *event.Expected, verdicts []string) {
	if x == nil || x.New || x.As {
		return
	}
	want := x.Want
	if x.Note != "" {
		want += " (" + x.Note + ")"
	}
	b.WriteString("  expected: " + c.s.line(want) + "\n")
	for _, v := range verdicts {
		b.WriteString("  verdict: " + c.s.line(v) + "\n")
	}
}

// dotOf gives the character of a test, and its colour: that of its result, but x
// for one that failed as expected, and X for one that did not as it should have.
func dotOf(r event.Result, x *event.Expected) (dot, color string) {
	switch {
	case x != nil && x.As && r.Bad():
		return "x", yellow
	case x.Fails(r) && !r.Bad():
		return "X", red
	}
	return marks[r].dot, marks[r].color
}
