package html

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tlua/tlua/core/results"
)

// told writes rows, one a line: its time in ms, its tag, and its text with what
// filters matched in brackets.
func told(rows []row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%d %s ", r.at/ms, either(r.more, "↪", r.tag))
		for _, p := range r.pieces {
			b.WriteString(either(p.filters == "", p.text, "["+p.text+"|"+p.filters+"]"))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestRows(t *testing.T) {
	out := func(at int, offset int64, s string) results.Chunk {
		return results.Chunk{At: time.Duration(at) * ms, Stream: "stdout", Offset: offset, Data: []byte(s)}
	}
	err := func(at int, offset int64, s string) results.Chunk {
		c := out(at, offset, s)
		c.Stream = "stderr"
		return c
	}
	match := func(filter string, offset int64, s string) results.Match {
		return results.Match{Filter: filter, Stream: "stdout", Offset: offset, Data: []byte(s)}
	}
	for _, test := range []struct {
		name    string
		chunks  []results.Chunk
		matches []results.Match
		lost    int64
		want    string
	}{
		{"lines in pieces", []results.Chunk{out(1, 0, "on"), out(3, 2, "e\ntwo\nthr"), out(5, 11, "ee")}, nil, 0, "1 out one\n3 out two\n3 out three\n"},
		{"streams by time", []results.Chunk{out(1, 0, "a\n"), err(2, 0, "b\n"), out(3, 2, "c\n")}, nil, 0, "1 out a\n2 err b\n3 out c\n"},
		{"carriage returns", []results.Chunk{out(1, 0, "a\r\nb\rc\r"), out(2, 7, "\nd\r"), out(3, 10, "e")}, nil, 0, "1 out a\n1 out b\r\n1 out c\n2 out d\r\n3 out e\n"},
		{"a gap", []results.Chunk{out(1, 0, "abc"), out(4, 10, "def\n")}, nil, 7, "1 out abc\n4  7 B of output were not written down\n4 out def\n"},
		{"lost at the end", []results.Chunk{out(1, 0, "abc\n")}, nil, 5000, "1 out abc\n1  5 kB of output were not written down\n"},
		{"matches", []results.Chunk{out(1, 0, "one two three\n")}, []results.Match{match("b", 4, "two three"), match("a", 0, "one"), match("c", 8, "three")}, 0,
			"1 out [one|a] [two |b][three|b, c]\n"},
		{"a match over lines", []results.Chunk{out(1, 0, "one\ntwo\nthree\n")}, []results.Match{match("a", 2, "e\ntwo\nt")}, 0, "1 out on[e|a]\n1 out [two|a]\n1 out [t|a]hree\n"},
		{"a match of nothing", []results.Chunk{out(1, 0, "one\n")}, []results.Match{match("a", 1, "")}, 0, "1 out one\n"},
		{"a match of what is lost", []results.Chunk{out(1, 50, "one\n")}, []results.Match{match("a", 1, "xyz")}, 50, "1  50 B of output were not written down\n1 out one\n"},
		{"nothing", nil, nil, 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) { assert.Equal(t, test.want, told(outputRows(test.chunks, test.matches, test.lost))) })
	}
}

func TestLongLinesGoOn(t *testing.T) {
	text := strings.Repeat("ä", 3000)
	rows := outputRows([]results.Chunk{{Stream: "stdout", Data: []byte(text)}}, nil, 0)
	assert.Len(t, rows, 6)
	all := ""
	for i, r := range rows {
		assert.LessOrEqual(t, len(r.pieces[0].text), longest+4)
		assert.Equal(t, i > 0, r.more)
		all += r.pieces[0].text
	}
	assert.Equal(t, text, all, "no character is cut in two, and none is lost")
}

func TestRowsOfARun(t *testing.T) {
	r := &results.JobRun{Ready: 2 * ms, End: 9 * ms, Status: "exited with code 0", Signals: []results.Mark{{At: 8 * ms, Text: "TERM"}},
		Sent: []results.Chunk{{At: 3 * ms, Data: []byte("a\nb")}}, Output: []results.Chunk{{At: ms, Stream: "3", Data: []byte("x\n")}}, LostSent: 7}
	assert.Equal(t, "1 3 x\n2 · ready\n3 in a\n3 ↪ b\n3  7 B that were sent were not written down\n8 · got TERM\n9 · exited with code 0\n", told(runRows(r)))
}

func rowsHTML(rows []row) string {
	var m markup
	m.rows(rows, 0)
	return m.String()
}

func TestMuchIsFolded(t *testing.T) {
	var few, many []row
	for i := range head + tail + head {
		few = append(few, row{tag: "out", pieces: []piece{{text: fmt.Sprint("line ", i)}}})
	}
	for i := range 1000 {
		many = append(many, row{tag: "out", pieces: []piece{{text: fmt.Sprintf("line %04d", i)}}})
	}
	assert.NotContains(t, rowsHTML(few), "folded")
	page := rowsHTML(many)
	assert.Contains(t, page, "948 lines are folded, 8.5 kB")
	assert.Contains(t, page, "line 0011<")
	assert.NotContains(t, page, "line 0012<")
	assert.Contains(t, page, "line 0960<")
	_, script, _ := strings.Cut(page, `class="packed">`)
	script, _, _ = strings.Cut(script, "<")
	hidden := unpack(t, script)
	assert.Contains(t, hidden, "line 0012<")
	assert.Contains(t, hidden, "line 0959<")

	many = nil
	for range 10000 {
		many = append(many, row{pieces: []piece{{text: strings.Repeat("x", longest)}}})
	}
	page = rowsHTML(many)
	assert.Contains(t, page, "2097 lines are folded, 2.1 MB")
	assert.Contains(t, page, "7851 lines, 7.9 MB, left out of this page")
}
