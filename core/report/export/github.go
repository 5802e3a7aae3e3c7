package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// annotationSize is how much an annotation says at most, in bytes: GitHub shows
// no more.
const annotationSize = 4 << 10

// GitHub writes the commands to GitHub's actions by which a failure is shown
// beside the line where it happened: one for each test that failed and was not
// expected to, and for what failed outside of tests. Files are named as they are
// in the run, which is right if that began at the top of the repository.
func GitHub(w io.Writer, run *results.Run) error {
	var b strings.Builder
	for _, f := range findings(run) {
		var properties []string
		if file, line := f.place(); file != "" {
			properties = append(properties, "file="+githubProperty(file))
			if line > 0 {
				properties = append(properties, fmt.Sprintf("line=%d", line))
			}
		}
		properties = append(properties, "title="+githubProperty(f.title+" ("+f.result+")"))
		message := strings.TrimRight(short(explain(f.failures), annotationSize), "\n")
		fmt.Fprintf(&b, "::error %s::%s\n", strings.Join(properties, ","), githubData(message))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// githubData escapes what would end a command.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// githubProperty escapes what would end a property.
func githubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(report.Printable(s)))
}
