package jobtest

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// installed fails the test if a program is missing on the host.
func installed(t *testing.T, f *job.Factory, program, debian string) {
	t.Helper()
	if !wait(t, start(t, sh(t, f, "command -v "+program))).OK {
		t.Fatalf("%s is not installed; apt-get install %s", program, debian)
	}
}

// text reads a file of the host.
func text(t *testing.T, f *job.Factory, name string) string {
	t.Helper()
	file, err := f.FS().Open(name)
	require.NoError(t, err)
	defer file.Close()
	b, err := io.ReadAll(file)
	require.NoError(t, err)
	return string(b)
}

// wrap makes a job of a shell command in wrappers.
func wrap(t *testing.T, f *job.Factory, script string, ws ...job.Wrapper) *job.Job {
	t.Helper()
	return create(t, f, job.Options{Program: "sh", Args: []string{"-c", script}, Wrappers: ws})
}

// tag is a wrapper that writes its name behind those of the ones around it.
func tag(name string, p job.Priority) job.Wrapper {
	return job.Wrapper{Program: "sh", Args: []string{"-c", `export W="$W$0 "; exec "$@"`, name}, Priority: p}
}

// prints requires that a job ends well and writes these lines.
func prints(t *testing.T, j *job.Job, want ...string) {
	t.Helper()
	flt := attach(t, j, all)
	require.True(t, wait(t, start(t, j)).OK, "%v", j.Tail(5))
	require.Equal(t, want, drain(t, flt))
}

// network names the network that a job is in.
func network(t *testing.T, f *job.Factory, ws ...job.Wrapper) string {
	t.Helper()
	j := wrap(t, f, "readlink /proc/self/ns/net", ws...)
	flt := attach(t, j, all)
	require.True(t, wait(t, start(t, j)).OK, "%v", j.Tail(5))
	return drain(t, flt)[0]
}

// wrappers is what concerns programs that run the job's.
var wrappers = []Case{
	{"the order of wrappers", func(t *testing.T, f *job.Factory) {
		j := wrap(t, f, "echo $W", tag("low1", job.LowPriority), tag("default1", job.DefaultPriority), tag("high1", job.HighPriority),
			tag("low2", job.LowPriority), tag("high2", job.HighPriority), tag("default2", job.DefaultPriority))
		prints(t, j, "high1 high2 default1 default2 low1 low2")
	}},
	{"wrappers are added between runs", func(t *testing.T, f *job.Factory) {
		j := wrap(t, f, "echo $W; cat", tag("one", job.DefaultPriority))
		flt := attach(t, j, all)
		start(t, j)
		require.Equal(t, "one", string(receive(t, flt).Data))
		fails(t, j.AddWrapper(tag("no", job.DefaultPriority)), job.EALREADY, "job.add_wrapper: ")
		require.NoError(t, j.CloseStdin())
		wait(t, j)
		require.NoError(t, j.AddWrapper(tag("two", job.DefaultPriority)))
		require.NoError(t, j.AddWrapper(tag("zero", job.HighPriority)))
		require.True(t, receive(t, flt).EOS)
		start(t, j)
		require.Equal(t, "zero one two", string(receive(t, flt).Data))
	}},
	{"wrappers that cannot be", func(t *testing.T, f *job.Factory) {
		_, err := f.Create(job.Options{Program: "true", Wrappers: []job.Wrapper{{}}})
		fails(t, err, job.EINVAL, "job.create: EINVAL: a wrapper needs a program")
		j := wrap(t, f, "true", job.Wrapper{Program: "no-such-wrapper"})
		fails(t, j.AddWrapper(job.Wrapper{}), job.EINVAL, "job.add_wrapper: EINVAL: a wrapper needs a program")
		fails(t, j.Start(context.Background()), job.ENOENT, `no program "no-such-wrapper" in PATH`)
	}},
	{"a wrapper is looked for where the program is", func(t *testing.T, f *job.Factory) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "wrap"), []byte("#!/bin/sh\necho wrapped\nexec \"$@\"\n"), 0o755))
		for _, o := range []job.Options{
			{Env: map[string]string{"PATH": dir + ":/usr/bin:/bin"}, Wrappers: []job.Wrapper{{Program: "wrap"}}},
			{Workdir: dir, Wrappers: []job.Wrapper{{Program: "./wrap"}}},
		} {
			o.Program, o.Args = "echo", []string{"hello"}
			prints(t, create(t, f, o), "wrapped", "hello")
		}
	}},
	{"env and nice", func(t *testing.T, f *job.Factory) {
		prints(t, wrap(t, f, "echo $X; nice", job.Wrapper{Program: "env", Args: []string{"X=1"}},
			job.Wrapper{Program: "nice", Args: []string{"-n", "5"}}), "1", "5")
	}},
	{"strace", func(t *testing.T, f *job.Factory) {
		installed(t, f, "strace", "strace")
		log := filepath.Join(t.TempDir(), "log")
		j := wrap(t, f, "echo hello; (exit 4); exit 3", job.Wrapper{Program: "strace", Args: []string{"-f", "-o", log}})
		flt := attach(t, j, all)
		require.Equal(t, job.Status{Type: job.Exited, Value: 3}, wait(t, start(t, j)))
		require.Equal(t, []string{"hello"}, drain(t, flt))
		for _, said := range []string{"execve(", `write(1, "hello\n", 6)`, "+++ exited with 4 +++", "+++ exited with 3 +++"} {
			require.Contains(t, text(t, f, log), said)
		}
	}},
	{"signals reach what strace runs", func(t *testing.T, f *job.Factory) {
		installed(t, f, "strace", "strace")
		for _, send := range []func(*job.Job) error{
			func(j *job.Job) error { return j.Kill(job.SIGTERM) },
			func(j *job.Job) error { return j.KillGroup(job.SIGTERM) },
			func(j *job.Job) error { return j.Stop(context.Background(), job.SIGTERM, patience) },
		} {
			j := wrap(t, f, "trap 'echo bye; exit 5' TERM; echo $$; while :; do sleep 0.01; done",
				job.Wrapper{Program: "strace", Args: []string{"-f", "-o", "/dev/null"}})
			flt := attach(t, j, all)
			start(t, j)
			program := string(receive(t, flt).Data)
			pid, err := j.PID()
			require.NoError(t, err)
			require.NotEqual(t, program, fmt.Sprint(pid), "the job's process is strace")
			require.NoError(t, send(j))
			require.Equal(t, 5, wait(t, j).Value)
			require.Equal(t, []string{"bye"}, drain(t, flt))
		}
	}},
	{"what a wrapper runs ends with destroy", func(t *testing.T, f *job.Factory) {
		installed(t, f, "strace", "strace")
		j := wrap(t, f, "trap '' TERM; echo $$; while :; do sleep 0.01; done",
			job.Wrapper{Program: "strace", Args: []string{"-f", "-o", "/dev/null"}})
		flt := attach(t, j, all)
		start(t, j)
		program := string(receive(t, flt).Data)
		require.NoError(t, j.Destroy(context.Background(), 0))
		gone(t, program)
	}},
	{"valgrind", func(t *testing.T, f *job.Factory) {
		installed(t, f, "valgrind", "valgrind")
		log := filepath.Join(t.TempDir(), "log")
		j := create(t, f, job.Options{
			Program: "printf", Args: []string{`%s\n`, "hello"},
			Wrappers: []job.Wrapper{{Program: "valgrind", Args: []string{"--log-file=" + log}}},
		})
		prints(t, j, "hello")
		require.Contains(t, text(t, f, log), "ERROR SUMMARY: 0 errors")
	}},
	{"a network of its own", func(t *testing.T, f *job.Factory) {
		installed(t, f, "unshare", "util-linux")
		require.NotEqual(t, network(t, f), network(t, f, job.Wrapper{Program: "unshare", Args: []string{"--map-root-user", "--net"}}))
	}},
	{"ip netns exec", func(t *testing.T, f *job.Factory) {
		installed(t, f, "ip", "iproute2")
		installed(t, f, "unshare", "util-linux")
		// Named namespaces are files in /run: one of its own, gone with the job,
		// needs no root and leaves nothing.
		own := job.Wrapper{Priority: job.HighPriority, Program: "unshare", Args: []string{
			"--map-root-user", "--mount", "--net", "sh", "-c",
			`mount -t tmpfs tmpfs /run && ip netns add inside && readlink /proc/self/ns/net && exec "$@"`, "sh",
		}}
		inside := job.Wrapper{Program: "ip", Args: []string{"netns", "exec", "inside"}}
		j := wrap(t, f, "readlink /proc/self/ns/net", own, inside)
		flt := attach(t, j, all)
		require.True(t, wait(t, start(t, j)).OK, "%v", j.Tail(5))
		networks := drain(t, flt)
		require.Len(t, networks, 2)
		require.NotEqual(t, networks[0], networks[1])
	}},
}
