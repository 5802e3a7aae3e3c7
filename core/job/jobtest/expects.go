package jobtest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// expect expects one of the patterns, or fails the test.
func expect(t *testing.T, f interface {
	Expect(context.Context, ...string) (*job.Expected, error)
}, patterns ...string,
) *job.Expected {
	t.Helper()
	e, err := f.Expect(within(t, patience), patterns...)
	require.NoError(t, err)
	return e
}

func send(t *testing.T, j *job.Job, text string) {
	t.Helper()
	require.NoError(t, j.Send(within(t, patience), []byte(text)))
}

var raw = job.FilterOptions{Stdout: true, Raw: true}

// login is a program that asks without ending its lines.
const login = `printf 'login: '; read u; printf 'password for %s: ' $u; read p; [ $p = secret ] && printf 'welcome\n$ ' || printf 'denied\n'`

// expects is what concerns dialogues.
var expects = []Case{
	{"a dialogue", func(t *testing.T, f *job.Factory) {
		for _, c := range []struct {
			password string
			index    int
			before   string
		}{{"secret", 1, "welcome\n"}, {"wrong", 0, ""}} {
			j := sh(t, f, login)
			flt := attach(t, j, raw)
			start(t, j)
			require.Equal(t, "login: ", string(expect(t, flt, "login: ").Data))
			send(t, j, "me\n")
			e := expect(t, flt, `password for (?P<who>\w+): `)
			require.Equal(t, []string{"", "who"}, e.Names)
			require.Equal(t, "me", string(e.Groups[1]))
			require.Equal(t, int64(7), e.Pos)
			send(t, j, c.password+"\n")
			e = expect(t, flt, "denied", `\$ `)
			require.Equal(t, c.index, e.Index)
			require.Equal(t, c.before, string(e.Before))
			wait(t, j)
		}
	}},
	{"what is expected comes in pieces", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, `printf 'lo'; sleep 0.05; printf 'gin'; sleep 0.05; printf ': '; exec cat`))
		e := expect(t, j, "login: ")
		require.Equal(t, "login: ", string(e.Data))
		require.Empty(t, e.Before)
	}},
	{"the first in the output is expected, and then the first in the list", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, `printf 'one two three'`))
		e := expect(t, j, "three", "tw(x)?o")
		require.Equal(t, 1, e.Index)
		require.Equal(t, "one ", string(e.Before))
		require.Nil(t, e.Groups[1])
		require.Equal(t, 1, expect(t, j, "x", "th", "thr").Index)
		require.Equal(t, "ree", string(expect(t, j, `(?s).*\z`).Data))
	}},
	{"expect and receive go on where the other stopped", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, `printf 'a1 b2 '; read x; printf 'c3'`)
		flt := attach(t, j, raw)
		start(t, j)
		expect(t, flt, "b")
		m := receive(t, flt)
		require.Equal(t, "2 ", string(m.Data))
		require.Equal(t, int64(4), m.Pos)
		send(t, j, "\n")
		e := expect(t, flt, "(?<= )c")
		require.Equal(t, int64(6), e.Pos)
		require.Empty(t, e.Before)
		wait(t, j)
		require.Equal(t, []string{"3"}, drain(t, flt))
	}},
	{"what is not found takes nothing", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, `printf 'one\ntwo\nthree\n\033[1mfour'; echo oops >&2; exec cat`))
		expect(t, j, "one\n")
		for range 2 {
			_, err := j.Expect(within(t, 20*time.Millisecond), "login: ", `pass\w+: `)
			fails(t, err, job.ETIMEDOUT, `job.expect: ETIMEDOUT: no match of "login: " or "pass\\w+: " for 20 ms; sh#1 is running (pid `)
		}
		require.Eventually(t, func() bool {
			_, err := j.Expect(looking(), "five")
			fails(t, err, job.ETIMEDOUT)
			return strings.Contains(err.Error(), `; what came ends in "two\nthree\n\x1b[1mfour"; stderr: "oops"`)
		}, patience, time.Millisecond)
		e := expect(t, j, "four")
		require.Equal(t, "two\nthree\n\x1b[1m", string(e.Before))
		_, err := j.Expect(looking(), "four")
		fails(t, err, job.ETIMEDOUT, "nothing new came")
	}},
	{"what could go on is no match, and said", func(t *testing.T, f *job.Factory) {
		j := start(t, sh(t, f, `printf 'n=42'; exec cat`))
		expect(t, j, "n=")
		_, err := j.Expect(within(t, 20*time.Millisecond), `\d+`)
		fails(t, err, job.ETIMEDOUT, `"42" would be one if it were all: * and + wait for more`)
		send(t, j, "\n")
		require.Equal(t, "42", string(expect(t, j, `\d+`).Data))
	}},
	{"what is expected at the end", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, `printf 'last words'`)
		flt := attach(t, j, raw)
		start(t, j)
		_, err := flt.Expect(within(t, patience), "login: ")
		fails(t, err, job.ENODATA, `no match of "login: ": the output is at its end; sh#1 `, `; what came ends in "last words"`)
		e := expect(t, flt, "login: ", `words\z`)
		require.Equal(t, 1, e.Index)
		e = expect(t, flt, `\z`)
		require.Empty(t, e.Data)
		require.True(t, receive(t, flt).EOS)
		_, err = flt.Expect(within(t, patience), `\z`)
		fails(t, err, job.ENODATA, "nothing new came")
	}},
	{"a job's own expect sees the run from its beginning", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, "echo ready; echo again")
		_, err := j.Expect(looking(), "ready")
		fails(t, err, job.ETIMEDOUT, "sh#1 is not started")
		late := sh(t, f, "echo ready; echo again")
		for _, j := range []*job.Job{j, late} {
			wait(t, start(t, j))
			expect(t, j, "ready\n")
			require.Equal(t, int64(6), expect(t, j, "again").Pos)
			_, err := j.Expect(within(t, patience), "more")
			fails(t, err, job.ENODATA)
		}
	}},
	{"only the newest run is expected", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, `printf 'login: '; read x; printf "hello $x "`)
		flt := attach(t, j, raw)
		for _, name := range []string{"one", "two"} {
			start(t, j)
			expect(t, flt, "^login: ")
			_, err := flt.Expect(looking(), "hello")
			fails(t, err, job.ETIMEDOUT, "nothing new came")
			send(t, j, name+"\n")
			wait(t, j)
		}
		require.Equal(t, "two", string(expect(t, flt, `hello (\w+)`).Groups[1]))
		require.Equal(t, []string{" "}, drain(t, flt))
	}},
	{"what was dropped before what is expected", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, `seq 1 100000; read x; printf 'ready> '; exec cat`)
		flt := attach(t, j, job.FilterOptions{Stdout: true, Raw: true, QueueBytes: 100000})
		start(t, j)
		expect(t, j, "^100000\n")
		send(t, j, "\n")
		e := expect(t, flt, "(?<=\n100000\n)ready> ")
		require.Positive(t, e.Dropped)
		require.LessOrEqual(t, len(e.Before), 100000)
	}},
	{"what is too long to be expected", func(t *testing.T, f *job.Factory) {
		j := sh(t, f, `echo BEGIN; seq 1 1000; echo ready`)
		flt := attach(t, j, job.FilterOptions{Stdout: true, Raw: true, MaxMatchBytes: 500})
		wait(t, start(t, j))
		_, err := flt.Expect(within(t, patience), "(?s)BEGIN.*END")
		fails(t, err, job.ENODATA, "501 bytes were given up, as a match has 500 at most")
		expect(t, flt, "(?s)BEGIN.*END", "^ready")
	}},
	{"what cannot be expected", func(t *testing.T, f *job.Factory) {
		j, other := create(t, f, job.Options{Program: "cat"}), create(t, f, job.Options{Program: "cat"})
		both := attach(t, j, raw)
		require.NoError(t, both.AddOutput(j, job.Stdout))
		_, err := both.Expect(looking(), "a")
		fails(t, err, job.ETIMEDOUT)
		require.NoError(t, both.AddOutput(other, job.Stdout))
		for _, c := range []struct {
			flt      *job.Filter
			patterns []string
			code     job.Code
			text     string
		}{
			{attach(t, j, all), []string{"a"}, job.EINVAL, "filter(lines of cat#1) is not raw"},
			{attach(t, j, job.FilterOptions{Stdout: true, Pattern: "a"}), []string{"a"}, job.EINVAL, "raw = true"},
			{attach(t, j, job.FilterOptions{Stdout: true, Stderr: true, Raw: true}), []string{"a"}, job.EINVAL, "has several outputs"},
			{both, []string{"a"}, job.EINVAL, "has several outputs"},
			{attach(t, j, job.FilterOptions{Stdout: true, Raw: true, LogOnly: true}), []string{"a"}, job.EPERM, "it only logs"},
			{attach(t, j, raw), nil, job.EINVAL, "no pattern is given"},
			{attach(t, j, raw), []string{"a", "b("}, job.EINVAL, `pattern "b(": missing ) for this group (position 2)`},
			{attach(t, j, raw), []string{"a(?=b)"}, job.EINVAL, "look-ahead (?=…) is not supported (position 2)"},
		} {
			_, err := c.flt.Expect(within(t, patience), c.patterns...)
			fails(t, err, c.code, "job.expect: ", c.text)
		}
	}},
	{"destroying a job ends what is expected of it", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "cat"})
		require.NoError(t, j.Destroy(context.Background(), time.Second))
		_, err := j.Expect(within(t, patience), "a")
		fails(t, err, job.EBADF, "cat#1 was destroyed")
		j = create(t, f, job.Options{Program: "cat"})
		flt := attach(t, j, raw)
		time.AfterFunc(10*time.Millisecond, func() { j.Destroy(context.Background(), time.Second) })
		_, err = flt.Expect(within(t, patience), "a")
		fails(t, err, job.EBADF)
	}},
}
