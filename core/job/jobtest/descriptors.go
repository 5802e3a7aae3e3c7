package jobtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// descriptors is what concerns channels beyond 0, 1 and 2.
var descriptors = []Case{
	{"an output beyond stderr", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "sh", Args: []string{"-c", "echo three >&3; echo one; echo four >&4"}, Outputs: []int{3, 4}})
		three := attach(t, j, job.FilterOptions{Outputs: []job.Stream{3}})
		rest := attach(t, j, job.FilterOptions{Stdout: true})
		require.NoError(t, rest.AddOutput(j, 4))
		for range 2 { // a second run has them, too
			wait(t, start(t, j))
			m := receive(t, three)
			require.Equal(t, "three", string(m.Data))
			require.Equal(t, job.Stream(3), m.Stream)
			require.Equal(t, "3", m.Stream.String())
			require.True(t, receive(t, three).EOS)
			require.ElementsMatch(t, []string{"one", "four"}, drain(t, rest))
		}
		require.Equal(t, []string{"one"}, j.Tail(5), "what is not for people is not shown as last words")
		require.NoError(t, rest.RemoveOutput(j, 4))
		wait(t, start(t, j))
		require.Equal(t, []string{"one"}, drain(t, rest))
	}},
	{"an input beyond stdin", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "sh", Args: []string{"-c", `while read x <&5; do echo "5: $x"; done; cat`}, Inputs: []int{5}})
		flt := attach(t, j, all)
		start(t, j)
		require.NoError(t, j.SendTo(within(t, patience), 5, []byte("one\ntwo\n")))
		require.Equal(t, "5: one", string(receive(t, flt).Data))
		require.NoError(t, j.CloseInput(5))
		require.NoError(t, j.CloseInput(5), "twice is no error")
		fails(t, j.SendTo(within(t, patience), 5, []byte("x")), job.EPIPE, "input 5 is closed")
		require.NoError(t, j.Send(within(t, patience), []byte("three\n")), "the others are open")
		require.NoError(t, j.CloseInput(0))
		require.Equal(t, []string{"5: two", "three"}, drain(t, flt))
		require.True(t, wait(t, j).OK)
		fails(t, j.CloseInput(5), job.ESRCH)
	}},
	{"descriptors that cannot be", func(t *testing.T, f *job.Factory) {
		for _, c := range []struct {
			inputs, outputs []int
			text            string
		}{
			{nil, []int{1}, "option 'outputs': every job has descriptor 1; others are from 3 to 255"},
			{[]int{0}, nil, "option 'inputs': every job has descriptor 0"},
			{nil, []int{256}, "option 'outputs': 256 is not a descriptor from 3 to 255"},
			{[]int{-1}, nil, "option 'inputs': -1 is not a descriptor"},
			{nil, []int{3, 4, 3}, "option 'outputs': 3 is there twice"},
			{[]int{7}, []int{7}, "option 'outputs': 7 is one of 'inputs', too"},
		} {
			_, err := f.Create(job.Options{Program: "true", Inputs: c.inputs, Outputs: c.outputs})
			fails(t, err, job.EINVAL, "job.create: ", c.text)
		}
		j := sh(t, f, "true")
		_, err := j.AttachFilter(job.FilterOptions{Outputs: []job.Stream{3}})
		fails(t, err, job.EINVAL, "sh#1 has no output 3; it can be created with outputs = {3}")
		fails(t, attach(t, j, all).AddOutput(j, 3), job.EINVAL, "job.add_output: EINVAL: sh#1 has no output 3")
		fails(t, j.SendTo(context.Background(), 5, nil), job.EINVAL, "job.send: EINVAL: sh#1 has no input 5; it can be created with inputs = {5}")
		fails(t, j.CloseInput(5), job.EINVAL, "job.close_input: ")
		none := create(t, f, job.Options{Program: "true", NoStdin: true})
		fails(t, none.Send(context.Background(), nil), job.EPIPE, "made without standard input")
	}},
	{"a job has its descriptors and no others", func(t *testing.T, f *job.Factory) {
		for range 50 { // open descriptors of this process, for the numbers to collide with
			start(t, create(t, f, job.Options{Program: "cat"}))
		}
		for _, c := range []struct {
			inputs, outputs []int
			want            []string
		}{
			{nil, nil, []string{"0", "1", "2"}},
			{[]int{5}, []int{3}, []string{"0", "1", "2", "3", "5"}},
			{[]int{4, 3}, []int{255, 30, 9}, []string{"0", "1", "2", "255", "3", "30", "4", "9"}},
		} {
			j := create(t, f, job.Options{Program: "ls", Args: []string{"-l", "/proc/self/fd"}, Inputs: c.inputs, Outputs: c.outputs})
			flt := attach(t, j, job.FilterOptions{Stdout: true, Pattern: `\d+ -> .*$`})
			wait(t, start(t, j))
			var got []string
			targets := map[string]bool{}
			for _, line := range drain(t, flt) {
				fd, target, _ := strings.Cut(line, " -> ")
				if !strings.HasPrefix(target, "/proc/") { // what ls itself has open
					got = append(got, fd)
					targets[target] = true
				}
			}
			slices.Sort(got)
			require.Equal(t, c.want, got)
			require.Len(t, targets, len(got), "each is a pipe of its own")
		}
	}},
	{"many outputs, each at its number", func(t *testing.T, f *job.Factory) {
		var fds []int
		for fd := 60; fd >= 3; fd-- {
			fds = append(fds, fd)
		}
		j := create(t, f, job.Options{Program: "sh", Args: []string{"-c", "i=3; while [ $i -le 60 ]; do echo $i >/proc/self/fd/$i; i=$((i+1)); done"}, Outputs: fds})
		flts := map[int]*job.Filter{}
		for _, fd := range fds {
			flts[fd] = attach(t, j, job.FilterOptions{Outputs: []job.Stream{job.Stream(fd)}})
		}
		wait(t, start(t, j))
		for fd, flt := range flts {
			require.Equal(t, []string{fmt.Sprint(fd)}, drain(t, flt))
		}
	}},
	{"a process that keeps such an output open does not hold up the wait", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "sh", Args: []string{"-c", "echo own >&3; sleep 1000 >/dev/null 2>&1 &"}, Outputs: []int{3}})
		flt := attach(t, j, job.FilterOptions{Outputs: []job.Stream{3}})
		require.True(t, wait(t, start(t, j)).OK)
		require.Equal(t, "own", string(receive(t, flt).Data))
		require.NoError(t, j.Stop(context.Background(), job.SIGTERM, patience))
		require.NoError(t, j.Destroy(context.Background(), patience))
	}},
}
