package results

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tlua/tlua/core/event"
)

// differ tells what is different; what is empty is the same as what is not there.
func differ(want, got any) string {
	if same(reflect.ValueOf(want), reflect.ValueOf(got)) { // many times as fast
		return ""
	}
	return cmp.Diff(want, got, cmpopts.EquateEmpty())
}

func same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer:
		return a.IsNil() == b.IsNil() && (a.IsNil() || same(a.Elem(), b.Elem()))
	case reflect.Slice:
		for i := range min(a.Len(), b.Len()) {
			if !same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return a.Len() == b.Len()
	case reflect.Struct:
		if at, ok := a.Interface().(time.Time); ok {
			return at.Equal(b.Interface().(time.Time))
		}
		for i := range a.NumField() {
			if !same(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

func TestReadGivesWhatWasTold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawStory(t)
		text := written(s.told)
		got, err := Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if diff := differ(s.want, got); diff != "" {
			t.Fatalf("-told +read:\n%s\n%s", diff, text)
		}
		if got.Cut {
			t.Fatal("it is whole")
		}

		// Wherever it is cut, it can be read.
		got, err = Read(strings.NewReader(text[:rapid.IntRange(0, len(text)-2).Draw(t, "cut")]))
		if err != nil || !got.Cut {
			t.Fatalf("cut: %v, %v", got, err)
		}
	})
}

// written gives the journal of events.
func written(events []event.Event) string {
	var b strings.Builder
	j := NewJournal(&b)
	for _, e := range events {
		j.Observe(e)
	}
	return b.String()
}

// journal gives the lines of a journal of events, each a second and a half after
// the one before.
func journal(events ...event.Event) []string {
	for i := range events {
		events[i].Time = start.Add(time.Duration(i) * 1500 * time.Millisecond)
	}
	return strings.Split(strings.TrimSuffix(written(events), "\n"), "\n")
}

func TestLines(t *testing.T) {
	t.Parallel()
	test := &event.Test{File: "a_spec.lua", Name: "a b", Line: 3, Number: 1, Tags: []string{"x"}, Params: []event.Param{{Name: "n", Value: math.NaN()}}}
	got := journal(
		event.Event{Kind: event.SuiteBegun, Suite: &event.Suite{Argv: []string{"tlua"}, Seed: math.MaxUint64}},
		event.Event{Kind: event.FileBegun, Worker: 1, Path: "a_spec.lua", Runtime: "a_spec.lua"},
		event.Event{Kind: event.TestBegun, Worker: 1, Test: test, Attempt: 1, Runtime: "a_spec.lua"},
		event.Event{Kind: event.Output, Worker: 1, Test: test, Attempt: 1, Job: "sh#1", JobID: "9.sh#1", Run: 1, Stream: "stdout", Offset: 5, Data: []byte("é <&>\n")},
		event.Event{Kind: event.Output, Worker: 1, Test: test, Attempt: 1, Job: "sh#1", JobID: "9.sh#1", Run: 1, Stream: "stdout", Data: []byte{0xff}},
		event.Event{Kind: event.Log, Text: "bad \xff", Level: slog.LevelInfo, Runtime: "r\xfe", Fields: map[string]any{"f": math.Inf(1), "\xff": nil}},
		event.Event{Kind: event.Progress, Progress: &event.Amount{Rate: math.NaN()}},
		event.Event{Kind: event.TestEnded, Worker: 1, Test: test, Attempt: 1, Result: event.Failed, Duration: 1234567 * time.Nanosecond, Failures: []event.Failure{{Kind: "failure", Line: 4}}},
		event.Event{Kind: event.SuiteEnded},
	)
	require.Equal(t, []string{
		`{"kind":"suite_begun","argv":["tlua"],"format":1,"started":"2026-01-31T12:00:00.123456789Z","seed":"18446744073709551615"}`,
		`{"kind":"file_begun","at":1.5,"worker":1,"path":"a_spec.lua"}`,
		`{"kind":"test_begun","at":3,"worker":1,"test":1,"attempt":1,"file":"a_spec.lua","name":"a b","line":3,"number":1,"tags":["x"],"params":[{"name":"n","value":"NaN"}]}`,
		`{"kind":"output","at":4.5,"worker":1,"test":1,"attempt":1,"job":"sh#1","job_id":"9.sh#1","run":1,"stream":"stdout","offset":5,"data":"é <&>\n"}`,
		`{"kind":"output","at":6,"worker":1,"test":1,"attempt":1,"job":"sh#1","job_id":"9.sh#1","run":1,"stream":"stdout","data64":"/w=="}`,
		`{"kind":"log","at":7.5,"runtime":"r\\xfe","text":"bad \\xff","level":"info","fields":{"\\xff":null,"f":"+Inf"}}`,
		`{"kind":"progress","at":9,"progress":{"done":0}}`,
		`{"kind":"test_ended","at":10.5,"worker":1,"test":1,"attempt":1,"took":0.001234,"result":"failed","failures":[{"kind":"failure","line":4}]}`,
		`{"kind":"suite_ended","at":12}`,
	}, got)
}

func TestOutputIsBounded(t *testing.T) {
	t.Parallel()
	test := &event.Test{Name: "t"}
	in := event.Event{Worker: 1, Test: test, Attempt: 1}
	of := func(kind event.Kind, stream string, size int) event.Event {
		return with(in, event.Event{
			Kind: kind, Job: "sh#1", JobID: "sh#1", Run: 1, Stream: stream, Filter: map[bool]string{true: "f"}[kind == event.Match],
			Data: bytes.Repeat([]byte("x"), size),
		})
	}
	events := []event.Event{
		{Kind: event.SuiteBegun, Suite: &event.Suite{}},
		with(in, event.Event{Kind: event.TestBegun}),
		of(event.Output, "stdout", MaxOutput-1), of(event.Output, "stderr", 5), of(event.Output, "stdout", 3), of(event.Output, "stdout", 10),
		of(event.Sent, "", MaxOutput), of(event.Sent, "", 1),
	}
	events[4].Data, events[4].Offset = []byte("abc"), MaxOutput-1 // there is room for one byte
	events[5].Data, events[5].Offset = bytes.Repeat([]byte("y"), MaxTail+10), MaxOutput+2
	for range MaxOutput/matchCost + 7 {
		events = append(events, of(event.Match, "stdout", 0))
	}
	printed := with(in, event.Event{Kind: event.Printed, Data: make([]byte, MaxOutput+9), Stream: "stdout"})
	events = append(events, of(event.JobEnded, "", 0), printed, with(in, event.Event{Kind: event.TestEnded, Result: event.Passed}))
	lines := journal(append(events, event.Event{Kind: event.SuiteEnded})...)
	run, err := Read(strings.NewReader(strings.Join(lines, "\n")))
	require.NoError(t, err)
	require.False(t, run.Cut)
	a := run.Tests[0].Attempts[0]
	r := a.Jobs[0].Runs[0]
	size := 0
	for _, c := range r.Output {
		size += len(c.Data)
	}
	require.Equal(t, MaxOutput+5+MaxTail, size)
	require.Equal(t, "a", string(r.Output[len(r.Output)-2].Data))
	last := r.Output[len(r.Output)-1] // of what there was no room for the end is told
	require.Equal(t, []any{"stdout", int64(MaxOutput + 12), strings.Repeat("y", MaxTail)}, []any{last.Stream, last.Offset, string(last.Data)})
	require.Len(t, r.Matches, MaxOutput/matchCost)
	require.Equal(t, []int64{12, 1, 7, 9}, []int64{r.Lost, r.LostSent, r.LostMatches, a.LostOutput})
	require.Contains(t, strings.Join(lines, "\n"), `"job":"sh#1","job_id":"sh#1","run":1,"stream":"stdout","of":"output","lost":12,"count":2}`)
	require.Contains(t, lines[len(lines)-3], `"kind":"output_lost"`) // before the test's end
	require.Contains(t, lines[len(lines)-2], `"kind":"test_ended"`)
}

// What is lost of what does not end is told at the end of all.
func TestLossIsToldAtTheEnd(t *testing.T) {
	t.Parallel()
	e := event.Event{Kind: event.Output, Worker: 1, Job: "a", JobID: "a", Run: 1, Stream: "stdout", Data: make([]byte, MaxOutput+MaxTail+1)}
	f := e
	f.Job, f.JobID = "b", "b"
	lines := journal(event.Event{Kind: event.SuiteBegun}, event.Event{Kind: event.FileBegun, Worker: 1}, f, e, event.Event{Kind: event.SuiteEnded})
	require.Len(t, lines, 9)
	for i, want := range []string{"output", "a", "output_lost", "a", "output", "b", "output_lost", "b"} {
		key := []string{"kind", "job"}[i%2]
		require.Contains(t, lines[4+i/2], fmt.Sprintf("%q:%q", key, want))
	}

	// The end of an output may be all that there was no room for.
	e.Data = make([]byte, MaxOutput+1)
	lines = journal(event.Event{Kind: event.SuiteBegun}, e, event.Event{Kind: event.SuiteEnded})
	require.Len(t, lines, 4)
	require.NotContains(t, strings.Join(lines, ""), "output_lost")
}

// failing fails its nth write, having written half of it.
type failing struct {
	bytes.Buffer
	n int
}

var errFull = errors.New("no space left on device")

func (f *failing) Write(p []byte) (int, error) {
	if f.n--; f.n < 0 {
		_, _ = f.Buffer.Write(p[:len(p)/2])
		return len(p) / 2, errFull
	}
	return f.Buffer.Write(p)
}

func TestWriteErrorIsToldOnce(t *testing.T) {
	t.Parallel()
	w := &failing{n: 2}
	j := NewJournal(w)
	var told []error
	j.Failed = func(err error) {
		told = append(told, err)
		j.Observe(event.Event{Kind: event.Log, Text: err.Error()}) // it may be told in turn
	}
	j.Observe(event.Event{Kind: event.SuiteBegun})
	j.Observe(event.Event{Kind: event.FileBegun, Worker: 1})
	require.NoError(t, j.Err())
	for range 3 {
		j.Observe(event.Event{Kind: event.FileEnded, Worker: 1})
	}
	require.Equal(t, []error{errFull}, told)
	require.ErrorIs(t, j.Err(), errFull)
	run, err := Read(&w.Buffer)
	require.NoError(t, err)
	require.True(t, run.Cut)
	require.Len(t, run.Files, 1)
}

func TestArtifactsBelowTheFolder(t *testing.T) {
	t.Parallel()
	here, err := os.Getwd()
	require.NoError(t, err)
	for _, c := range []struct{ dir, path, want string }{
		{"", "/r/a.log", "/r/a.log"},
		{"/r", "/r/t/a.log", "t/a.log"},
		{"/r", "/ro/a.log", "/ro/a.log"},
		{"/r", "/..a", "/..a"},
		{"/", "/..a", "..a"},
		{"/r", "a.log", filepath.Join(here, "a.log")},
		{"", "a.log", filepath.Join(here, "a.log")},
		{".", "d/a.log", "d/a.log"},
	} {
		var b strings.Builder
		j := NewJournal(&b)
		j.Dir = filepath.FromSlash(c.dir)
		j.Observe(event.Event{Kind: event.Artifact, Path: filepath.FromSlash(c.path)})
		require.Contains(t, b.String(), fmt.Sprintf(`"path":%q`, c.want))
	}
}

// counted counts writes, each of which is to be a line.
type counted struct {
	t *testing.T
	n int
}

func (c *counted) Write(p []byte) (int, error) {
	c.n++
	if !json.Valid(p) || bytes.Count(p, []byte("\n")) != 1 || p[len(p)-1] != '\n' {
		c.t.Errorf("no line: %q", p)
	}
	return len(p), nil
}

func TestWritersAtOnce(t *testing.T) {
	t.Parallel()
	w := &counted{t: t}
	j := NewJournal(w)
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			test := &event.Test{Name: fmt.Sprint(n)}
			for range 100 {
				j.Observe(event.Event{Kind: event.Log, Worker: n, Test: test, Text: "x\ny"})
			}
		})
	}
	wg.Wait()
	require.Equal(t, 800, w.n)
}

func BenchmarkJournal(b *testing.B) {
	test := &event.Test{Name: "t"}
	for name, e := range map[string]event.Event{
		"step":   {Kind: event.StepBegun, Text: "fetch them", Block: true},
		"output": {Kind: event.Output, Job: "sh#1", JobID: "4711.sh#1", Run: 1, Stream: "stdout", Data: []byte(strings.Repeat("a line of output\n", 6))},
	} {
		b.Run(name, func(b *testing.B) {
			j := NewJournal(io.Discard)
			e.Worker, e.Test, e.Attempt, e.Time = 1, test, 1, time.Now()
			b.ReportAllocs()
			for i := range b.N {
				e.Run = i >> 12 // short of what is bounded
				j.Observe(e)
			}
		})
	}
}

// What is no UTF-8 is told as the console shows it, wherever it is text; what is
// text stays as it is, and so do bytes.
func TestTextThatIsNoUTF8(t *testing.T) {
	t.Parallel()
	test := &event.Test{File: "\xfff", Name: "\xf0n\ufffd", Number: 1, Tags: []string{"\xff"}, Params: []event.Param{{Name: "\xff", Value: "\xfe"}}}
	in := event.Event{Worker: 1, Test: test, Attempt: 1}
	value := 1.5
	var b bytes.Buffer
	j := NewJournal(&b)
	for _, e := range []event.Event{
		{Kind: event.SuiteBegun, Time: start, Suite: &event.Suite{Argv: []string{"\xff"}}},
		with(in, event.Event{Kind: event.TestBegun, Time: start}),
		with(in, event.Event{Kind: event.Match, Time: start, Job: "j", JobID: "j", Run: 1, Filter: "\xff", Data: []byte("\xff"), Value: &value}),
		with(in, event.Event{Kind: event.TestEnded, Time: start, Result: event.Failed, Failures: []event.Failure{
			{Message: "m\xff", Expected: "\xfe", Actual: "\xff", Diff: "- \xfe\n+ \xff", Tail: []string{"t\xff\xfe", "é\ufffd"}, Jobs: []string{"\x80"}},
		}}),
		{Kind: event.SuiteEnded, Time: start},
	} {
		j.Observe(e)
	}
	require.NoError(t, j.Err())
	require.NotContains(t, b.String(), unsound)
	r, err := Read(&b)
	require.NoError(t, err)
	require.Equal(t, []string{`\xff`}, r.Argv)
	require.Equal(t, event.Test{
		File: `\xfff`, Name: `\xf0n` + "\ufffd", Number: 1, Tags: []string{`\xff`}, Params: []event.Param{{Name: `\xff`, Value: `\xfe`}},
	}, r.Tests[0].Test)
	a := r.Tests[0].Attempts[0]
	require.Equal(t, event.Failure{
		Message: `m\xff`, Expected: `\xfe`, Actual: `\xff`, Diff: "- \\xfe\n+ \\xff", Tail: []string{`t\xff\xfe`, "é\ufffd"}, Jobs: []string{`\x80`},
	}, a.Failures[0])
	m := a.Jobs[0].Runs[0].Matches[0]
	require.Equal(t, []any{`\xff`, []byte("\xff"), 1.5}, []any{m.Filter, m.Data, *m.Value})
}
