package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// Text writes a summary for people, as plain text.
func Text(w io.Writer, run *results.Run) error {
	var b strings.Builder
	for _, f := range findings(run) {
		file, line := f.place()
		fmt.Fprintf(&b, "%s %s\n", strings.ToUpper(f.result), strings.TrimSpace(placed(file, line)+" "+f.title))
		for l := range strings.Lines(short(explain(f.failures), detailSize)) {
			b.WriteString(strings.TrimRight("  "+l, " \n") + "\n")
		}
		b.WriteByte('\n')
	}
	list := func(head string, tests []*results.Test, note func(*results.Test) string) {
		if len(tests) == 0 {
			return
		}
		b.WriteString(head + ":\n")
		for _, t := range tests[:min(len(tests), listMost)] {
			fmt.Fprintf(&b, "  %10s  %s %s\n", note(t), placed(t.File, t.Line), title(t))
		}
		if more := len(tests) - listMost; more > 0 {
			fmt.Fprintf(&b, "  … and %d more\n", more)
		}
		b.WriteByte('\n')
	}
	list("flaky", flaky(run), func(t *results.Test) string { return counted(len(t.Attempts), "attempt") })
	list("slowest", slowest(run, listMost), func(t *results.Test) string { return report.Duration(took(t)) })
	fmt.Fprintf(&b, "%s: %s\n", outcome(run), verdict(run))
	_, err := io.WriteString(w, b.String())
	return err
}
