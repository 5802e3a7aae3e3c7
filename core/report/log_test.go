package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 5_000_000, time.UTC)

// logged gives what events become in a log.
func logged(t *testing.T, level logrus.Level, format string, color bool, events ...event.Event) string {
	t.Helper()
	var b bytes.Buffer
	logger, err := NewLogger(Options{Out: &b, Color: color, Unicode: true}, level, format)
	if err != nil {
		t.Fatal(err)
	}
	l := NewLog(logger, event.Verdict)
	for _, e := range events {
		e.Time = noon
		l.Observe(e)
	}
	return b.String()
}

func all() []event.Event {
	return []event.Event{
		{Kind: event.JobStarted, Runtime: "a.lua", Job: "sh#1", Run: 1, PID: 42, Argv: []string{"sh", "-c", "echo hi"}},
		{Kind: event.Sent, Job: "sh#1", Data: []byte("in\n")},
		{Kind: event.Output, Job: "sh#1", Stream: "stdout", Offset: 7, Data: []byte("\x1b[2J\n")},
		{Kind: event.Match, Job: "sh#1", Stream: "stdout", Filter: "rtt", Offset: 9, Level: slog.LevelWarn, Data: []byte("5\r\n")},
		{Kind: event.Match, Level: event.Silent, Data: []byte("silent")},
		{Kind: event.Progress, Job: "sh#1", Text: "half", Progress: &event.Amount{Done: 1, Total: 2, Rate: 0.5, Unit: "files"}},
		{Kind: event.WaitBegun, Op: "job.wait", Text: "the end"},
		{Kind: event.WaitEnded, Op: "job.wait", Text: "the end", Duration: 1500 * time.Microsecond, Err: errors.New("too late")},
		{Kind: event.Signal, Job: "sh#1", PID: 42, Text: "TERM"},
		{Kind: event.JobEnded, Job: "sh#1", PID: 42, Text: "exited with 0", Duration: time.Second},
		{Kind: event.StepBegun, Block: true, Text: "s", Depth: 1},
		{Kind: event.StepEnded, Text: "s", Depth: 1, Duration: time.Second},
		{Kind: event.Verdict, Text: "left to the console"},
		{Kind: event.Artifact, Text: "trace", Path: "/tmp/x"},
		{Kind: event.Skip, Text: "why"},
		{Kind: event.Log, Level: slog.LevelError, Text: "own\nwords", Fields: map[string]any{"n": 1e6, "nan": math.NaN(), "e": "", "a=1 b": true}},
	}
}

func TestLogText(t *testing.T) {
	want := `TRACE sent data="in\n" job=sh#1 offset=0
TRACE output data="\x1b[2J\n" job=sh#1 offset=7 stream=stdout
WARN  5 filter=rtt job=sh#1 offset=9 stream=stdout
DEBUG half done=1 job=sh#1 rate=0.5 total=2 unit=files
DEBUG waiting: the end op=job.wait
DEBUG waited: the end duration_ms=1.5 error="too late" op=job.wait
DEBUG signal: TERM job=sh#1 pid=42
DEBUG ended: exited with 0 duration_ms=1000 job=sh#1 pid=42
INFO  step: s depth=1
INFO  step ended: s depth=1 duration_ms=1000
INFO  artifact: trace path=/tmp/x
INFO  skipped: why
ERROR own\nwords "a=1 b"=true e="" n=1000000 nan=NaN
`
	want = `DEBUG started argv=["sh" "-c" "echo hi"] job=sh#1 pid=42 run=1 runtime=a.lua` + "\n" + want
	want = strings.ReplaceAll("\n"+strings.TrimSuffix(want, "\n"), "\n", "\n12:00:00.005 ")[1:] + "\n"
	equal(t, logged(t, logrus.TraceLevel, "text", false, all()...), want)

	var warnings string
	for line := range strings.Lines(want) {
		if strings.Contains(line, " WARN ") || strings.Contains(line, " ERROR ") {
			warnings += line
		}
	}
	equal(t, logged(t, logrus.WarnLevel, "text", false, all()...), warnings)
	equal(t, logged(t, logrus.InfoLevel, "text", true, all()[3], all()[10]),
		"\x1b[2m12:00:00.005\x1b[0m \x1b[33mWARN \x1b[0m 5 \x1b[2mfilter=rtt job=sh#1 offset=9 stream=stdout\x1b[0m\n"+
			"\x1b[2m12:00:00.005\x1b[0m INFO  step: s \x1b[2mdepth=1\x1b[0m\n")
}

func TestLogJSON(t *testing.T) {
	self := map[string]any{"f": func() {}}
	self["self"] = self
	events := append(all(), event.Event{Kind: event.Log, Text: "<odd>", Fields: map[string]any{"self": self, "list": []any{1.0, errors.New("x")}}})
	out := logged(t, logrus.TraceLevel, "json", false, events...)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != len(events)-2 {
		t.Fatalf("%d lines for %d events:\n%s", len(lines), len(events), out)
	}
	for _, line := range lines {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil || m["time"] != "2026-01-02T12:00:00.005Z" || m["level"] == nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	equal(t, lines[3], `{"filter":"rtt","job":"sh#1","level":"warning","msg":"5","offset":9,"stream":"stdout","time":"2026-01-02T12:00:00.005Z"}`)
}

func TestLogWants(t *testing.T) {
	for level, want := range map[logrus.Level]string{
		logrus.PanicLevel: "",
		logrus.ErrorLevel: "match orphan log",
		logrus.InfoLevel:  "match step_begun step_ended artifact skip orphan log",
		logrus.DebugLevel: "job_started job_ended signal match progress wait_begun wait_ended step_begun step_ended artifact skip orphan log",
		logrus.TraceLevel: "job_started job_ended signal sent output match progress wait_begun wait_ended step_begun step_ended artifact skip orphan log",
	} {
		logger, _ := NewLogger(Options{Out: io.Discard}, level, "text")
		l := NewLog(logger, event.Verdict)
		var got []string
		for k := event.JobStarted; k <= event.Log; k++ {
			if l.Wants(k) {
				got = append(got, k.String())
			}
		}
		equal(t, strings.Join(got, " "), want)
	}
}

func TestNewLoggerRefusesUnknownFormats(t *testing.T) {
	_, err := NewLogger(Options{Out: io.Discard}, logrus.InfoLevel, "xml")
	if !errors.Is(err, job.EINVAL) || err.Error() != `EINVAL: log format must be text or json, got "xml"` {
		t.Error(err)
	}
}
