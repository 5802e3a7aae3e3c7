package report

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sirupsen/logrus"
	"github.com/tlua/tlua/core/event"
)

// fieldsOf gives what is known of e beside its text. A script's own fields come
// before those of the same name.
func fieldsOf(e event.Event) logrus.Fields {
	f := logrus.Fields{}
	put(f, "runtime", e.Runtime)
	if e.Test != nil {
		f["test"] = e.Test.Name
		put(f, "attempt", e.Attempt)
	}
	put(f, "result", string(e.Result))
	put(f, "job", e.Job)
	put(f, "run", e.Run)
	put(f, "pid", e.PID)
	put(f, "op", e.Op)
	put(f, "stream", e.Stream)
	put(f, "filter", e.Filter)
	put(f, "path", e.Path)
	if e.Argv != nil {
		f["argv"] = slices.Clone(e.Argv)
	}
	if e.Err != nil {
		f["error"] = e.Err.Error()
	}
	switch e.Kind {
	case event.Sent, event.Output, event.Printed:
		f["data"] = string(e.Data)
		f["offset"] = e.Offset
	case event.Match:
		f["offset"] = e.Offset
	case event.StepBegun, event.StepEnded:
		put(f, "depth", e.Depth)
	}
	switch e.Kind {
	case event.JobEnded, event.WaitEnded, event.StepEnded, event.TestEnded:
		f["duration_ms"] = math.Round(float64(e.Duration.Microseconds())) / 1000
	}
	if a := e.Progress; a != nil {
		f["done"], f["total"] = a.Done, a.Total
		put(f, "rate", a.Rate)
		put(f, "unit", a.Unit)
	}
	for name, v := range e.Fields {
		f[name] = event.Plain(v)
	}
	return f
}

// put sets a field unless its value is the empty one.
func put[T comparable](f logrus.Fields, name string, v T) {
	var zero T
	if v != zero {
		f[name] = v
	}
}

// pairs gives the fields as key=value, in the order of the keys.
func pairs(fields map[string]any) string {
	var b strings.Builder
	for i, key := range slices.Sorted(maps.Keys(fields)) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(quoted(key) + "=" + valueText(fields[key]))
	}
	return b.String()
}

// valueText gives a field's value.
func valueText(v any) string {
	switch v := v.(type) {
	case float64:
		if math.Abs(v) < 1e21 {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	case []string:
		return fmt.Sprintf("%q", v)
	}
	return quoted(fmt.Sprint(v))
}

// quoted gives text in quotes where it would not be seen where it ends.
func quoted(text string) string {
	if text == "" || strings.ContainsAny(text, " \t\"=") || Printable(text) != text {
		return strconv.Quote(text)
	}
	return text
}
