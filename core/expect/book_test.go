package expect

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// book reads one in YAML.
func book(t *testing.T, text string) Book {
	t.Helper()
	raw, err := FromYAML("r.yaml", []byte(text))
	require.NoError(t, err)
	b, err := New(raw)
	require.NoError(t, err)
	return b
}

func TestJudge(t *testing.T) {
	b := book(t, `
- {test: "a.lua", expect: failed, key: ALL}
- {test: "a.lua: two", expect: [timeout, error], when: linux, note: slow}
- {test: "a.lua: two", expect: failed, when: darwin}
- {test: three, expect: failed, verdict: ["no *", again]}
- {test: four, expect: passed}
- {test: five, expect: [flaky, failed]}
- {test: six, expect: failed, verdict: []}
- {test: seven, expect: skipped, params: {size: ">50"}}
`)
	linux := Platform{"linux": ""}
	big := []event.Param{{Name: "size", Value: 100.0}}
	for _, c := range []struct {
		file, name string
		params     []event.Param
		platform   Platform
		result     event.Result
		verdicts   []string
		want       *event.Expected
	}{
		{"b.lua", "one", nil, linux, event.Passed, nil, nil},
		{"b.lua", "one", nil, linux, event.Skipped, nil, nil},
		{"b.lua", "one", nil, linux, event.Flaky, nil, nil},
		{"b.lua", "one", nil, linux, event.TimedOut, nil, &event.Expected{Result: event.Passed, New: true, Want: "passed"}},
		{"a.lua", "one", nil, linux, event.Failed, []string{"x"}, &event.Expected{Result: event.Failed, As: true, Want: "failed", Key: "ALL"}},
		{"a.lua", "one", nil, linux, event.Passed, nil, &event.Expected{Result: event.Failed, Want: "failed", Key: "ALL"}},
		{"a.lua", "two", nil, linux, event.Errored, nil, &event.Expected{Result: event.Errored, As: true, Want: "timeout or error", Note: "slow"}},
		{"a.lua", "two", nil, linux, event.Failed, nil, &event.Expected{Result: event.TimedOut, Want: "timeout or error", Note: "slow"}},
		{"a.lua", "two", nil, Platform{"darwin": ""}, event.Failed, nil, &event.Expected{Result: event.Failed, As: true, Want: "failed"}},
		{"a.lua", "two", nil, Platform{}, event.Failed, nil, &event.Expected{Result: event.Failed, As: true, Want: "failed", Key: "ALL"}},
		{"b.lua", "three", nil, linux, event.Failed, []string{"no route", "again"}, &event.Expected{Result: event.Failed, As: true, Want: `failed, with the verdicts "no *", "again"`}},
		{"b.lua", "three", nil, linux, event.Failed, []string{"again", "no route"}, &event.Expected{Result: event.Failed, Want: `failed, with the verdicts "no *", "again"`}},
		{"b.lua", "three", nil, linux, event.Failed, []string{"no route"}, &event.Expected{Result: event.Failed, Want: `failed, with the verdicts "no *", "again"`}},
		{"b.lua", "four", nil, linux, event.Flaky, nil, &event.Expected{Result: event.Passed, As: true, Want: "passed"}},
		{"b.lua", "five", nil, linux, event.Flaky, nil, &event.Expected{Result: event.Flaky, As: true, Want: "flaky or failed"}},
		{"b.lua", "five", nil, linux, event.Passed, nil, &event.Expected{Result: event.Flaky, Want: "flaky or failed"}},
		{"b.lua", "six", nil, linux, event.Failed, nil, &event.Expected{Result: event.Failed, As: true, Want: "failed, without a verdict"}},
		{"b.lua", "six", nil, linux, event.Failed, []string{"x"}, &event.Expected{Result: event.Failed, Want: "failed, without a verdict"}},
		{"b.lua", "seven", big, linux, event.Skipped, nil, &event.Expected{Result: event.Skipped, As: true, Want: "skipped"}},
		{"b.lua", "seven", nil, linux, event.Skipped, nil, nil},
	} {
		test := &event.Test{File: c.file, Name: c.name, Params: c.params}
		got := b.Judge(c.platform, test, c.result, c.verdicts)
		require.Equal(t, c.want, got, "%s: %s: %s %v", c.file, c.name, c.result, c.platform)
		fails := c.result.Bad()
		if c.want != nil {
			fails = !c.want.As
		}
		require.Equal(t, fails, got.Fails(c.result))
	}
}
