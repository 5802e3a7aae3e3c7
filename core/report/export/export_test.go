package export

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// formats are all there are, by the names of their golden files.
var formats = map[string]func(io.Writer, *results.Run) error{
	"junit.xml": JUnit, "tap": TAP, "json": JSON, "md": Markdown, "github": GitHub, "txt": Text,
}

func write(t *testing.T, format string, run *results.Run) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, formats[format](&b, run))
	return b.String()
}

// UPDATE=1 writes the golden files anew.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]*results.Run{"sample": sample(), "fine": fine(), "gaps": gaps(), "nothing": {Started: began}, "killed": {Started: began, Cut: true}} {
		for format := range formats {
			t.Run(name+"."+format, func(t *testing.T) {
				t.Parallel()
				file := filepath.Join("testdata", name+"."+format)
				got := write(t, format, run)
				if os.Getenv("UPDATE") != "" {
					require.NoError(t, os.WriteFile(file, []byte(got), 0o666))
				}
				want, err := os.ReadFile(file)
				require.NoError(t, err)
				require.Equal(t, string(want), got)
				require.Equal(t, got, write(t, format, run))
			})
		}
	}
}

// Whatever there is in a run, a report is UTF-8 that can be seen.
func TestHostileIsVisible(t *testing.T) {
	t.Parallel()
	run := hostile()
	for format := range formats {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			got := write(t, format, run)
			require.True(t, utf8.ValidString(got))
			require.True(t, strings.HasSuffix(got, "\n"))
			if format == "json" { // it has what there was
				return
			}
			for i, r := range got {
				if unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
					t.Fatalf("%U at %d: %q", r, i, got[max(i-40, 0):i+20])
				}
			}
		})
	}
}

func TestWriteErrors(t *testing.T) {
	t.Parallel()
	r, w := io.Pipe()
	require.NoError(t, r.Close())
	for name, format := range formats {
		require.ErrorIs(t, format(w, sample()), io.ErrClosedPipe, name)
	}
}

// run runs a program, which has to be there.
func run(t *testing.T, program, pkg, stdin string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("%s is missing; install it with: sudo apt-get install %s", program, pkg)
	}
	cmd := exec.Command(program, args...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestClassname(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"spec/dl/seed_spec.lua": "spec.dl.seed_spec", "a.lua": "a", "./a/v1.2/b.c": "a.v1_2.b_c", "/tmp/a.lua": "tmp.a", "../a.lua": "__.a", "": "tlua", "/": "tlua",
	} {
		require.Equal(t, want, classname(file), file)
	}
}

// prove of Debian 13 knows TAP up to version 13, which differs from 14 in nothing
// that is used here.
func TestProveReadsTAP(t *testing.T) {
	t.Parallel()
	point := regexp.MustCompile(`(?m)^(not )?ok (\d+) - (.*)$`)
	for name, r := range map[string]*results.Run{"fine": fine(), "sample": sample(), "gaps": gaps(), "hostile": hostile(), "nothing": {}} {
		r.Stopped, r.Early, r.Missing = "", "", nil // prove ends there
		doc := write(t, "tap", r)
		require.Len(t, point.FindAllString(doc, -1), strings.Count(doc, "\nok ")+strings.Count(doc, "\nnot ok "), name)
		file := filepath.Join(t.TempDir(), "x.tap")
		require.NoError(t, os.WriteFile(file, []byte(strings.Replace(doc, "TAP version 14", "TAP version 13", 1)), 0o666))
		out, err := run(t, "prove", "perl", "", "-e", "cat", file)
		require.NotContains(t, out, "Parse errors", "%s: %.2000s", name, out)
		require.Equal(t, r.Failed(), err != nil, "%s: %.2000s", name, out)
		if r.Failed() {
			require.Contains(t, out, "Failed "+strconv.Itoa(len(findings(r)))+"/", name)
		}
	}
	out, err := run(t, "prove", "perl", "", "-e", "cat", "testdata/sample.tap")
	require.Error(t, err)
	require.Contains(t, out, "Bailout called.  Further testing stopped:  the run was interrupted: interrupted (SIGINT)")
}

func TestTAPDescription(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"a # SKIP": `a \# SKIP`, `a\`: `a\\`, "a\nb": `a\\nb`, "\x1b": `\\x1b`} {
		require.Equal(t, want, description(in))
	}
}

func TestJSONHasAll(t *testing.T) {
	t.Parallel()
	var doc map[string]any
	require.NoError(t, json.Unmarshal([]byte(write(t, "json", sample())), &doc))
	require.Equal(t, 1.0, doc["format"])
	require.Equal(t, true, doc["failed"])
	require.Equal(t, "18446744073709551615", doc["seed"])
	require.Equal(t, "2026-01-31T12:00:00.5+01:00", doc["started"])
	require.Equal(t, 95.0, doc["duration"])
	test := doc["tests"].([]any)[0].(map[string]any)
	require.Equal(t, []any{map[string]any{"name": "peers", "value": 4.0}, map[string]any{"name": "proxy", "value": false}}, test["params"])
	attempt := test["attempts"].([]any)[0].(map[string]any)
	job := attempt["jobs"].([]any)[0].(map[string]any)["runs"].([]any)[0].(map[string]any)
	require.Equal(t, "YmFkIP8bWzMxbQ0K", job["output"].([]any)[1].(map[string]any)["data64"])
	require.Equal(t, 0.003, job["ready"])
	require.Equal(t, 12.0, job["lost"])
	require.True(t, json.Valid([]byte(write(t, "json", hostile()))))
}

// A command to GitHub is a line, and says nothing else.
func TestGitHubCommands(t *testing.T) {
	t.Parallel()
	command := regexp.MustCompile(`^::(error|warning|notice) (file=[^,:]+,(line=\d+,)?)?title=[^,:]+::[^\n]+$`)
	for _, r := range []*results.Run{sample(), gaps(), hostile()} {
		for l := range strings.Lines(write(t, "github", r)) {
			require.Regexp(t, command, strings.TrimSuffix(l, "\n"))
			require.Less(t, len(l), 500000)
		}
	}
	require.Empty(t, write(t, "github", fine()))
}

// GitHub shows ten annotations of a kind: what is not told is counted, and what
// is missing of the run is among the ten.
func TestGitHubIsBounded(t *testing.T) {
	t.Parallel()
	r := fine()
	r.Early = "it is over"
	for range 12 {
		r.Tests = append(r.Tests, test("f", "bad", 1, attempt(event.Failed)), test("f", "flaky", 2, attempt(event.Failed), attempt(event.Passed)))
	}
	got := write(t, "github", r)
	require.Equal(t, []int{10, 10, 1}, []int{strings.Count(got, "::error "), strings.Count(got, "::warning "), strings.Count(got, "::notice ")})
	require.True(t, strings.HasPrefix(got, "::error title=the run (ended early)::the run ended early: it is over\n"))
	require.True(t, strings.HasSuffix(got, "\n::notice title=tlua::3 more failures, 2 more flaky tests: GitHub shows 10 annotations of a kind\n"))
	r.FailOnFlaky = true
	got = write(t, "github", r)
	require.Equal(t, []int{10, 0}, []int{strings.Count(got, "::error "), strings.Count(got, "::warning ")})
	require.Contains(t, got, "title=flaky (flaky)::flaky: only attempt 2 passed, and flaky tests fail the run (--fail-on-flaky)")
}

// Whether a run has failed is the same in all reports.
func TestVerdictIsTheSame(t *testing.T) {
	t.Parallel()
	flaky := test("f", "t", 1, attempt(event.Failed), attempt(event.Passed))
	expected := *flaky
	expected.Expected = &results.Expected{Result: event.Flaky, As: true}
	for name, c := range map[string]struct {
		run    results.Run
		failed bool
	}{
		"nothing":         {results.Run{}, false},
		"flaky":           {results.Run{Tests: []*results.Test{flaky}}, false},
		"fails if flaky":  {results.Run{Suite: event.Suite{FailOnFlaky: true}, Tests: []*results.Test{flaky}}, true},
		"flaky as it was": {results.Run{Suite: event.Suite{FailOnFlaky: true}, Tests: []*results.Test{&expected}}, false},
		"early":           {results.Run{Early: "x"}, true},
		"a shard":         {results.Run{Missing: []string{"1/2"}}, true},
		"stopped":         {results.Run{Stopped: "x"}, true},
		"cut":             {results.Run{Cut: true}, true},
		"a file":          {results.Run{Files: []*results.File{{Failures: []event.Failure{{}}}}}, true},
		"a test":          {results.Run{Tests: []*results.Test{test("f", "t", 1, attempt(event.Failed))}}, true},
	} {
		r := &c.run
		doc, err := run(t, "xmllint", "libxml2-utils", write(t, "junit.xml", r), "--xpath", "count(//failure|//error) > 0", "-")
		require.NoError(t, err)
		tap := write(t, "tap", r)
		require.Equal(t, map[string]bool{
			"failed": c.failed, "junit": c.failed, "tap": c.failed, "json": c.failed, "md": c.failed, "github": c.failed, "txt": c.failed,
		}, map[string]bool{
			"failed": r.Failed(), "junit": strings.TrimSpace(doc) == "true", "tap": strings.Contains(tap, "\nnot ok ") || strings.Contains(tap, "\nBail out!"),
			"json": strings.Contains(write(t, "json", r), `"failed": true`), "md": !strings.Contains(write(t, "md", r), "✅ Tests passed"),
			"github": strings.Contains(write(t, "github", r), "::error "), "txt": !strings.Contains(write(t, "txt", r), "passed: "),
		}, name)
	}
}

func TestHeadline(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]event.Failure{
		"failed":                         {},
		"a":                              {Message: "a\n"},
		"a …":                            {Message: "a\nb"},
		"a: got 3, expected 0":           {Message: "a\ngot: 3", Expected: "0", Actual: "3"},
		"b …":                            {Message: "b\nc", Expected: "0", Actual: strings.Repeat("x", 81)},
		"c …":                            {Message: "c\nd", Expected: "0\n", Actual: "1"},
		strings.Repeat("é", 150) + " …":  {Message: strings.Repeat("é", 200)},
		`d: got "\xff", expected "\x1b"`: {Message: "d", Actual: "\"\xff\"", Expected: "\"\x1b\""},
	} {
		require.Equal(t, want, headline([]event.Failure{f}))
	}
	require.Equal(t, "a: got 3, expected 0 …", headline([]event.Failure{{Message: "a", Expected: "0", Actual: "3"}, {}}))
}

// Of what is too much, a page has a part, and says so.
func TestMarkdownIsBounded(t *testing.T) {
	t.Parallel()
	r := fine()
	for range 300 {
		f := event.Failure{Kind: "failure", Message: strings.Repeat("m\n", 10000), Traceback: strings.Repeat("`", 5000)}
		a := attempt(event.Failed, f)
		a.Output = []results.Chunk{{Data: bytes.Repeat([]byte("o\n"), 20000)}}
		r.Tests = append(r.Tests, test("f", "t", 1, a))
	}
	got := write(t, "md", r)
	require.Less(t, len(got), 1<<20)
	require.Contains(t, got, "\n… and 100 more failures\n")
	require.Contains(t, got, "\n… and 250 more failures without details\n")
	require.Equal(t, strings.Count(got, "<details>"), strings.Count(got, "</details>"))
}

// All text of a test is within its cell, and its block.
func TestMarkdownIsEscaped(t *testing.T) {
	t.Parallel()
	fence := ""
	for l := range strings.Lines(write(t, "md", hostile())) {
		l = strings.TrimSuffix(l, "\n")
		switch {
		case fence != "":
			if l == fence {
				fence = ""
			}
		case strings.HasPrefix(l, "```"):
			fence = l
		case strings.HasPrefix(l, "|"):
			cells := strings.Count(l, "|") - strings.Count(l, `\|`)
			require.Contains(t, []int{4, 5}, cells, "%.200q", l)
			require.NotRegexp(t, `<|[^\\][*`+"`"+`]`, l)
		default:
			require.Regexp(t, `^$|^##|^… and \d|^<details><summary>[^<]*</summary>$|^</details>$|^Output:$|^\d+ passed|^\*\*the run |^\*\*shard `, l)
		}
	}
	require.Empty(t, fence)
}

func TestTranscript(t *testing.T) {
	t.Parallel()
	require.Equal(t, strings.Join([]string{
		"ctorrent#2: Listening on 2706", "printed", "without end", `ctorrent#2 stderr: bad \xff\x1b[31m`,
		"… 12 bytes of ctorrent#2 were not written down", "",
	}, "\n"), transcript(&sample().Tests[0].Attempts[0].Record))
	many := results.Record{LostOutput: 3}
	for range 1 << 18 { // byte by byte
		many.Output = append(many.Output, results.Chunk{Data: []byte("x")})
	}
	require.Equal(t, strings.Repeat("x", 1<<18)+"\n… 3 bytes that were printed were not written down\n", transcript(&many))

	// What is missing within an output is told there.
	gap := results.Record{Jobs: []*results.Job{{Label: "sh#1", Runs: []*results.JobRun{{Lost: 7, Output: []results.Chunk{
		{At: 1, Stream: "stdout", Data: []byte("one\ntw")}, {At: 2, Stream: "stdout", Offset: 10, Data: []byte("d\nlast\n")},
	}}}}}}
	require.Equal(t, "sh#1: one\nsh#1: tw\nsh#1: … 4 bytes were not written down\nsh#1: d\nsh#1: last\n… 3 bytes of sh#1 were not written down\n", transcript(&gap))
}

func TestShort(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in          string
		most        int
		short, tail string
	}{
		{"ab\ncd\n", 6, "ab\ncd\n", "ab\ncd\n"},
		{"ab\ncd\nef\n", 7, "ab\ncd\n… (3 bytes more)\n", "… (3 bytes before)\ncd\nef\n"},
		{"ééé", 3, "é…\n… (4 bytes more)\n", "… (4 bytes before)\n…é"},
	} {
		require.Equal(t, c.short, short(c.in, c.most))
		require.Equal(t, c.tail, tail(c.in, c.most))
	}
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	require.Equal(t, "no tests were run in 0 ms", verdict(&results.Run{}))
	require.Equal(t, "1 passed in "+report.Duration(1234*ms), verdict(fine()))
	require.Equal(t,
		"7 passed, 3 failed, 1 timed out, 1 interrupted, 1 flaky, 1 skipped, 1 pending, 1 file failed outside of tests; "+
			"1 as expected, 1 unexpected, 1 new in 1 min 35 s",
		verdict(sample()))
	require.Equal(t, []string{"passed", "failed", "interrupted", "interrupted"},
		[]string{outcome(fine()), outcome(gaps()), outcome(sample()), outcome(&results.Run{Cut: true})})
}
