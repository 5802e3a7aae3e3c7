package expect

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/results"
)

// runOf makes a run of tests, each "file: name" with its result and its verdicts.
func runOf(tests ...[]string) *results.Run {
	r := &results.Run{}
	for _, x := range tests {
		file, name, _ := strings.Cut(x[0], ": ")
		t := &results.Test{Test: event.Test{File: file, Name: name, Number: 1}, Result: event.Result(x[1])}
		t.Attempts = []*results.Attempt{{N: 1, Result: t.Result, Record: results.Record{Verdicts: x[2:]}}}
		r.Tests = append(r.Tests, t)
	}
	return r
}

// updated gives a file in YAML after an update, and what it names as useless.
func updated(t require.TestingT, text string, extra Draft, runs ...*results.Run) (string, []string) {
	raw, err := FromYAML("r.yaml", []byte(text))
	require.NoError(t, err)
	b, err := New(raw)
	require.NoError(t, err)
	u, err := b.Update(runs, Platform{"linux": ""}, extra)
	require.NoError(t, err)
	var useless []string
	for _, e := range u.Useless {
		useless = append(useless, e.String())
	}
	if u.Add == nil {
		return text, useless
	}
	longer, err := YAML.Add("r.yaml", []byte(text), u.Add)
	require.NoError(t, err)
	return string(longer), useless
}

func TestUpdate(t *testing.T) {
	for _, c := range []struct {
		name, text string
		extra      Draft
		runs       []*results.Run
		want       string
		useless    []string
	}{
		{"nothing to say", "# none\n", nil, []*results.Run{runOf([]string{"a: one", "passed"}, []string{"a: two", "interrupted"})}, "# none\n", nil},
		{"new ones", "", Draft{{"key", "BUG-1"}, {"when", "linux"}},
			[]*results.Run{runOf([]string{"a: one *", "failed", "no route?"}, []string{"a: two", "timeout"})}, `- test: 'a: one \*'
  when: linux
  expect: failed
  verdict: no route\?
  key: BUG-1
- test: 'a: two'
  when: linux
  expect: timeout
  key: BUG-1
`, nil},
		{"as there was", "  # indented\n  - test: x # here\n    expect: failed", nil,
			[]*results.Run{runOf([]string{"a: x", "failed"}, []string{"a: y", "failed"})},
			"  # indented\n  - test: x # here\n    expect: failed\n  - test: 'a: y'\n    expect: failed\n", nil},
		{"several runs", "", nil,
			[]*results.Run{runOf([]string{"a: x", "failed", "v"}), runOf([]string{"a: x", "passed"}), runOf([]string{"a: x", "failed", "v"})},
			"- test: 'a: x'\n  expect:\n    - passed\n    - failed\n", nil},
		{"mended", "- {test: x, expect: failed}\n", nil, []*results.Run{runOf([]string{"a: x", "passed"}, []string{"b: x", "skipped"})},
			"- {test: x, expect: failed}\n", []string{`r.yaml:1 ("x")`}},
		{"mended in part", "- {test: x*, expect: failed}\n", nil, []*results.Run{runOf([]string{"a: x1", "passed"}, []string{"a: x2", "failed"})},
			"- {test: x*, expect: failed}\n- test: 'a: x1'\n  expect: passed\n", nil},
		{"fails in another way", "- {test: x, expect: failed}\n", nil, []*results.Run{runOf([]string{"a: x", "error"})},
			"- {test: x, expect: failed}\n- test: 'a: x'\n  expect: error\n", nil},
		{"other verdicts", "- {test: x, expect: passed, verdict: a}\n", nil, []*results.Run{runOf([]string{"a: x", "passed", "b", "c"})},
			"- {test: x, expect: passed, verdict: a}\n- test: 'a: x'\n  expect: passed\n  verdict:\n    - b\n    - c\n", nil},
	} {
		got, useless := updated(t, c.text, c.extra, c.runs...)
		require.Equal(t, c.want, got, c.name)
		require.Equal(t, c.useless, useless, c.name)
	}
}

func TestUpdateOfParams(t *testing.T) {
	r := runOf([]string{"a: x", "failed"}, []string{"a: x", "passed"})
	r.Tests[0].Params = []event.Param{{Name: "size", Value: 1.0}, {Name: "op", Value: ">5"}, {Name: "on", Value: true}}
	text, _ := updated(t, "", nil, r)
	require.Equal(t, "- test: 'a: x'\n  params:\n    size: 1\n    op:\n      - '>5'\n    on: true\n  expect: failed\n", text)
	b := book(t, text)
	require.True(t, b.Judge(nil, &r.Tests[0].Test, event.Failed, nil).As)
	require.Nil(t, b.Judge(nil, &r.Tests[1].Test, event.Passed, nil))
}

// After an update, and without what it calls useless, the runs are as expected.
func TestUpdateMakesTheBookRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"a: x", "a: *", "b: x y", "b: \"?\n"})
		result := rapid.SampledFrom(Results)
		var runs []*results.Run
		for range rapid.IntRange(1, 3).Draw(t, "runs") {
			var tests [][]string
			for _, n := range rapid.SliceOfNDistinct(name, 0, 4, rapid.ID[string]).Draw(t, "tests") {
				tests = append(tests, append([]string{n, string(result.Draw(t, "result"))}, rapid.SliceOfN(rapid.SampledFrom([]string{"v", "#", "* -"}), 0, 2).Draw(t, "verdicts")...))
			}
			runs = append(runs, runOf(tests...))
		}
		text := ""
		for range rapid.IntRange(0, 3).Draw(t, "entries") {
			text += "- {test: '" + rapid.SampledFrom([]string{"*", "a", "a: x", "x*"}).Draw(t, "test") + "', expect: " + string(result.Draw(t, "expect")) + "}\n"
		}
		for range 5 { // what is useless hid other entries, perhaps
			longer, useless := updated(t, text, nil, runs...)
			raw, err := FromYAML("r.yaml", []byte(longer))
			require.NoError(t, err)
			b, err := New(raw)
			require.NoError(t, err)
			var kept Book
			for _, e := range b {
				if !slices.Contains(useless, e.String()) {
					kept = append(kept, e)
				}
			}
			wrong, err := kept.Unexpected(runs, Platform{"linux": ""})
			require.NoError(t, err)
			if len(wrong) == 0 {
				return
			}
			if len(useless) == 0 {
				t.Fatalf("still unexpected: %v: %v\n%s", Name(wrong[0].Test), &wrong[0], longer)
			}
			lines := strings.SplitAfter(longer, "\n")
			for _, e := range b {
				if slices.Contains(useless, e.String()) {
					n, err := strconv.Atoi(strings.TrimPrefix(e.Place, "r.yaml:"))
					require.NoError(t, err)
					lines[n-1] = ""
				}
			}
			text = strings.Join(lines, "")
		}
		t.Fatalf("it does not come to an end:\n%s", text)
	})
}

func TestChanges(t *testing.T) {
	before := runOf([]string{"b: same", "failed", "v"}, []string{"b: mended", "failed", "v"}, []string{"b: gone", "passed"}, []string{"a: other", "failed", "v"})
	after := runOf([]string{"b: same", "failed", "v"}, []string{"b: mended", "passed"}, []string{"b: added", "passed"}, []string{"a: other", "failed", "w"})
	var got []string
	for _, c := range Changes(before, after) {
		got = append(got, Title(c.Test)+": "+c.Before+" -> "+c.After)
	}
	require.Equal(t, []string{
		`a: other: failed, with the verdict "v" -> failed, with the verdict "w"`,
		"b: added: not run -> passed",
		"b: gone: passed -> not run",
		`b: mended: failed, with the verdict "v" -> passed`,
	}, got)
	require.Empty(t, Changes(before, before))
}

// A run is compared by what holds where it was made.
func TestPlatformOfARun(t *testing.T) {
	b := book(t, "- {test: x, when: mars, expect: failed}")
	r := runOf([]string{"a: x", "failed"})
	wrong, err := b.Unexpected([]*results.Run{r}, Platform{"mars": ""})
	require.NoError(t, err)
	require.Empty(t, wrong)
	r.Platform = []string{"linux", "cpus=2"}
	wrong, err = b.Unexpected([]*results.Run{r}, Platform{"mars": ""})
	require.NoError(t, err)
	require.Len(t, wrong, 1)
	r.Platform = []string{"&"}
	_, err = b.Unexpected([]*results.Run{r}, nil)
	require.ErrorContains(t, err, "a word or NAME=VALUE expected")
}

func TestAddRefuses(t *testing.T) {
	for _, text := range []string{"[]", "- {test: a, expect: failed}\n...\n", "[{test: a, expect: failed}]\n"} {
		_, err := YAML.Add("r.yaml", []byte(text), []Draft{{{"test", "b"}, {"expect", "failed"}}})
		require.ErrorContains(t, err, "EINVAL: r.yaml: entries cannot be added to what is written like this", text)
	}
}

// Tests of one name are told apart by their numbers, in an entry that is made and in
// what it is about.
func TestTestsOfOneName(t *testing.T) {
	run := runOf([]string{"a: same", "passed"}, []string{"a: same", "failed"}, []string{"a: other", "failed"})
	run.Tests[1].Number = 2
	text, _ := updated(t, "", nil, run)
	require.Equal(t, "- test: 'a: same'\n  number: 2\n  expect: failed\n- test: 'a: other'\n  expect: failed\n", text)
	run.Tests[0].Result, run.Tests[1].Result = event.Failed, event.Passed
	text, useless := updated(t, text, nil, run)
	require.Contains(t, text, "- test: 'a: same'\n  number: 1\n  expect: failed\n")
	require.Equal(t, []string{`r.yaml:1 ("a: same")`}, useless)
	require.Equal(t, []string{"a: same", "a: same (2)"}, []string{Title(&run.Tests[0].Test), Title(&run.Tests[1].Test)})
}

// An entry that would not hold where the runs were made is not made.
func TestUpdateWhereItDoesNotHold(t *testing.T) {
	run := runOf([]string{"a: x", "failed"})
	run.Platform = []string{"darwin"}
	_, err := Book{}.Update([]*results.Run{run}, Platform{"linux": ""}, Draft{{"when", "linux"}})
	require.EqualError(t, err, `EINVAL: "linux" does not hold where a run was made: entries with it would not count for what it showed`)
	u, err := Book{}.Update([]*results.Run{run}, Platform{"linux": ""}, Draft{{"when", "darwin"}})
	require.NoError(t, err)
	require.Len(t, u.Add, 1)
}
