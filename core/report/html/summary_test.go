package html

import (
	"bytes"
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
		assert.EqualValues(t, test.verdict, verdict(test.run, n), test.sentence)
	}
}

func TestBadOnesAreFirst(t *testing.T) {
	var order []string
	for _, g := range groups(entries(sample())) {
		order = append(order, string(g.Class)+" "+g.Title+" "+g.Entries[0].ID)
	}
	assert.Equal(t, []string{"first To be looked at f1", "byfile tests/transfer.lua t1", "byfile tests/output.lua t9",
		"byfile tests/known.lua t14", "byfile tests/options.lua t18", "byfile tests/sizes.lua t5"}, order)
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

func TestExpectedInWords(t *testing.T) {
	for want, e := range map[string]*results.Expected{
		"":                            nil,
		"nothing was expected of it":  {New: true},
		"as expected, BUG-1, not yet": {Result: event.Failed, As: true, Want: "failed", Key: "BUG-1", Note: "not yet"},
		"unexpected; expected: failed or timed out": {Result: event.Failed, Want: "failed or timed out"},
		"unexpected; expected: timed out, BUG-1":    {Result: event.TimedOut, Key: "BUG-1"},
	} {
		assert.Equal(t, want, expected(e))
	}
}
