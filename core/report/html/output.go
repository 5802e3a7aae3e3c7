package html

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

const (
	longest  = 1000    // bytes of a row; what is longer goes on in the next one
	head     = 12      // rows that are shown of a long output, at its begin
	tail     = 40      // and at its end
	mostText = 2 << 20 // bytes of rows that a page keeps of one output beside head and tail
)

// row is one line of what a job or a script wrote, or of what happened then.
type row struct {
	at     time.Duration
	tag    string // the stream, or what it is
	class  literal
	more   bool // goes on with the line above
	pieces []piece
}

// piece is a part of a row, with the names of the filters that matched it.
type piece struct {
	text    string
	filters string
}

// streamName is what a stream is called in the column at the left.
func streamName(stream string) (tag string, class literal) {
	switch stream {
	case "stdout":
		return "out", "out"
	case "stderr":
		return "err", "err"
	}
	return stream, "other"
}

// outputRows cuts chunks into rows, in the order of time, marks what filters
// matched, and says where something is missing.
func outputRows(chunks []results.Chunk, matches []results.Match, lost int64) []row {
	var rows []row
	var streams []string
	by := map[string][]results.Chunk{}
	for _, c := range chunks {
		if by[c.Stream] == nil {
			streams = append(streams, c.Stream)
		}
		by[c.Stream] = append(by[c.Stream], c)
	}
	for _, name := range streams {
		s := newCutter(name, matches)
		for _, c := range by[name] {
			s.chunk(c)
		}
		s.flush()
		rows = append(rows, s.rows...)
		lost -= s.missing
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.at, b.at) })
	return lose(rows, lost, "of output")
}

// lose says at the end of rows how much was not written down of what.
func lose(rows []row, n int64, what string) []row {
	if n <= 0 {
		return rows
	}
	return append(rows, gapRow(n, what, lastAt(rows)))
}

func gapRow(n int64, what string, at time.Duration) row {
	return row{at: at, class: "gap", pieces: []piece{{text: size(n) + " " + what + " were not written down"}}}
}

func lastAt(rows []row) time.Duration {
	if len(rows) == 0 {
		return 0
	}
	return rows[len(rows)-1].at
}

// cutter cuts one stream into rows.
type cutter struct {
	tag     string
	class   literal
	rows    []row
	pending []byte // of the line that has no end yet
	at      time.Duration
	offset  int64 // of pending, in the stream
	more    bool
	missing int64
	matches []results.Match // to come, by offset
	active  []results.Match // that may reach into the next row
}

func newCutter(stream string, matches []results.Match) *cutter {
	c := &cutter{}
	c.tag, c.class = streamName(stream)
	for _, m := range matches {
		if m.Stream == stream && len(m.Data) > 0 {
			c.matches = append(c.matches, m)
		}
	}
	slices.SortStableFunc(c.matches, func(a, b results.Match) int { return cmp.Compare(a.Offset, b.Offset) })
	return c
}

func (c *cutter) chunk(chunk results.Chunk) {
	if next := c.offset + int64(len(c.pending)); chunk.Offset != next {
		c.flush()
		if gap := chunk.Offset - next; gap > 0 {
			c.missing += gap
			c.rows = append(c.rows, gapRow(gap, "of output", chunk.At))
		}
		c.offset = chunk.Offset
	}
	for data := chunk.Data; len(data) > 0; {
		// A status line is written over: what follows its carriage return is another one.
		if last := len(c.pending) - 1; last >= 0 && c.pending[last] == '\r' && data[0] != '\n' {
			c.flush()
		}
		if len(c.pending) == 0 {
			c.at = chunk.At
		}
		n, ended := lineEnd(data)
		c.pending, data = append(c.pending, data[:n]...), data[n:]
		for len(c.pending) > longest+utf8.UTFMax {
			c.cut(runeStart(c.pending, longest))
			c.more = true
		}
		if ended {
			c.flush()
		}
	}
}

// lineEnd gives where the first line of data ends, and whether it does.
func lineEnd(data []byte) (n int, ended bool) {
	for i, b := range data {
		if b == '\n' {
			return i + 1, true
		}
		if b == '\r' {
			return i + 1, false
		}
	}
	return len(data), false
}

// runeStart is the last place up to n where a character begins.
func runeStart(b []byte, n int) int {
	for i := n; i > n-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			return i
		}
	}
	return n
}

// flush ends the line.
func (c *cutter) flush() {
	if len(c.pending) > 0 {
		c.cut(len(c.pending))
	}
	c.more = false
}

// cut makes a row of the first n bytes.
func (c *cutter) cut(n int) {
	r := row{at: c.at, tag: c.tag, class: c.class, more: c.more}
	text := c.pending[:n]
	end := c.offset + int64(n)
	for len(c.matches) > 0 && c.matches[0].Offset < end {
		c.active, c.matches = append(c.active, c.matches[0]), c.matches[1:]
	}
	// The line's end is not shown; it is where the row ends.
	shown := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	if !strings.HasSuffix(string(text), "\n") {
		shown = string(text)
	}
	cuts := []int{0, len(shown)}
	for _, m := range c.active {
		for _, at := range []int64{m.Offset - c.offset, m.Offset - c.offset + int64(len(m.Data))} {
			if at > 0 && at < int64(len(shown)) {
				cuts = append(cuts, int(at))
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := range len(cuts) - 1 {
		from := c.offset + int64(cuts[i])
		var names []string
		for _, m := range c.active {
			if m.Offset <= from && from < m.Offset+int64(len(m.Data)) && !slices.Contains(names, m.Filter) {
				names = append(names, m.Filter)
			}
		}
		r.pieces = append(r.pieces, piece{shown[cuts[i]:cuts[i+1]], strings.Join(names, ", ")})
	}
	c.rows = append(c.rows, r)
	c.pending, c.offset = c.pending[n:], end
	c.active = slices.DeleteFunc(c.active, func(m results.Match) bool { return m.Offset+int64(len(m.Data)) <= end })
}

// runRows are the rows of a run of a job: what it wrote, what it was sent, its
// begin and its end.
func runRows(r *results.JobRun) []row {
	rows := outputRows(r.Output, r.Matches, r.Lost)
	event := func(at time.Duration, text string) {
		rows = append(rows, row{at: at, tag: "·", class: "event", pieces: []piece{{text: text}}})
	}
	var sent []row
	for _, c := range r.Sent {
		for i, l := range strings.SplitAfter(string(c.Data), "\n") {
			if l != "" {
				sent = append(sent, row{at: c.At, tag: "in", class: "in", more: i > 0, pieces: []piece{{text: strings.TrimSuffix(l, "\n")}}})
			}
		}
	}
	rows = lose(append(rows, sent...), r.LostSent, "that were sent")
	if r.Ready > 0 {
		event(r.Ready, "ready")
	}
	for _, m := range r.Signals {
		event(m.At, "got "+m.Text)
	}
	if r.End > 0 {
		event(r.End, r.Status)
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.at, b.at) })
	return rows
}

// scriptRows are what a script printed, and the log.
func scriptRows(r *results.Record) []row {
	rows := outputRows(r.Output, nil, r.LostOutput)
	for _, l := range r.Logs {
		rows = append(rows, row{at: l.At, tag: l.Level, class: "log", pieces: []piece{{text: l.Text}, {text: fields(l.Fields) + either(l.Job == "", "", " job="+report.Word(l.Job))}}})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.at, b.at) })
	return rows
}

// fields are those of a line of the log, by name.
func fields(all map[string]any) string {
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	s := ""
	for _, name := range names {
		s += " " + name + "=" + report.Word(fmt.Sprint(all[name]))
	}
	return s
}

// rows adds rows with their times since from. Of many, those in the middle are
// packed; what is more than a page keeps is left out, and the page says so.
func (m *markup) rows(rows []row, from time.Duration) {
	m.raw(`<div class="rows">`)
	first, last := rows, []row(nil)
	var middle []row
	if len(rows) > head+tail+head {
		first, middle, last = rows[:head], rows[head:len(rows)-tail], rows[len(rows)-tail:]
	}
	m.plainRows(first, from)
	if len(middle) > 0 {
		kept := keep(middle)
		m.raw(`<div class="hidden">`)
		if kept > 0 {
			var in markup
			in.plainRows(middle[:kept], from)
			m.raw(`<p>`).text(count(kept, "line is", "lines are")).raw(` folded, `).text(size(bytesOf(middle[:kept]))).raw(`</p>`).packed(&in, "packed")
		}
		if left := middle[kept:]; len(left) > 0 {
			m.raw(`<p>`).text(count(len(left), "line", "lines")).raw(`, `).text(size(bytesOf(left))).raw(`, left out of this page; the record of the run has them</p>`)
		}
		m.raw(`</div>`)
		m.plainRows(last, from)
	}
	m.raw(`</div>`)
}

// keep is how many of the rows a page keeps.
func keep(rows []row) int {
	n := 0
	for i, r := range rows {
		for _, p := range r.pieces {
			n += len(p.text)
		}
		if n > mostText {
			return i
		}
	}
	return len(rows)
}

func bytesOf(rows []row) (n int64) {
	for _, r := range rows {
		for _, p := range r.pieces {
			n += int64(len(p.text))
		}
	}
	return n
}

func (m *markup) plainRows(rows []row, from time.Duration) {
	for i, r := range rows {
		m.raw(`<div class="row `, r.class, `"><i>`)
		if i == 0 || rows[i-1].at != r.at {
			m.text(seconds(r.at - from))
		}
		m.raw(` </i><b>`).text(either(r.more, "↪", r.tag)).raw(` </b><span>`)
		for _, p := range r.pieces {
			if p.filters != "" {
				m.raw(`<mark title="`).text(p.filters).raw(`">`).text(p.text).raw(`</mark>`)
			} else {
				m.text(p.text)
			}
		}
		m.raw("</span></div>\n")
	}
}

// matchCount is how often a filter matched.
type matchCount struct {
	Filter      string
	N           int
	First, Last string // moments
	Text        string // of the last one
}

func matchCounts(r *results.JobRun, from time.Duration) []matchCount {
	var all []matchCount
	for _, m := range r.Matches {
		i := slices.IndexFunc(all, func(c matchCount) bool { return c.Filter == m.Filter })
		if i < 0 {
			i = len(all)
			all = append(all, matchCount{Filter: m.Filter, First: seconds(m.At - from)})
		}
		all[i].N++
		all[i].Last = seconds(m.At - from)
		all[i].Text = cut(string(m.Data), 80)
	}
	return all
}
