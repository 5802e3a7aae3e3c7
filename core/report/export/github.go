package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// What GitHub shows of annotations.
const (
	annotationSize = 4 << 10 // bytes that one says at most
	annotationMost = 10      // of a kind, from one step
)

// GitHub writes the commands to GitHub's actions by which a failure is shown
// beside the line where it happened: an error for each test that fails the run,
// for what failed outside of tests, and for what is missing of the run; a warning
// for each flaky test that does not fail it. Of each the first ten are told, what
// is missing before all others, and a notice says how many are not. Files are
// named as they are in the run, which is right if that began at the top of the
// repository.
func GitHub(w io.Writer, run *results.Run) error {
	bad := findings(run)
	slices.SortStableFunc(bad, func(a, b finding) int { return cmp.Compare(rank(a), rank(b)) })
	var odd []finding
	for _, t := range flaky(run) {
		if !run.Fails(t) {
			odd = append(odd, finding{t, t.File, title(t), string(t.Result), flakes(t)[1:]})
		}
	}
	var b strings.Builder
	annotate(&b, "error", bad)
	annotate(&b, "warning", odd)
	var left []string
	if n := len(bad) - annotationMost; n > 0 {
		left = append(left, counted(n, "more failure"))
	}
	if n := len(odd) - annotationMost; n > 0 {
		left = append(left, counted(n, "more flaky test"))
	}
	if left != nil {
		fmt.Fprintf(&b, "::notice title=tlua::%s: GitHub shows %d annotations of a kind\n", strings.Join(left, ", "), annotationMost)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// rank puts what is of the run as a whole before all that is of a part.
func rank(f finding) int {
	if f.ofRun() {
		return 0
	}
	return 1
}

// annotate writes the first findings as annotations of a kind.
func annotate(b *strings.Builder, kind string, all []finding) {
	for _, f := range all[:min(len(all), annotationMost)] {
		var properties []string
		if file, line := f.place(); file != "" {
			properties = append(properties, "file="+githubProperty(file))
			if line > 0 {
				properties = append(properties, fmt.Sprintf("line=%d", line))
			}
		}
		properties = append(properties, "title="+githubProperty(f.title+" ("+f.result+")"))
		message := strings.TrimRight(short(explain(f.failures), annotationSize), "\n")
		fmt.Fprintf(b, "::%s %s::%s\n", kind, strings.Join(properties, ","), githubData(message))
	}
}

// githubData escapes what would end a command.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// githubProperty escapes what would end a property.
func githubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(report.Printable(s)))
}
