package html

import (
	"bytes"
	"fmt"
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
	again := with()
	again.Files = []*results.File{file.Files[0], {Path: "x", Failures: make([]event.Failure, 1)}, file.Files[0]}
	early := with(event.Passed)
	early.Early = "the first failure ended it"
	flaky := with(event.Flaky)
	flaky.FailOnFlaky = true
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
		{early, "1 passed in 12.3 s", "failed"},
		{flaky, "1 flaky in 12.3 s", "failed"},
		{again, "2 files failed outside of tests in 12.3 s", "failed"},
		{file, "1 file failed outside of tests in 12.3 s", "failed"},
		{expecting(results.Expected{Result: event.Failed, As: true}, event.Failed), "1 failed; 1 as expected in 12.3 s", "passed"},
		{expecting(results.Expected{Result: event.Failed}, event.Passed), "1 unexpected; 1 passed in 12.3 s", "failed"},
		{expecting(results.Expected{New: true}, event.Failed), "1 new, 1 failed in 12.3 s", "failed"},
	} {
		n := countAll(test.run)
		assert.Equal(t, test.sentence, sentence(test.run, n))
		assert.EqualValues(t, test.verdict, verdict(test.run, n), test.sentence)
	}
}

func TestBadOnesAreFirst(t *testing.T) {
	var order []string
	for _, g := range groups(entries(sample(), "")) {
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
		require.NoError(b, Write(&page, run, ""))
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

// The numbers are those of the other reports.
func TestNumbersAreTheModels(t *testing.T) {
	run := sample()
	numbers := map[string]int{}
	for _, c := range countAll(run) {
		numbers[c.Kind] = c.N
	}
	for r, n := range run.Counts() {
		assert.Equal(t, n, numbers[string(r)], r)
	}
	as, unexpected, fresh := run.Compared()
	assert.Equal(t, []int{as, unexpected, fresh}, []int{numbers["expected"], numbers["unexpected"], numbers["new"]})
	assert.Equal(t, run.FailedFiles(), numbers["outside"])
}

func TestHeadingsTellOfAllRows(t *testing.T) {
	var rows []*entry
	for i := range 20 {
		rows = append(rows, &entry{ID: fmt.Sprint(i), Test: i >= 3, Bad: i < 15, Odd: i >= 15, Took: time.Second})
	}
	g := groups(rows)[0]
	assert.Equal(t, "17 tests and 3 files outside of tests, 17.0 s; the first 10 are unfolded", g.About)
	n := 0
	for _, e := range g.Entries {
		if e.Open {
			n++
		}
	}
	assert.Equal(t, 10, n)
	assert.Equal(t, "2 tests, 2.0 s", groups(rows[13:15])[0].About)
}

func TestMergedShards(t *testing.T) {
	shard := func(name string, later time.Duration) *results.Run {
		return &results.Run{
			Suite:   event.Suite{Shard: name, Workers: 2, Argv: []string{"tlua", "test", "--shard", name}, Host: "ci-" + name[:1], Platform: []string{"linux", "cpus=4"}},
			Started: time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC).Add(later), Duration: time.Minute,
			Files: []*results.File{{Path: "f", Worker: 2}, {Path: "f", Worker: 1}},
			Tests: []*results.Test{{Test: event.Test{File: "f", Name: name}, Attempts: []*results.Attempt{{N: 1, Worker: 2, End: time.Second}}}},
		}
	}
	// The third one ran when the others were over, on their workers.
	run := results.Merge(shard("1/3", 0), shard("2/3", time.Second), shard("3/3", time.Hour))
	assert.Equal(t, "38 worker 2 of 1/3; 62 worker 2 of 3/3; 86 worker 2 of 2/3", names(timeline(bars(entries(run, "")), run.Duration)))
	assert.Equal(t, []command{{"shard 1/3", "tlua test --shard 1/3"}, {"shard 2/3", "tlua test --shard 2/3"}, {"shard 3/3", "tlua test --shard 3/3"}}, commands(run))
	assert.Equal(t, []fact{{"host", "ci-1; ci-2; ci-3"}, {"platform", "linux, cpus=4"}, {"order", "as written"}, {"workers", "4"}, {"shard", "1/3, 2/3, 3/3"},
		{"tests", "3 tests in 1 file"}}, environment(run))
	missing := results.Merge(shard("1/3", 0), shard("2/3", 0))
	assert.Contains(t, written(t, missing), "<p class=\"notice\">Shard 3/3 is missing.</p>")

	one := shard("1/3", 0)
	assert.Equal(t, "38 worker 2", names(timeline(bars(entries(one, "")), one.Duration)))
	assert.Equal(t, []command{{"", "tlua test --shard 1/3"}}, commands(one))
}
