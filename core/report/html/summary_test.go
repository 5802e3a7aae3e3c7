package html

import (
	"bytes"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/results"
)

func TestSentenceAndVerdict(t *testing.T) {
	with := func(all ...event.Result) *results.Run {
		r := &results.Run{Duration: 12340 * ms}
		for _, result := range all {
			r.Tests = append(r.Tests, &results.Test{Result: result})
		}
		return r
	}
	expecting := func(e results.Expected, r event.Result) *results.Run {
		run := with(r)
		run.Tests[0].Expected = &e
		return run
	}
	orphans := with(event.Passed)
	orphans.Tests[0].Attempts = []*results.Attempt{{Record: results.Record{Orphans: make([]results.Orphan, 2)}}}
	cut := with(event.Passed)
	cut.Cut = true
	file := with()
	file.Files = []*results.File{{Failures: make([]event.Failure, 2)}}
	for _, test := range []struct {
		run               *results.Run
		sentence, verdict string
	}{
		{with(), "no tests ran in 12.3 s", "skipped"},
		{with(event.Passed, event.Passed, event.Skipped), "2 passed, 1 skipped in 12.3 s", "passed"},
		{with(event.Passed, event.Failed, event.Flaky, event.Failed, event.TimedOut), "2 failed, 1 timed out, 1 flaky; 1 passed in 12.3 s", "failed"},
		{with(event.Flaky, event.Passed), "1 flaky; 1 passed in 12.3 s", "flaky"},
		{with(event.Errored, event.Errored, event.Pending, event.Interrupted), "2 errors, 1 interrupted; 1 pending in 12.3 s", "failed"},
		{orphans, "2 orphans; 1 passed in 12.3 s", "flaky"},
		{cut, "1 passed in 12.3 s", "failed"},
		{file, "1 error in 12.3 s", "failed"},
		{expecting(results.Expected{Result: event.Failed, As: true}, event.Failed), "1 as expected in 12.3 s", "passed"},
		{expecting(results.Expected{Result: event.Failed}, event.Passed), "1 unexpected in 12.3 s", "failed"},
		{expecting(results.Expected{New: true}, event.Failed), "1 failed in 12.3 s", "failed"},
	} {
		n := countAll(test.run)
		assert.Equal(t, test.sentence, sentence(test.run, n))
		assert.Equal(t, test.verdict, verdict(test.run, n), test.sentence)
	}
}

func TestBadOnesAreFirst(t *testing.T) {
	var order []string
	for _, g := range groups(entries(sample())) {
		order = append(order, g.Class+" "+g.Title+" "+g.Entries[0].ID)
	}
	assert.Equal(t, []string{"first To be looked at f1", "byfile tests/transfer.lua t1", "byfile tests/output.lua t9",
		"byfile tests/known.lua t14", "byfile tests/options.lua t18", "byfile tests/sizes.lua t5"}, order)
}

func TestCommandsThatRepeat(t *testing.T) {
	assert.Equal(t, `tlua test t/a.lua:size=1,peers=4 --name "a b"`,
		repeatTest(&event.Test{File: "t/a.lua", Name: "a b", Params: []event.Param{{Name: "size", Value: 1.0}, {Name: "peers", Value: "4"}}}))
	run := &results.Run{Suite: event.Suite{Argv: []string{"tlua", "test", "a b"}, Seed: 7}}
	assert.Equal(t, `tlua test "a b" --seed 7`, repeatRun(run))
	run.Argv = append(run.Argv, "--seed=8")
	assert.Equal(t, `tlua test "a b" --seed=8`, repeatRun(run))
}

// A shell reads a word as what it was.
func TestWordsAreReadByTheShell(t *testing.T) {
	bash, err := exec.LookPath("bash")
	require.NoError(t, err)
	for _, s := range append([]string{"", "plain", "two words", `"q"`, "it's", `$HOME`, "`id`", `a\b`, "!x", "a'\"$b", "tab\there", "new\nline", "\x1b[31m", "ü", "\xff", "\u202e", "*", "~", "-x"}, fragments...) {
		if s == "\x00" {
			continue // no argument has one
		}
		out, err := exec.Command(bash, "-c", "printf %s "+word(s)).Output()
		require.NoError(t, err, word(s))
		assert.Equal(t, s, string(out), word(s))
	}
}

func BenchmarkWrite(b *testing.B) {
	run := large(2000)
	var page bytes.Buffer
	for b.Loop() {
		page.Reset()
		require.NoError(b, Write(&page, run))
	}
	b.ReportMetric(float64(page.Len())/2000, "bytes/test")
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/2000/float64(time.Microsecond), "µs/test")
}
