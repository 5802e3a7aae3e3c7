package export

import (
	"fmt"
	"strings"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// order is that in which results are counted up.
var order = []struct {
	result event.Result
	word   string
}{
	{event.Passed, "passed"},
	{event.Failed, "failed"},
	{event.Errored, "with errors"},
	{event.TimedOut, "timed out"},
	{event.Interrupted, "interrupted"},
	{event.Flaky, "flaky"},
	{event.Skipped, "skipped"},
	{event.Pending, "pending"},
}

// verdict gives the run in a sentence: "2 passed, 1 failed in 3.1s".
func verdict(run *results.Run) string {
	counts := run.Counts()
	var parts []string
	for _, o := range order {
		if n := counts[o.result]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, o.word))
		}
	}
	if n := run.FailedFiles(); n > 0 {
		parts = append(parts, fmt.Sprintf("%s failed outside of tests", counted(n, "file")))
	}
	if parts == nil {
		parts = []string{"no tests were run"}
	}
	return strings.Join(parts, ", ") + compared(run) + " in " + report.Duration(run.Duration)
}

// compared counts what was expected, in the console's words: "; 2 as expected, 1
// new". "" if there are no expectations.
func compared(run *results.Run) string {
	as, unexpected, fresh := run.Compared()
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{as, "as expected"}, {unexpected, "unexpected"}, {fresh, "new"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.word))
		}
	}
	if parts == nil {
		return ""
	}
	return "; " + strings.Join(parts, ", ")
}

// outcome is the run in a word.
func outcome(run *results.Run) string {
	for _, g := range run.Gaps() {
		if g.Word == string(event.Interrupted) {
			return g.Word
		}
	}
	if run.Failed() {
		return "failed"
	}
	return "passed"
}
