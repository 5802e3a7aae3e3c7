package report

import (
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/mattn/go-runewidth"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// descriptor is what files have that can be terminals.
type descriptor interface{ Fd() uintptr }

// isTerminal reports whether w is a terminal that can move its cursor; term is
// the value of TERM.
func isTerminal(w io.Writer, termName string) bool {
	d, ok := w.(descriptor)
	return ok && term.IsTerminal(int(d.Fd())) && termName != "dumb"
}

// sizeOf gives the function that asks for the size of the terminal w, nil if it
// is none. A terminal that does not know its size has 80 columns and 24 rows.
func sizeOf(w io.Writer) func() (cols, rows int) {
	if !isTerminal(w, os.Getenv("TERM")) {
		return nil
	}
	fd := int(w.(descriptor).Fd())
	return func() (int, int) {
		cols, rows, err := term.GetSize(fd)
		if err != nil || cols < 1 || rows < 1 {
			return 80, 24
		}
		return cols, rows
	}
}

// sameTerminal reports whether a and b are open on the same terminal device.
func sameTerminal(a, b io.Writer) bool {
	da, okA := a.(descriptor)
	db, okB := b.(descriptor)
	if !okA || !okB || !term.IsTerminal(int(db.Fd())) {
		return false
	}
	var sa, sb unix.Stat_t
	return unix.Fstat(int(da.Fd()), &sa) == nil && unix.Fstat(int(db.Fd()), &sb) == nil && sa.Rdev == sb.Rdev
}

// cells measures text as the terminal of the user's locale shows it.
func cells() *runewidth.Condition { return runewidth.NewCondition() }

// sgr finds the sequences that change colours and weight.
var sgr = regexp.MustCompile("\x1b\\[[0-9;]*m")

// width gives the columns that a line with SGR sequences takes.
func width(line string) int {
	return cells().StringWidth(sgr.ReplaceAllString(line, ""))
}

// clip shortens a line to cols columns. SGR sequences take no room; what they
// switched on is switched off where the line is cut. Other control characters
// become visible.
func clip(line string, cols int) string {
	if strings.IndexFunc(line, hidden) < 0 {
		return cells().Truncate(line, max(cols, 0), "")
	}
	var b strings.Builder
	left, styled := cols, false
	for line != "" {
		at := sgr.FindStringIndex(line)
		if at != nil && at[0] == 0 {
			b.WriteString(line[:at[1]])
			line, styled = line[at[1]:], true
			continue
		}
		text := line
		if at != nil {
			text = line[:at[0]]
		}
		line = line[len(text):]
		text = Printable(text)
		part := cells().Truncate(text, max(left, 0), "")
		b.WriteString(part)
		left -= cells().StringWidth(part)
		if part != text {
			if styled {
				b.WriteString("\x1b[0m")
			}
			break
		}
	}
	return b.String()
}
