package html

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/results"
)

const ms = time.Millisecond

// sample is a run such as there are: transfers between clients, and whatever can
// go wrong with them.
func sample() *results.Run {
	r := &results.Run{
		Suite: event.Suite{
			Argv: []string{"tlua", "test", "--jobs", "3", "--retries", "2", "tests"}, Dir: "/home/ann/src/torrents", Seed: 4711,
			Workers: 3, Shard: "1/2", Version: "0.9.0", Host: "build-7", Go: "go1.26.0 linux/amd64",
			Platform: []string{"linux", "amd64", "cpus=4", "kernel=6.8.0", "ipv6"},
		},
		Started: time.Date(2026, 3, 14, 9, 26, 53, 0, time.FixedZone("", 3600)),
	}
	b := &builder{run: r}
	b.at(1, 40)
	b.test("tests/transfer.lua", "a transfer seeds and leeches a file", 14, 5200, event.Passed, transfer)
	b.test("tests/transfer.lua", "a transfer survives that the tracker is started anew", 61, 6400, event.TimedOut, stalled)
	b.test("tests/transfer.lua", "a transfer leaves nothing behind", 102, 1900, event.Failed, orphaned)
	b.at(2, 55)
	b.flaky("tests/restart.lua", "a client that was killed goes on where it was", 20)
	for i, size := range []float64{1, 64, 4096} {
		b.params = []event.Param{{Name: "size", Value: size}, {Name: "peers", Value: float64(2 + i)}, {Name: "pex", Value: i == 1}}
		b.test("tests/sizes.lua", "any size arrives", 8, 700+300*i, event.Passed, shortly)
	}
	b.params = nil
	b.test("tests/sizes.lua", "statistics agree with what was transferred", 31, 840, event.Failed, compared)
	b.at(3, 48)
	b.test("tests/output.lua", "a client that talks a lot is read to its end", 5, 2600, event.Passed, talkative)
	b.test("tests/output.lua", "a client that talks a lot is checked", 19, 1300, event.Errored, talkativeError)
	b.test("tests/output.lua", "IPv6 works", 40, 3, event.Skipped, func(a *results.Attempt) { a.Reason = "no IPv6 here" })
	b.test("tests/output.lua", "uTP works", 44, 0, event.Pending, nil)
	b.test("tests/hostile.lua", `<script>alert("1")</script> & "quotes' \`+"\x1b[31mred\x1b[0m\u202e \xff", 3, 400, event.Failed, hostile)
	b.test("tests/known.lua", "magnet links", 9, 310, event.Failed, compared)
	b.last().Expected = &results.Expected{Result: event.Failed, As: true, Key: "BUG-12", Note: "magnet links are not done yet"}
	b.test("tests/known.lua", "a private torrent asks its tracker only", 25, 290, event.Passed, shortly)
	b.last().Expected = &results.Expected{Result: event.Failed, Want: `failed, with the verdict "no route"`, Key: "BUG-7"}
	for i := range 12 {
		b.at(1+i%3, 0)
		b.test("tests/options.lua", fmt.Sprintf("option %s is taken", []string{"-p", "-s", "-e", "-u", "-D", "-U", "-C", "-M", "-m", "-n", "-f", "-P"}[i]), 10+7*i, 120+37*i, event.Passed, shortly)
	}
	b.run.Files = append(b.run.Files,
		&results.File{Path: "tests/broken.lua", Worker: 2, Begin: 9000 * ms, End: 9010 * ms,
			Failures: []event.Failure{{Kind: "error", Message: "tests/broken.lua:7: '=' expected near 'tracker'", Path: "tests/broken.lua", Line: 7, Source: "local t tracker.start{}"}}},
		&results.File{Path: "tests/options.lua", Worker: 1, Begin: 9000 * ms, End: 14000 * ms,
			Record: results.Record{Output: []results.Chunk{{At: 9001 * ms, Stream: "stdout", Data: []byte("a client is built once for all tests\n")}}}})
	known := map[string]bool{"tests/broken.lua": true, "tests/options.lua": true}
	for _, t := range r.Tests {
		for _, a := range t.Attempts {
			r.Duration = max(r.Duration, a.End+20*ms)
		}
		if !known[t.File] {
			known[t.File] = true
			r.Files = append(r.Files, &results.File{Path: t.File, Worker: t.Attempts[0].Worker, Begin: t.Attempts[0].Begin})
		}
	}
	return r
}

// builder makes a run test by test.
type builder struct {
	run    *results.Run
	worker int
	now    [8]time.Duration // of each worker
	params []event.Param
}

func (b *builder) at(worker, after int) {
	b.worker = worker
	b.now[worker] += time.Duration(after) * ms
}

func (b *builder) last() *results.Test { return b.run.Tests[len(b.run.Tests)-1] }

func (b *builder) attempt(n, took int, r event.Result, fill func(*results.Attempt)) *results.Attempt {
	a := &results.Attempt{N: n, Worker: b.worker, Begin: b.now[b.worker], Result: r}
	a.End = a.Begin + time.Duration(took)*ms
	if fill != nil {
		fill(a)
	}
	b.now[b.worker] = a.End + 12*ms
	return a
}

func (b *builder) test(file, name string, line, took int, r event.Result, fill func(*results.Attempt)) {
	a := b.attempt(1, took, r, fill)
	b.run.Tests = append(b.run.Tests, &results.Test{
		Test: event.Test{File: file, Name: name, Line: line, Number: 1, Params: b.params}, Attempts: []*results.Attempt{a}, Result: r, Reason: a.Reason,
	})
	if strings.Contains(name, "transfer") {
		b.last().Tags = []string{"slow", "net"}
	}
}

func (b *builder) flaky(file, name string, line int) {
	b.run.Tests = append(b.run.Tests, &results.Test{
		Test:     event.Test{File: file, Name: name, Line: line, Number: 1, Tags: []string{"slow"}},
		Attempts: []*results.Attempt{b.attempt(1, 1500, event.Failed, compared), b.attempt(2, 1420, event.Errored, talkativeError), b.attempt(3, 2100, event.Passed, restarted)},
		Result:   event.Flaky,
	})
}

// writer collects what a run of a job wrote.
type writer struct {
	run     *results.JobRun
	offsets map[string]int64
}

func (w *writer) say(at time.Duration, stream, text string, filters ...string) {
	if w.offsets == nil {
		w.offsets = map[string]int64{}
	}
	off := w.offsets[stream]
	w.run.Output = append(w.run.Output, results.Chunk{At: at, Stream: stream, Offset: off, Data: []byte(text)})
	for _, f := range filters {
		name, part, _ := strings.Cut(f, "=")
		i := strings.Index(text, part)
		m := results.Match{At: at + ms, Filter: name, Stream: stream, Offset: off + int64(i), Data: []byte(part)}
		var v float64
		if _, err := fmt.Sscanf(part, "%g", &v); err == nil {
			m.Value = &v
		}
		w.run.Matches = append(w.run.Matches, m)
	}
	w.offsets[stream] = off + int64(len(text))
}

func jobOf(label string, runs ...*results.JobRun) *results.Job {
	return &results.Job{Label: label, ID: label, Runs: runs}
}

func trackerJob(a *results.Attempt, end time.Duration) *results.Job {
	run := &results.JobRun{N: 1, PID: 20011, Argv: []string{"opentracker", "-i", "127.0.0.1", "-p", "6969", "-P", "6969"},
		Begin: a.Begin + 20*ms, Ready: a.Begin + 75*ms, End: end, Status: "was killed by TERM"}
	w := writer{run: run}
	w.say(a.Begin+60*ms, "stderr", "Binding socket type TCP to address [127.0.0.1]:6969... success.\n", "bound=success")
	w.say(a.Begin+64*ms, "stderr", "Binding socket type UDP to address [127.0.0.1]:6969... success.\n", "bound=success")
	run.Signals = []results.Mark{{At: end - 40*ms, Text: "TERM"}}
	return jobOf("tracker", run)
}

// client is one that sends or receives: its status line is written over.
func client(a *results.Attempt, label string, pid int, begin, until, end time.Duration, of int, curve func(float64) float64) *results.Job {
	run := &results.JobRun{N: 1, PID: pid, Argv: []string{"ctorrent", "-s", "payload copy.bin", "-p", "40001", "-E", "0:30", "-U", "2048", "/tmp/tlua-1/payload.torrent"},
		Options:  map[string]any{"save_to_file": "payload copy.bin", "port": 40001.0, "upload_rate": 2048.0},
		Defaults: map[string]any{"max_peers": 100.0, "download_rate": "unlimited"},
		Begin:    begin, Ready: begin + 180*ms, End: end, Status: "exited with code 0"}
	w := writer{run: run}
	w.say(begin+30*ms, "stdout", "META INFO\nAnnounce: http://127.0.0.1:6969/announce\nPiece length: 262144\n", "announce=http://127.0.0.1:6969/announce")
	w.say(begin+150*ms, "stdout", "Listening on 0.0.0.0:40001\n", "listening=Listening on 0.0.0.0:40001")
	const n = 60
	for i := range n {
		at := begin + 200*ms + (until-begin-200*ms)*time.Duration(i)/n
		done := curve(float64(i) / (n - 1))
		pieces := int(done * float64(of))
		rate := (curve(float64(i+1)/n) - curve(float64(i)/n)) * float64(of) * 262144 * n / (until - begin).Seconds()
		w.say(at, "stdout", fmt.Sprintf("| 1/1/2 [%d/%d/%d] 0MB,%dMB | %.0f,0K/s\r", pieces, of, of, pieces/4, rate/1024), fmt.Sprintf("status=[%d/%d/%d]", pieces, of, of))
		run.Progress = append(run.Progress, results.Point{At: at, Amount: event.Amount{Done: int64(pieces) * 262144, Total: int64(of) * 262144, Rate: rate, Unit: "B"}})
		if i%9 == 4 {
			w.say(at+5*ms, "stderr", fmt.Sprintf("warn, tracker interval %d s\n", i), fmt.Sprintf("interval=%d", i))
		}
	}
	if end == 0 {
		run.Status = ""
	}
	return jobOf(label, run)
}

func wait(a *results.Attempt, begin, end time.Duration, op, text, job, err string) {
	a.Waits = append(a.Waits, results.Wait{Begin: begin, End: end, Op: op, Text: text, Job: job, Err: err})
}

func ease(x float64) float64 { return (1 - math.Cos(math.Pi*x)) / 2 }

// transfer is one that goes well.
func transfer(a *results.Attempt) {
	t := func(n int) time.Duration { return a.Begin + time.Duration(n)*ms }
	seeder := client(a, "seeder", 20024, t(110), t(4800), t(5100), 256, func(float64) float64 { return 1 })
	seeder.Runs[0].Signals = []results.Mark{{At: t(4880), Text: "TERM"}}
	seeder.Runs[0].Sent = []results.Chunk{{At: t(2500), Stream: "stdin", Data: []byte("q\n")}}
	leecher := client(a, "leecher", 20031, t(400), t(4700), t(4990), 256, ease)
	leecher.Runs[0].Signals = []results.Mark{{At: t(4870), Text: "INT"}}
	w := writer{run: leecher.Runs[0], offsets: map[string]int64{"stdout": 4000}}
	w.say(t(4720), "stdout", "Download complete.\n", "complete=Download complete.")
	leecher.Runs[0].Lost = 1200
	a.Jobs = []*results.Job{trackerJob(a, t(5180)), seeder, leecher}
	a.Steps = []*results.Step{
		{Text: "tracker and seeder", Begin: t(15), End: t(380), Steps: []*results.Step{
			{Text: "start the tracker", Begin: t(18), End: t(80)}, {Text: "make the torrent and seed it", Begin: t(81), End: t(378)}}},
		{Text: "leech all of it", Begin: t(381), End: t(4760)},
		{Text: "compare", Begin: t(4761), End: t(4860)},
		{Text: "end", Begin: t(4861), End: t(5190)},
	}
	wait(a, t(25), t(75), "job.wait_ready", "port 6969", "tracker", "")
	wait(a, t(115), t(290), "job.wait_ready", "Listening on", "seeder", "")
	wait(a, t(405), t(580), "job.wait_ready", "Listening on", "leecher", "")
	wait(a, t(585), t(4722), "ctorrent.wait_completion", "256 pieces", "leecher", "")
	a.Output = []results.Chunk{{At: t(4800), Stream: "stdout", Data: []byte("sha256 of both is 9f86d081884c7d65\n")}}
	a.Logs = []results.Log{{At: t(382), Level: "info", Text: "leecher starts", Fields: map[string]any{"port": 40002, "dir": "/tmp/tlua 1/b"}}}
	a.Verdicts = []string{"64 MB in 4.3 s"}
	a.Artifacts = []results.Artifact{{Name: "torrent", Path: "transfer-1/payload.torrent"}}
}

// stalled waits for what does not come.
func stalled(a *results.Attempt) {
	t := func(n int) time.Duration { return a.Begin + time.Duration(n)*ms }
	tracker := trackerJob(a, t(1900))
	again := *tracker.Runs[0]
	again.N, again.PID, again.Begin, again.Ready, again.End = 2, 20077, t(2500), t(2580), t(6370)
	again.Signals, again.Output, again.Matches = []results.Mark{{At: t(6300), Text: "TERM"}}, nil, nil
	w := writer{run: &again}
	w.say(t(2560), "stderr", "Binding socket type TCP to address [127.0.0.1]:6969... success.\n", "bound=success")
	tracker.Runs = append(tracker.Runs, &again)
	seeder := client(a, "seeder", 20043, t(110), t(6100), t(6390), 256, func(float64) float64 { return 1 })
	seeder.Runs[0].Signals = []results.Mark{{At: t(6310), Text: "TERM"}, {At: t(6380), Text: "KILL"}}
	seeder.Runs[0].Status = "was killed by KILL"
	leecher := client(a, "leecher", 20052, t(400), t(6200), 0, 256, func(x float64) float64 { return math.Min(ease(x*1.2), 0.43) })
	a.Jobs = []*results.Job{tracker, seeder, leecher}
	a.Steps = []*results.Step{
		{Text: "tracker and clients", Begin: t(15), End: t(600)},
		{Text: "the tracker goes and comes back", Begin: t(601), End: t(2600)},
		{Text: "the transfer goes on", Begin: t(2601), End: t(6290), Err: "timed out after 3.6 s"},
	}
	wait(a, t(25), t(75), "job.wait_ready", "port 6969", "tracker", "")
	wait(a, t(405), t(580), "job.wait_ready", "Listening on", "leecher", "")
	wait(a, t(700), t(900), "sleep", "200 ms", "", "")
	wait(a, t(2510), t(2580), "job.wait_ready", "port 6969", "tracker", "")
	wait(a, t(2650), t(6280), "ctorrent.wait_completion", "256 pieces", "leecher", "ETIMEDOUT: 110 of 256 pieces after 3.6 s")
	a.Failures = []event.Failure{{
		Kind: "timeout", Message: "job.wait_completion: ETIMEDOUT: leecher is not complete after 3.6 s: 110 of 256 pieces;\nnothing has come for 2.9 s, and it runs",
		Path: "tests/transfer.lua", Line: 88, Source: "  leecher:wait_completion(3600)",
		Traceback: "stack traceback:\n\ttests/transfer.lua:88: in function 'body'\n\t[G]: ?",
		Steps:     []string{"the transfer goes on"}, Waited: "wait_completion of leecher, 256 pieces, for 3.6 s",
		Jobs: []string{"tracker: runs since 3.8 s, pid 20077, 1 restart", "seeder: runs since 6.2 s, pid 20043", "leecher: runs since 5.9 s, pid 20052\n  | 1/1/2 [110/256/256] 0MB,27MB | 0,0K/s"},
		Tail: []string{"stderr: warn, tracker interval 49 s", "| 1/1/2 [110/256/256] 0MB,27MB | 0,0K/s"},
	}}
}

// orphaned leaves a process behind.
func orphaned(a *results.Attempt) {
	t := func(n int) time.Duration { return a.Begin + time.Duration(n)*ms }
	run := &results.JobRun{N: 1, PID: 20101, Argv: []string{"sh", "-c", "sleep 600 & exec seedbox --once"}, Begin: t(30), End: t(1500), Status: "exited with code 3"}
	w := writer{run: run}
	w.say(t(100), "stdout", "seedbox 1.2\n")
	w.say(t(1400), "stderr", "seedbox: no more room on /tmp\n", "error=no more room")
	a.Jobs = []*results.Job{jobOf("seedbox", run)}
	a.Orphans = []results.Orphan{{At: t(1510), Job: "seedbox", PID: 20102, Command: "sleep 600", Age: 1470 * ms}}
	wait(a, t(40), t(1500), "job.wait", "its end", "seedbox", "")
	a.Failures = []event.Failure{
		{Kind: "failure", Message: "the exit code is 0\nexpected 0, got 3", Path: "tests/transfer.lua", Line: 110, Source: "  assert.equal(0, box:wait().value)", Expected: "0", Actual: "3", Soft: true,
			Tail: []string{"seedbox 1.2", "stderr: seedbox: no more room on /tmp"}},
		{Kind: "orphan", Message: "seedbox left a process running: pid 20102, sleep 600, 1.5 s old", Path: "tests/transfer.lua", Line: 102},
	}
}

// compared fails with a difference.
func compared(a *results.Attempt) {
	shortly(a)
	a.Failures = []event.Failure{{
		Kind: "failure", Message: "the statistics are the same", Path: "tests/sizes.lua", Line: 38, Source: "  assert.same(want, client:statistics())",
		Diff:  "  {\n    complete = true,\n-   downloaded = 67108864,\n+   downloaded = 67092480,\n    peers = 2,\n-   state = \"seeding\",\n+   state = \"checking\",\n  }",
		Steps: []string{"transfer", "ask for the statistics"},
	}}
}

// shortly is a test with one job that does its work.
func shortly(a *results.Attempt) {
	all := a.End - a.Begin
	part := func(n int) time.Duration { return a.Begin + all*time.Duration(n)/100 }
	run := &results.JobRun{N: 1, PID: 21000 + int(a.Begin/ms)%1000, Argv: []string{"ctorrent", "-x", "payload.torrent"}, Begin: part(8), Ready: part(20), End: part(92), Status: "exited with code 0"}
	w := writer{run: run}
	w.say(part(15), "stdout", "META INFO\n", "meta=META INFO")
	w.say(part(50), "stdout", "FILES INFO\n<1> payload [67108864]\n", "files=FILES INFO")
	w.say(part(80), "stdout", "Total: 64 MB\n")
	a.Jobs = []*results.Job{jobOf("ctorrent#1", run)}
	a.Steps = []*results.Step{{Text: "transfer", Begin: part(5), End: part(70)}, {Text: "ask for the statistics", Begin: part(71), End: part(98)}}
	wait(a, part(8), part(20), "job.wait_ready", "META INFO", "ctorrent#1", "")
	wait(a, part(21), part(92), "job.wait", "its end", "ctorrent#1", "")
}

// restarted is a job with many runs.
func restarted(a *results.Attempt) {
	j := jobOf("client")
	for i := range 4 {
		begin := a.Begin + time.Duration(50+500*i)*ms
		run := &results.JobRun{N: i + 1, PID: 22000 + i, Argv: []string{"ctorrent", "payload.torrent"}, Begin: begin, Ready: begin + 80*ms, End: begin + 420*ms, Status: "was killed by KILL"}
		run.Signals = []results.Mark{{At: begin + 420*ms, Text: "KILL"}}
		if i == 3 {
			run.Status, run.Signals = "exited with code 0", nil
		}
		w := writer{run: run}
		for k := range 20 {
			w.say(begin+time.Duration(90+15*k)*ms, "stdout", fmt.Sprintf("%d pieces\n", 5*(20*i+k)), fmt.Sprintf("pieces=%d", 5*(20*i+k)))
		}
		j.Runs = append(j.Runs, run)
	}
	a.Jobs = []*results.Job{j}
	a.Steps = []*results.Step{{Text: "kill it three times", Begin: a.Begin + 40*ms, End: a.Begin + 2000*ms}}
}

// talkative writes far more than anybody reads.
func talkative(a *results.Attempt) {
	run := &results.JobRun{N: 1, PID: 23000, Argv: []string{"yes", "all is well"}, Begin: a.Begin + 10*ms, End: a.End - 50*ms, Status: "was killed by PIPE", Lost: 80 << 20}
	w := writer{run: run}
	for i := range 3000 {
		w.say(run.Begin+time.Duration(i)*800*time.Microsecond, "stdout", fmt.Sprintf("%06d all is well, says the client, and goes on to say so %x\n", i, i*i), fmt.Sprintf("line=%06d", i))
	}
	w.say(run.End, "stderr", "yes: standard output: Broken pipe\n")
	a.Jobs = []*results.Job{jobOf("yes", run)}
}

func talkativeError(a *results.Attempt) {
	talkative(a)
	a.Jobs[0].Runs[0].Output = a.Jobs[0].Runs[0].Output[:400]
	a.Jobs[0].Runs[0].Matches = a.Jobs[0].Runs[0].Matches[:400]
	a.Failures = []event.Failure{{Kind: "error", Message: "attempt to index a nil value (local 'line')", Path: "tests/output.lua", Line: 27, Source: "    check(line.text)", Traceback: "stack traceback:\n\ttests/output.lua:27: in function 'check'\n\ttests/output.lua:21: in function 'body'"}}
}

// hostile has something of a page's in everything that a page shows.
func hostile(a *results.Attempt) {
	*a = *hostileWith(a, `"><img src=x onerror=alert(1)></script></title></svg></template><!-- --><b>`+"\x1b[2J\x00\u202e\xff\xfe")
}

func hostileWith(a *results.Attempt, evil string) *results.Attempt {
	v := 3.0
	t0, t1 := a.Begin+10*ms, a.End-10*ms
	run := func(n int) *results.JobRun {
		return &results.JobRun{N: n, PID: 3, Argv: []string{evil, "-x", evil}, Begin: t0, Ready: t0 + 10*ms, End: t1, Status: evil,
			Signals: []results.Mark{{At: t0 + 40*ms, Text: evil}}, Sent: []results.Chunk{{At: t0 + 50*ms, Stream: evil, Data: []byte(evil)}},
			Output:   []results.Chunk{{At: t0 + 60*ms, Stream: "stdout", Data: []byte(evil + "\n" + evil)}, {At: t0 + 70*ms, Stream: evil, Offset: 99, Data: []byte(evil)}},
			Matches:  []results.Match{{At: t0 + 61*ms, Filter: evil, Stream: "stdout", Offset: 2, Data: []byte(evil)[min(2, len(evil)):], Value: &v}, {At: t0 + 80*ms, Filter: evil, Data: []byte(evil), Value: &v}},
			Progress: []results.Point{{At: t0 + 10*ms, Amount: event.Amount{Done: 1, Total: 2, Unit: evil}, Text: evil}, {At: t0 + 90*ms, Amount: event.Amount{Done: 2, Total: 2, Rate: 3, Unit: evil}, Text: evil}}}
	}
	return &results.Attempt{N: a.N, Worker: a.Worker, Begin: a.Begin, End: a.End, Result: a.Result, Reason: evil,
		Failures: []event.Failure{
			{Kind: evil, Message: evil + "\n" + evil, Path: evil, Line: 3, Source: evil, Traceback: evil, Diff: "-" + evil + "\n+" + evil, Soft: true, Steps: []string{evil, evil}, Waited: evil, Jobs: []string{evil}, Tail: []string{evil}},
			{Kind: "failure", Message: evil, Expected: evil, Actual: evil}},
		Record: results.Record{
			Steps:  []*results.Step{{Text: evil, Begin: t0, End: t1, Err: evil, Steps: []*results.Step{{Text: evil, Begin: t0, End: t1}}}},
			Jobs:   []*results.Job{{Label: evil, ID: evil, Runs: []*results.JobRun{run(1), run(2)}}},
			Output: []results.Chunk{{At: t0, Stream: evil, Data: []byte(evil)}}, Logs: []results.Log{{At: t0, Level: evil, Text: evil, Job: evil, Fields: map[string]any{evil: evil}}},
			Waits:    []results.Wait{{Begin: t0, End: t1, Op: evil, Text: evil, Job: evil, Err: evil}, {Begin: t0, End: t1, Op: evil, Text: evil}},
			Verdicts: []string{evil}, Artifacts: []results.Artifact{{Name: evil, Path: evil}, {Name: "script", Path: "javascript:alert(1)"}}, Orphans: []results.Orphan{{At: t1, Job: evil, PID: 4, Command: evil, Age: 20 * ms}, {At: t1, Job: "?", PID: 5, Command: evil}},
		},
	}
}

// large is a run of n tests, one in a hundred of which failed.
func large(n int) *results.Run {
	r := &results.Run{Suite: event.Suite{Argv: []string{"tlua", "test", "tests"}, Workers: 4, Version: "0.9.0"}, Started: time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)}
	b := &builder{run: r}
	for i := range n {
		b.at(1+i%4, 0)
		file, name := fmt.Sprintf("tests/module_%02d.lua", i*40/n), fmt.Sprintf("the transfer of kind %d arrives whole with %d peers", i%17, i)
		switch {
		case i%100 == 50:
			b.test(file, name, i, 6400, event.TimedOut, stalled)
		case i%10 == 0:
			b.test(file, name, i, 5200, event.Passed, transfer)
		default:
			b.test(file, name, i, 300+i%900, event.Passed, shortly)
		}
	}
	for _, t := range r.Tests {
		r.Duration = max(r.Duration, t.Attempts[0].End)
	}
	return r
}
