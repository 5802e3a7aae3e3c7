package jobtest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// surroundings is what concerns the environment, the folder and the processors
// of a job.
var surroundings = []Case{
	{"a cleared environment holds what was set and no more", func(t *testing.T, f *job.Factory) {
		prints(t, create(t, f, job.Options{
			Program: "env", ClearEnv: true, Env: map[string]string{"A": "x"}, Unset: []string{"HOME"},
		}), "A=x")
	}},
	{"the environment changes between runs", func(t *testing.T, f *job.Factory) {
		j := create(t, f, job.Options{Program: "sh", Args: []string{"-c", `echo "$A,$B,${HOME-none}"; cat`}, Env: map[string]string{"A": "1"}})
		says := func(want string) {
			t.Helper()
			flt := attach(t, j, all)
			start(t, j)
			require.Equal(t, want, string(receive(t, flt).Data))
			fails(t, j.SetEnv(nil, []string{"A"}), job.EALREADY, "job.set_env: ")
			require.NoError(t, j.CloseStdin())
			wait(t, j)
		}
		says("1,," + os.Getenv("HOME"))
		require.NoError(t, j.SetEnv(map[string]string{"B": "2"}, []string{"A", "HOME"}))
		says(",2,none")
		require.NoError(t, j.SetEnv(map[string]string{"HOME": "/new"}, []string{"B"}))
		says(",,/new")
	}},
	{"where programs are looked for", func(t *testing.T, f *job.Factory) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "own-program"), []byte("#!/bin/sh\necho found\n"), 0o755))
		only := map[string]string{"PATH": dir}
		for _, c := range []struct {
			o     job.Options
			found bool
		}{
			{job.Options{Program: "own-program"}, false},
			{job.Options{Program: "own-program", Env: only}, true},
			{job.Options{Program: "own-program", Env: only, ClearEnv: true}, true},
			{job.Options{Program: "own-program", Env: only, Unset: []string{"PATH"}}, true},
			{job.Options{Program: "own-program", Env: map[string]string{"PATH": "."}, Workdir: dir}, true},
			{job.Options{Program: "./own-program", Workdir: dir}, true},
			{job.Options{Program: "true", Env: only}, false},
			{job.Options{Program: "true", ClearEnv: true}, true},
			{job.Options{Program: "true", Unset: []string{"PATH"}}, true},
		} {
			err := create(t, f, c.o).Start(context.Background())
			if c.found {
				require.NoError(t, err, "%+v", c.o)
			} else {
				fails(t, err, job.ENOENT, "no program", "in PATH (")
			}
		}
	}},
	{"folders that cannot be", func(t *testing.T, f *job.Factory) {
		dir := t.TempDir()
		file := filepath.Join(dir, "file")
		require.NoError(t, os.WriteFile(file, nil, 0o644))
		j := create(t, f, job.Options{Program: "true"})
		for _, c := range []struct {
			dir, text string
			code      job.Code
		}{
			{filepath.Join(dir, "none"), `the folder to run in, "` + dir + `/none": no such file or directory`, job.ENOENT},
			{file, `"` + file + `", to run in, is not a folder`, "ENOTDIR"},
		} {
			require.NoError(t, j.SetWorkdir(c.dir))
			fails(t, j.Start(context.Background()), c.code, "job.start: ", c.text)
		}
		require.NoError(t, j.SetWorkdir(dir))
		require.True(t, wait(t, start(t, j)).OK, "it can still be started")
	}},
	{"processors that cannot be", func(t *testing.T, f *job.Factory) {
		for _, c := range []struct {
			cpus []int
			text string
		}{
			{[]int{-64}, "option 'affinity': -64 is not a processor's number, which is from 0 to 1023"},
			{[]int{0, 1024}, "1024 is not a processor's number"},
		} {
			_, err := f.Create(job.Options{Program: "true", Affinity: c.cpus})
			fails(t, err, job.EINVAL, "job.create: ", c.text)
		}
		j := create(t, f, job.Options{Program: "true", Affinity: []int{1023}})
		fails(t, j.Start(context.Background()), job.EINVAL, "affinity [1023]: none of these processors is there")
		prints(t, create(t, f, job.Options{Program: "echo", Args: []string{"all"}, Affinity: []int{}}), "all")
	}},
	{"what cannot be passed to a program", func(t *testing.T, f *job.Factory) {
		for _, o := range []job.Options{
			{Args: []string{"a\x00b"}},
			{Env: map[string]string{"A": "\x00"}},
		} {
			o.Program = "true"
			fails(t, create(t, f, o).Start(context.Background()), job.EINVAL, `"true": an argument or a variable holds a NUL byte`)
		}
		_, err := f.Create(job.Options{Program: "true", Env: map[string]string{"A=B": "x"}})
		fails(t, err, job.EINVAL, `option 'env': "A=B" is no name of a variable: it is empty or holds =`)
		fails(t, sh(t, f, "true").SetEnv(map[string]string{"": "x"}, nil), job.EINVAL, "job.set_env: ")
	}},
}
