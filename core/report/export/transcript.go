package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// spoken is a line that a script printed, or a job wrote.
type spoken struct {
	at   time.Duration
	text string
}

// transcript gives what was printed and written in a test, line by line, by time:
// a script's lines as they are, those of jobs behind the job's label, and the
// stream's name if that is not stdout.
func transcript(r *results.Record) string {
	lines, _ := byStream(r.Output, func(string) string { return "" })
	lost := []string{}
	if r.LostOutput > 0 {
		lost = append(lost, fmt.Sprintf("… %d bytes that were printed were not written down", r.LostOutput))
	}
	for _, j := range r.Jobs {
		label := report.Printable(j.Label)
		for _, run := range j.Runs {
			spoken, gaps := byStream(run.Output, func(stream string) string {
				if stream == "stdout" || stream == "" {
					return label + ": "
				}
				return label + " " + report.Printable(stream) + ": "
			})
			lines = append(lines, spoken...)
			if n := run.Lost - gaps; n > 0 {
				lost = append(lost, fmt.Sprintf("… %d bytes of %s were not written down", n, label))
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b spoken) int { return cmp.Compare(a.at, b.at) })
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text + "\n")
	}
	for _, l := range lost {
		b.WriteString(l + "\n")
	}
	return b.String()
}

// byStream makes lines of chunks, each at the time at which it began. gaps are the
// bytes that are missing between chunks.
func byStream(chunks []results.Chunk, label func(stream string) string) (all []spoken, gaps int64) {
	open := map[string]*begun{} // lines without an end yet
	var streams []string
	for _, c := range chunks {
		l := open[c.Stream]
		if l == nil {
			l = &begun{}
			open[c.Stream] = l
			streams = append(streams, c.Stream)
		}
		if gap := c.Offset - l.next; gap > 0 {
			if len(l.text) > 0 {
				all = append(all, l.end(label(c.Stream)))
			}
			all = append(all, spoken{c.At, fmt.Sprintf("%s… %d bytes were not written down", label(c.Stream), gap)})
			gaps += gap
		}
		l.next = c.Offset + int64(len(c.Data))
		for part := range strings.Lines(string(c.Data)) {
			if len(l.text) == 0 {
				l.at = c.At
			}
			l.text = append(l.text, part...)
			if strings.HasSuffix(part, "\n") {
				all = append(all, l.end(label(c.Stream)))
			}
		}
	}
	for _, s := range streams {
		if len(open[s].text) > 0 {
			all = append(all, open[s].end(label(s)))
		}
	}
	return all, gaps
}

// begun is a line that may not be whole.
type begun struct {
	at   time.Duration
	text []byte
	next int64 // offset of what follows in the stream
}

// end gives the line, and begins the next.
func (l *begun) end(label string) spoken {
	out := spoken{l.at, label + report.Printable(strings.TrimRight(string(l.text), "\r\n"))}
	l.text = l.text[:0]
	return out
}
