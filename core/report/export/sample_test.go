package export

import (
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/results"
)

var began = time.Date(2026, 1, 31, 12, 0, 0, 5e8, time.FixedZone("", 3600))

const ms = time.Millisecond

// test makes a test that took a second and a half, and as long for each attempt.
func test(file, name string, line int, attempts ...*results.Attempt) *results.Test {
	t := &results.Test{Test: event.Test{File: file, Name: name, Line: line, Number: 1}, Attempts: attempts}
	for i, a := range attempts {
		a.N, a.Worker = i+1, 1
		a.Begin = time.Duration(i) * 1500 * ms
		a.End = a.Begin + 1500*ms
		t.Result, t.Reason = a.Result, a.Reason
	}
	if t.Result == event.Passed && len(attempts) > 1 {
		t.Result = event.Flaky
	}
	return t
}

func attempt(r event.Result, failures ...event.Failure) *results.Attempt {
	return &results.Attempt{Result: r, Failures: failures}
}

// sample is a run in which everything occurs.
func sample() *results.Run {
	const file, other = "spec/dl/seed_spec.lua", "spec/dl/v1.2/peers_spec.lua"
	seeds := test(file, "the seeder seeds", 4, attempt(event.Passed))
	seeds.Tags, seeds.Params = []string{"fast", "net"}, []event.Param{{Name: "peers", Value: 4.0}, {Name: "proxy", Value: false}}
	seeds.Attempts[0].Verdicts = []string{"50 MB in 5.1 s"}
	seeds.Attempts[0].Artifacts = []results.Artifact{{Name: "log", Path: "artifacts/seeder.log"}}
	seeds.Attempts[0].Output = []results.Chunk{{At: 5 * ms, Stream: "stdout", Data: []byte("printed\nwithout end")}}
	seeds.Attempts[0].Jobs = []*results.Job{{Label: "ctorrent#2", ID: "9.ctorrent#2", Runs: []*results.JobRun{{
		N: 1, PID: 4711, Argv: []string{"ctorrent", "a.torrent"}, Begin: 2 * ms, Ready: 3 * ms, End: 900 * ms, Status: "exited with 0",
		Output: []results.Chunk{
			{At: 4 * ms, Stream: "stdout", Data: []byte("Listening")}, {At: 6 * ms, Stream: "stderr", Data: []byte("bad \xff\x1b[31m\r\n")},
			{At: 7 * ms, Stream: "stdout", Offset: 9, Data: []byte(" on 2706\n")},
		},
		Lost: 12, Signals: []results.Mark{{At: 800 * ms, Text: "SIGTERM"}},
		Progress: []results.Point{{At: 5 * ms, Amount: event.Amount{Done: 1, Total: 2, Unit: "B"}}},
	}}}}
	seeds.Attempts[0].Steps = []*results.Step{{Text: "seed", Begin: 1 * ms, End: 9 * ms, Steps: []*results.Step{{Text: "wait", Begin: 2 * ms, End: 3 * ms}}}}
	seeds.Attempts[0].Logs = []results.Log{{At: 3 * ms, Level: "warn", Text: "slow", Fields: map[string]any{"n": 1.0}}}
	seeds.Attempts[0].Waits = []results.Wait{{Begin: 2 * ms, End: 3 * ms, Op: "job.wait_ready", Text: "ready", Job: "ctorrent#2"}}

	equal := event.Failure{
		Kind: "failure", Message: "expected and actual differ", Path: file, Line: 12, Source: `  assert.same({1}, t)`,
		Diff: "- 1\n+ 2", Expected: "{1}", Actual: "{2}", Steps: []string{"fetch", "compare"},
	}
	timeout := event.Failure{
		Kind: "timeout", Message: "the test did not end within 5s", Path: file, Line: 20, Waited: "job.wait: the end of sh#1",
		Jobs: []string{"sh#1 is running (pid 7)\n  stdout: tick"}, Tail: []string{"stdout: tick"},
	}
	soft := event.Failure{Kind: "failure", Message: "two checks", Soft: true, Path: file, Line: 31}
	again := test(file, "again and again", 40, attempt(event.Failed, equal), attempt(event.TimedOut, timeout))
	again.Attempts[0].Output = []results.Chunk{{Data: []byte("first\n")}}
	again.Attempts[1].Output = []results.Chunk{{At: 1600 * ms, Data: []byte("second\n")}}
	flaky := test(other, "at last", 8, attempt(event.Errored, event.Failure{
		Kind: "error", Message: "connection refused", Expected: "yes", Actual: "no",
		Traceback: "stack traceback:\n\tspec/dl/seed_spec.lua:20: in function <spec/dl/seed_spec.lua:18>",
	}), attempt(event.Passed))
	twin := test(other, "twin", 10, attempt(event.Passed))
	twin.Number = 2
	skipped := test(other, "only on macOS", 11, attempt(event.Skipped))
	skipped.Reason = "this is #linux \\o/"
	known := test(other, "known to fail", 12, attempt(event.Failed, event.Failure{Kind: "failure", Message: "it still does"}))
	known.Expected = &results.Expected{Result: event.Failed, As: true, Key: "BUG-12", Note: "# of peers"}
	healed := test(other, "known to fail, and does not", 13, attempt(event.Passed))
	healed.Expected = &results.Expected{Result: event.Failed, Want: `failed, with the verdict "no route"`, Key: "BUG-13"}
	todo := test(other, "to be written", 14, attempt(event.Pending))
	knows := test(other, "knows that it fails", 17, attempt(event.Passed))
	knows.Reason = "failed as expected: BUG-1 # of peers"
	sums := test(other, "sums", 18, attempt(event.Failed, event.Failure{
		Kind: "failure", Message: "the values are not equal\ngot:      3\nexpected: 0", Expected: "0", Actual: "3", Path: other, Line: 19,
	}))
	fresh := test(other, "new", 15, attempt(event.Passed))
	fresh.Expected = &results.Expected{New: true}
	return &results.Run{
		Suite:   event.Suite{Argv: []string{"tlua", "test", "--output", "", "a b"}, Dir: "/src", Seed: 18446744073709551615, Workers: 2, Shard: "1/2", Version: "tlua devel", Host: "builder"},
		Started: began, Duration: 95 * time.Second,
		Tests: []*results.Test{
			seeds, test(file, "compares", 10, attempt(event.Failed, soft, equal)), again, flaky, twin,
			test(other, "twin", 10, attempt(event.Passed)), test(other, "twin", 10, attempt(event.Passed)),
			skipped, known, healed, todo, fresh, test(other, "cut off", 16, attempt(event.Interrupted, event.Failure{Kind: "error", Message: "interrupted"})),
			knows, sums,
		},
		Files: []*results.File{
			{Path: file, Worker: 1, End: time.Second},
			{Path: other, Worker: 2, Begin: 20 * ms, End: time.Minute, Failures: []event.Failure{
				{Kind: "error", Message: "teardown failed", Path: other, Line: 3},
				{Kind: "orphan", Message: `left running by sh#1: 4711 "sleep 1000" for 2.1s`},
			}, Record: results.Record{Output: []results.Chunk{{Data: []byte("in teardown\n")}}}},
		},
		Stopped: "interrupted (SIGINT)",
	}
}

// fine is a run in which nothing went wrong.
func fine() *results.Run {
	return &results.Run{
		Suite: event.Suite{Workers: 1}, Started: began, Duration: 1234 * ms,
		Tests: []*results.Test{test("a_spec.lua", "works", 1, attempt(event.Passed))},
		Files: []*results.File{{Path: "a_spec.lua", Worker: 1, End: time.Second}},
	}
}

// gaps is a run of which something is missing, and that a flaky test fails.
func gaps() *results.Run {
	refused := event.Failure{Kind: "error", Message: "connection refused", Path: "a_spec.lua", Line: 3}
	return &results.Run{
		Suite: event.Suite{Workers: 1, Shard: "1/3, 3/3", FailOnFlaky: true}, Started: began, Duration: time.Second,
		Tests: []*results.Test{
			test("a_spec.lua", "at last", 2, attempt(event.Errored, refused), attempt(event.Failed, event.Failure{Kind: "failure", Message: "late"}), attempt(event.Passed)),
			test("a_spec.lua", "mixed", 9, attempt(event.Errored, refused), attempt(event.Failed, event.Failure{Kind: "failure", Message: "late"}), attempt(event.TimedOut, refused)),
		},
		Early: "the first failure ended it; 2 files were not begun", Missing: []string{"2/3"},
	}
}

// nasty are texts that break what is careless.
var nasty = []string{
	"", " ", "\n", "a\nb\r\nc", "\x00\x1b[31m\x07\x7f", "\xff\xfe", "]]>", "<b>&amp;\"'", "a|b|c", "`", "``````", "```\ncode", "# head", "\\", "\\#",
	"\u202e\u2028\ufffe\uffff\U0001f600", "::error::x", "%0A", ",:;=", "<!-- -->", "</details>", "~~~", "- item", "...", "---", "ok 1 - x", "Bail out!", "1..5",
	"# SKIP", "@user #1 http://x", "[[ATTACHMENT|/etc/passwd]]", strings.Repeat("long ", 200), strings.Repeat("x\n", 50), strings.Repeat("é", 500),
}

// hostile is a run with a nasty text wherever there is text.
func hostile() *results.Run {
	run := &results.Run{Started: began, Duration: time.Second, Stopped: strings.Join(nasty[:30], ""), Early: nasty[5], Missing: []string{nasty[4]}}
	for i, s := range nasty {
		other := nasty[(i+7)%len(nasty)]
		f := event.Failure{
			Kind: s, Message: other, Path: s, Line: 1, Source: s, Traceback: s, Diff: s, Expected: s, Actual: s, Soft: i%2 == 0,
			Steps: []string{s, other}, Waited: s, Jobs: []string{s}, Tail: []string{s, other},
		}
		rec := results.Record{
			Output: []results.Chunk{{Stream: s, Data: []byte(s)}}, Logs: []results.Log{{Level: s, Text: s, Fields: map[string]any{s: s}}},
			Jobs:     []*results.Job{{Label: s, Runs: []*results.JobRun{{Argv: []string{s}, Output: []results.Chunk{{Stream: s, Data: []byte(other)}}}}}},
			Verdicts: []string{s}, Artifacts: []results.Artifact{{Name: s, Path: s}}, Steps: []*results.Step{{Text: s, Err: other}},
		}
		for _, r := range []event.Result{event.Passed, event.Failed, event.Skipped, event.Pending, event.TimedOut} {
			a := attempt(r, f)
			a.Reason, a.Record = s, rec
			t := test(s, other, 1, a)
			t.Tags, t.Params = []string{s}, []event.Param{{Name: s, Value: other}}
			run.Tests = append(run.Tests, t)
		}
		b, c := attempt(event.Failed, f), attempt(event.Errored, f)
		run.Tests = append(run.Tests, test(s, other, 0, b, c), test(s, s, 0, c, b, attempt(event.Passed)))
		known := test(s, s, 0, attempt(event.Failed, f))
		known.Expected = &results.Expected{As: i%2 == 0, Key: s, Note: other}
		run.Tests = append(run.Tests, known)
		run.Files = append(run.Files, &results.File{Path: s, Failures: []event.Failure{f}, Record: rec})
	}
	return run
}
