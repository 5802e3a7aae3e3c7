package results

import (
	"cmp"
	"log/slog"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tlua/tlua/core/event"
)

// format is the version of the journal. It grows when those who read the one
// before would be wrong about what they read; further kinds and fields are none
// of that.
const format = 1

// outputLost is the kind of line that tells what was too much to be written; it
// is no event.
const outputLost = "output_lost"

// line is a line of a journal, as docs/events.md describes it. What is empty is
// left out.
type line struct {
	Kind    string  `json:"kind"`
	At      float64 `json:"at,omitempty"` // seconds
	Worker  int     `json:"worker,omitempty"`
	Test    int     `json:"test,omitempty"`
	Attempt int     `json:"attempt,omitempty"`
	Runtime string  `json:"runtime,omitempty"`
	Job     string  `json:"job,omitempty"`
	JobID   string  `json:"job_id,omitempty"`
	Run     int     `json:"run,omitempty"`

	PID      int            `json:"pid,omitempty"`
	Argv     []string       `json:"argv,omitempty"`
	Op       string         `json:"op,omitempty"`
	Text     string         `json:"text,omitempty"`
	Level    string         `json:"level,omitempty"`
	Fields   map[string]any `json:"fields,omitempty"`
	Defaults map[string]any `json:"defaults,omitempty"`
	Filter   string         `json:"filter,omitempty"`
	Stream   string         `json:"stream,omitempty"`
	Offset   int64          `json:"offset,omitempty"`
	Data     string         `json:"data,omitempty"`
	Data64   []byte         `json:"data64,omitempty"`
	Path     string         `json:"path,omitempty"`
	Depth    int            `json:"depth,omitempty"`
	Block    bool           `json:"block,omitempty"`
	Took     float64        `json:"took,omitempty"` // seconds
	Value    *float64       `json:"value,omitempty"`
	Progress *amount        `json:"progress,omitempty"`
	Error    string         `json:"error,omitempty"`
	Result   event.Result   `json:"result,omitempty"`
	Failures []failure      `json:"failures,omitempty"`
	Expected *expected      `json:"expected,omitempty"`
	LeftOut  int            `json:"left_out,omitempty"`

	// Of a test, where it is told of first.
	File   string   `json:"file,omitempty"`
	Name   string   `json:"name,omitempty"`
	Line   int      `json:"line,omitempty"`
	Number int      `json:"number,omitempty"`
	Tags   []string `json:"tags,omitempty"`
	Params []param  `json:"params,omitempty"`

	// Of suite_begun.
	Format   int      `json:"format,omitempty"`
	Started  string   `json:"started,omitempty"`
	Dir      string   `json:"dir,omitempty"`
	Seed     uint64   `json:"seed,omitempty,string"` // many readers of JSON have no 64 bits
	Workers  int      `json:"workers,omitempty"`
	Shard    string   `json:"shard,omitempty"`
	Platform []string `json:"platform,omitempty"`
	Version  string   `json:"version,omitempty"`
	Host     string   `json:"host,omitempty"`
	Go       string   `json:"go,omitempty"`

	FailOnFlaky bool `json:"fail_on_flaky,omitempty"`

	// Of output_lost.
	Of    string `json:"of,omitempty"`
	Lost  int64  `json:"lost,omitempty"`
	Count int64  `json:"count,omitempty"`
}

type amount struct {
	Done  int64   `json:"done"`
	Total int64   `json:"total,omitempty"`
	Rate  float64 `json:"rate,omitempty"`
	Unit  string  `json:"unit,omitempty"`
}

type param struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

type failure struct {
	Kind      string   `json:"kind,omitempty"`
	Message   string   `json:"message,omitempty"`
	Path      string   `json:"path,omitempty"`
	Line      int      `json:"line,omitempty"`
	Source    string   `json:"source,omitempty"`
	Traceback string   `json:"traceback,omitempty"`
	Diff      string   `json:"diff,omitempty"`
	Expected  string   `json:"expected,omitempty"`
	Actual    string   `json:"actual,omitempty"`
	Soft      bool     `json:"soft,omitempty"`
	Steps     []string `json:"steps,omitempty"`
	Waited    string   `json:"waited,omitempty"`
	Jobs      []string `json:"jobs,omitempty"`
	Tail      []string `json:"tail,omitempty"`
}

type expected struct {
	Result event.Result `json:"result,omitempty"`
	As     bool         `json:"as,omitempty"`
	New    bool         `json:"new,omitempty"`
	Want   string       `json:"want,omitempty"`
	Key    string       `json:"key,omitempty"`
	Note   string       `json:"note,omitempty"`
}

// lineOf gives what is known of an event by itself.
func lineOf(e event.Event) line {
	l := line{
		Kind: e.Kind.String(), Worker: e.Worker, Job: e.Job, JobID: e.JobID, Run: e.Run,
		PID: e.PID, Argv: e.Argv, Op: e.Op, Text: e.Text, Filter: e.Filter, Stream: e.Stream, Offset: e.Offset,
		Path: e.Path, Depth: e.Depth, Block: e.Block, Value: e.Value, Took: seconds(e.Duration), Result: e.Result,
		Expected: (*expected)(e.Expected), LeftOut: e.LeftOut,
	}
	switch e.Kind {
	case event.Log, event.Orphan, event.Match:
		l.Level = levelName(e.Level)
	}
	if e.Test == nil && e.Worker == 0 {
		l.Runtime = e.Runtime
	}
	if utf8.Valid(e.Data) {
		l.Data = string(e.Data)
	} else {
		l.Data64 = e.Data
	}
	if e.Fields != nil {
		l.Fields, _ = event.Plain(e.Fields).(map[string]any)
	}
	if e.Defaults != nil {
		l.Defaults, _ = event.Plain(e.Defaults).(map[string]any)
	}
	if a := e.Progress; a != nil {
		l.Progress = &amount{a.Done, a.Total, a.Rate, a.Unit}
		if math.IsNaN(a.Rate) || math.IsInf(a.Rate, 0) {
			l.Progress.Rate = 0
		}
	}
	if e.Err != nil {
		l.Error = cmp.Or(e.Err.Error(), "error")
	}
	for _, f := range e.Failures {
		l.Failures = append(l.Failures, failure(f))
	}
	return l
}

// setTest says which test it is.
func (l *line) setTest(t *event.Test) {
	l.File, l.Name, l.Line, l.Number, l.Tags = t.File, t.Name, t.Line, t.Number, t.Tags
	for _, p := range t.Params {
		l.Params = append(l.Params, param{p.Name, event.Plain(p.Value)})
	}
}

// test gives the test that is told of here first.
func (l *line) test() event.Test {
	t := event.Test{File: l.File, Name: l.Name, Line: l.Line, Number: l.Number, Tags: l.Tags}
	for _, p := range l.Params {
		t.Params = append(t.Params, event.Param(p))
	}
	return t
}

// setSuite says how the suite is run, and when it began.
func (l *line) setSuite(s *event.Suite, began time.Time) {
	l.Format, l.Started = format, began.Format(time.RFC3339Nano)
	if s != nil {
		l.Argv, l.Dir, l.Seed, l.Workers, l.Shard = s.Argv, s.Dir, s.Seed, s.Workers, s.Shard
		l.Version, l.Host, l.Go, l.Platform = s.Version, s.Host, s.Go, s.Platform
		l.FailOnFlaky = s.FailOnFlaky
	}
}

func (l *line) suite() event.Suite {
	return event.Suite{
		Argv: l.Argv, Dir: l.Dir, Seed: l.Seed, Workers: l.Workers, Shard: l.Shard,
		Version: l.Version, Host: l.Host, Go: l.Go, Platform: l.Platform, FailOnFlaky: l.FailOnFlaky,
	}
}

func (l *line) bytes() []byte {
	if l.Data64 != nil {
		return l.Data64
	}
	return []byte(l.Data)
}

func (l *line) failures() (all []event.Failure) {
	for _, f := range l.Failures {
		all = append(all, event.Failure(f))
	}
	return all
}

// seconds gives a time as journals have it, with microseconds.
func seconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1e6 }

// duration is the way back. No test takes longer than a century: what is beyond
// is none.
func duration(seconds float64) time.Duration {
	const century = 100 * 365 * 24 * 3600
	return time.Duration(math.Round(min(max(seconds, 0), century)*1e6)) * time.Microsecond
}

// levelName names a level; that below all others has no name.
func levelName(l slog.Level) string {
	switch {
	case l == event.Silent:
		return ""
	case l >= slog.LevelError:
		return "error"
	case l >= slog.LevelWarn:
		return "warn"
	case l >= slog.LevelInfo:
		return "info"
	case l >= slog.LevelDebug:
		return "debug"
	}
	return "trace"
}

// command gives a command line as a reader sees it.
func command(argv []string) string { return strings.Join(argv, " ") }
