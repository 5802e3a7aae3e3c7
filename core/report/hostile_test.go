package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"
	"github.com/tlua/tlua/core/event"
)

// hostile is a text that would take over a terminal, or fake lines, if it were
// written as it is.
const hostile = "good \u009b1A\x1b]0;title\x07\x1b[2J\x1b[35m\x1bc\r\b\x7f\u202eevil\u2066\u200e\u200b\u2028\ufeffad\u200dmin\nverdict: faked\tx"

// invalid has raw control bytes beside.
const invalid = hostile + "\x9b2K\xff"

// hostileEvents gives an event of each kind that has text in every place.
func hostileEvents(t *testing.T, text string) (all []event.Event) {
	e := event.Event{
		Level: slog.LevelError, Err: errors.New(text), Argv: []string{text},
		Progress: &event.Amount{Done: 1, Total: 3, Rate: 1, Unit: text},
		Fields:   map[string]any{text: text, "list": []any{text}, "map": map[string]any{text: text}, "err": errors.New(text)},
	}
	v, set := reflect.ValueOf(&e).Elem(), 0
	for i := range v.NumField() {
		switch f := v.Field(i); f.Interface().(type) {
		case string:
			f.SetString(text)
			set++
		case []byte:
			f.SetBytes([]byte(text))
		}
	}
	if set < 8 {
		t.Fatalf("only %d texts were set", set)
	}
	for k := event.JobStarted; k <= event.Log; k++ {
		e.Kind = k
		all = append(all, e)
		if k == event.Progress {
			e.Progress = nil // its text is shown then
			all = append(all, e)
		}
	}
	return all
}

func hostileFailure() Failure {
	return Failure{Title: invalid, Message: invalid, Traceback: "stack traceback:\n\t" + invalid, Tail: []string{invalid}}
}

var (
	ours   = regexp.MustCompile("\x1b\\[(0|1|2|31|32|33)m")
	cursor = regexp.MustCompile("\r\x1b\\[K(\x1b\\[A\x1b\\[K)+")
)

// harmless wants text to have whole lines of nothing but pictures, none of which
// a hostile text has begun.
func harmless(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		line, whole := strings.CutSuffix(line, "\n")
		if bad := effects(line); bad != "" || !whole {
			t.Errorf("line %q has %s", line, bad)
		}
		if strings.HasPrefix(line, "verdict: faked") {
			t.Errorf("a faked line: %q", line)
		}
	}
	if !strings.Contains(text, "evil") {
		t.Errorf("nothing was told: %q", text)
	}
}

func TestConsoleShowsEffects(t *testing.T) {
	for name, o := range map[string]Options{
		"ascii": {}, "unicode": {Unicode: true}, "colour": {Color: true, Unicode: true}, "names": {Names: true, Unicode: true},
	} {
		t.Run(name, func(t *testing.T) {
			for _, e := range hostileEvents(t, invalid) {
				if !NewConsole(o).Wants(e.Kind) || e.Kind == event.JobEnded {
					continue
				}
				out := tell(o, e)
				if o.Color {
					out = ours.ReplaceAllString(out, "")
				}
				harmless(t, out)
			}
			var b bytes.Buffer
			o.Out = &b
			NewConsole(o).Failure(hostileFailure())
			harmless(t, ours.ReplaceAllString(b.String(), ""))
			b.Reset()
			NewConsole(o).Note(invalid)
			harmless(t, b.String())
			harmless(t, o.Text(strings.ReplaceAll(invalid, "\n", ""))+"\n")
		})
	}
}

// The lines of a text stay lines: it is the answer to a question.
func TestTextKeepsLines(t *testing.T) {
	equal(t, Options{Unicode: true}.Text("grün\r\n\tb\x1bc\n"), "grün\\r\n\tb\\x1bc\n")
	equal(t, Options{}.Text("grün"), "gr\\u00fcn")
}

func TestStatusLinesShowEffects(t *testing.T) {
	for _, o := range []Options{{}, {Unicode: true}, {Unicode: true, Color: true, Names: true}} {
		y := openTTY(t, 200, 50)
		o.Out = y
		c := NewConsole(o)
		drawn := 0
		c.foot.size = func() (int, int) { drawn++; return 200, 50 }
		for _, e := range hostileEvents(t, invalid) {
			e.Block = true
			c.Observe(e)
		}
		c.Failure(hostileFailure())
		c.Close()
		out := strings.ReplaceAll(y.bytes(), "\r\n", "\n")
		harmless(t, ours.ReplaceAllString(cursor.ReplaceAllString(out, ""), ""))
		if drawn == 0 {
			t.Error("no status line was drawn")
		}
	}
}

func TestLogShowsEffects(t *testing.T) {
	for _, e := range hostileEvents(t, invalid) {
		for _, o := range []Options{{}, {Unicode: true}, {Color: true}} {
			for _, format := range []string{"text", "json"} {
				out := logEvent(t, o, format, e)
				harmless(t, ours.ReplaceAllString(out, ""))
				if strings.Count(out, "\n") != 1 {
					t.Errorf("%s, %v: more than a line: %q", format, e.Kind, out)
				}
			}
		}
	}
}

func logEvent(t *testing.T, o Options, format string, e event.Event) string {
	t.Helper()
	var b bytes.Buffer
	o.Out = &b
	logger, err := NewLogger(o, logrus.TraceLevel, format)
	if err != nil {
		t.Fatal(err)
	}
	NewLog(logger).Observe(e)
	return b.String()
}

// What JSON says is the text itself.
func TestLogJSONKeepsTexts(t *testing.T) {
	const text = hostile + "\U000e0041 grün"
	for _, o := range []Options{{}, {Unicode: true}} {
		for _, e := range hostileEvents(t, text) {
			line := logEvent(t, o, "json", e)
			var got map[string]any
			if err := json.Unmarshal([]byte(line), &got); err != nil {
				t.Fatalf("%v: %v\n%s", e.Kind, err, line)
			}
			for field, want := range map[string]any{
				text: text, "job": text, "path": text, "error": text, "err": text, "argv": []any{text},
				"list": []any{text}, "map": map[string]any{text: text},
			} {
				if !reflect.DeepEqual(got[field], want) {
					t.Errorf("%v: field %q is %q", e.Kind, field, got[field])
				}
			}
			if msg, _ := got["msg"].(string); e.Kind == event.Log && msg != text {
				t.Errorf("message %q", msg)
			}
			if ascii := strings.IndexFunc(line, func(r rune) bool { return r > '~' }) < 0; ascii == o.Unicode {
				t.Errorf("with %+v: %s", o, line)
			}
		}
	}
}
