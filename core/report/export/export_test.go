package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/names"
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
	for name, run := range map[string]*results.Run{"sample": sample(), "fine": fine(), "nothing": {Started: began}, "killed": {Started: began, Cut: true}} {
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

func TestJUnitIsValid(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*results.Run{"sample": sample(), "hostile": hostile(), "nothing": {}, "killed": {Cut: true}} {
		doc := write(t, "junit.xml", r)
		out, err := run(t, "xmllint", "libxml2-utils", doc, "--noout", "--schema", "testdata/junit.xsd", "-")
		require.NoError(t, err, "%s: %.2000s", name, out)

		var back junitSuites
		require.NoError(t, xml.Unmarshal([]byte(doc), &back))
		n := 0
		for _, s := range back.Suites {
			require.Len(t, s.Cases, s.Tests)
			n += s.Tests
		}
		require.Equal(t, back.Tests, n)
	}
	// The schema itself finds what is wrong.
	for _, bad := range []string{"<testsuites/>", strings.Replace(write(t, "junit.xml", sample()), "twin (again 2)", "twin", 1)} {
		_, err := run(t, "xmllint", "libxml2-utils", bad, "--noout", "--schema", "testdata/junit.xsd", "-")
		require.Error(t, err)
	}
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
	for name, r := range map[string]*results.Run{"fine": fine(), "sample": sample(), "hostile": hostile(), "nothing": {}} {
		stopped := r.Stopped
		r.Stopped = "" // prove ends there
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
		r.Stopped = stopped
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

// docs/reports.md names every field.
func TestJSONIsDocumented(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../docs/reports.md")
	require.NoError(t, err)
	failures, err := os.ReadFile("../../../docs/events.md")
	require.NoError(t, err)
	doc := string(text) + string(failures)
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice:
			walk(of.Elem())
		case reflect.Struct:
			if seen[of] || of == reflect.TypeFor[time.Time]() {
				return
			}
			seen[of] = true
			for i := range of.NumField() {
				f := of.Field(i)
				require.True(t, f.Anonymous || strings.Contains(doc, "`"+names.Snake(f.Name)+"`"), "%v: %s", of, f.Name)
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[results.Run]())
	require.Greater(t, len(seen), 15)
}

// A command to GitHub is a line, and says nothing else.
func TestGitHubCommands(t *testing.T) {
	t.Parallel()
	command := regexp.MustCompile(`^::error (file=[^,:]+,(line=\d+,)?)?title=[^,:]+::[^\n]+$`)
	for _, r := range []*results.Run{sample(), hostile()} {
		lines := strings.Split(strings.TrimSuffix(write(t, "github", r), "\n"), "\n")
		require.Len(t, lines, len(findings(r)))
		for _, l := range lines {
			require.Regexp(t, command, l)
			require.Less(t, len(l), 500000)
		}
	}
	require.Empty(t, write(t, "github", fine()))
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
			require.Regexp(t, `^$|^##|^… and \d|^<details><summary>[^<]*</summary>$|^</details>$|^Output:$|^\d+ passed|^\*\*the run was`, l)
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
		"6 passed, 2 failed, 1 timed out, 1 interrupted, 1 flaky, 1 skipped, 1 pending, 1 file failed outside of tests, 1 as expected in 1 min 35 s",
		verdict(sample()))
}
