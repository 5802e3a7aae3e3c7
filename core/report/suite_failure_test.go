package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// failed gives what is told of a failure.
func failed(color bool, f event.Failure) string {
	var b strings.Builder
	c := NewSuite(SuiteOptions{Options: Options{Out: new(bytes.Buffer), Unicode: true, Color: color}})
	c.failures(&b, "a.lua", []event.Failure{f}, nil)
	return b.String()
}

// What a job wrote last is told once, below the job that it is of.
func TestLastOutputIsToldOnce(t *testing.T) {
	tail := []string{"one", "two", "three", "stderr: no"}
	ended, same, other := "sh#1(exited with code 3)", "sh#2(pid 7, running), last output:\n  three\n  stderr: no", "sh#3(pid 8, running), last output:\n  six"
	const whole = "\n      │ one\n      │ two\n      │ three\n      │ stderr: no\n"
	for _, c := range []struct {
		name string
		f    event.Failure
		want string
	}{
		{"of one of them", event.Failure{Message: "late", Tail: tail, Jobs: []string{ended, same, other}},
			"    job: sh#1(exited with code 3)\n    job: sh#2(pid 7, running), last output:" + whole + "    job: sh#3(pid 8, running), last output:\n      │ six\n"},
		{"of none of them", event.Failure{Message: "late", Tail: tail, Jobs: []string{ended, other}},
			"    last output:" + whole + "    job: sh#1(exited with code 3)\n    job: sh#3(pid 8, running), last output:\n      │ six\n"},
		{"of the one that is named", event.Failure{Message: "sh#22 is running", Tail: []string{"six"}, Jobs: []string{other, strings.Replace(other, "#3", "#22", 1), other}},
			"    job: sh#3(pid 8, running), last output:\n      │ six\n    job: sh#22(pid 8, running), last output:\n      │ six\n    job: sh#3(pid 8, running), last output:\n      │ six\n"},
		{"without jobs", event.Failure{Message: "late", Tail: []string{"x"}}, "    last output:\n      │ x\n"},
	} {
		c.f.Kind = "failure"
		require.Equal(t, "  "+c.f.Message+"\n"+c.want, failed(false, c.f), c.name)
	}
	_, whose := jobsOf(event.Failure{Message: "sh#22 is running", Tail: []string{"six"}, Jobs: []string{other, strings.Replace(other, "#3", "#22", 1), other}})
	require.Equal(t, 1, whose)
}

// What should have been is green, what was red, and no empty line ends a
// difference.
func TestColorsOfValues(t *testing.T) {
	f := event.Failure{Kind: "failure", Message: "not equal\ngot:      {\n  1\n}\nexpected: {\n  2\n}\nnot expected: 3\nlast call: 4\npattern: x",
		Diff: "from line 2 on (- expected, + got):\n  a\n- b\n+ x\n  c\n  "}
	got := failed(true, f)
	for _, paint := range []struct{ code, word string }{{red, "<r>"}, {green, "<g>"}, {dim, "<d>"}, {"0", "."}} {
		got = strings.ReplaceAll(got, "\x1b["+paint.code+"m", paint.word)
	}
	require.Equal(t, `  <r>not equal.
    <r>got:      {.
    <r>  1.
    <r>}.
    <g>expected: {.
    <g>  2.
    <g>}.
    <g>not expected: 3.
    <r>last call: 4.
    <g>pattern: x.
    <d>from line 2 on (- expected, + got):.
    <d>  a.
    <g>- b.
    <r>+ x.
    <d>  c.
`, got)
	require.NotContains(t, failed(false, f), "\x1b")
}
