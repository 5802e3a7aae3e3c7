package job

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
)

// succeeds is the condition that a program exits with code 0.
type succeeds struct{ argv []string }

// Succeeds is the condition that a program exits with code 0. It runs on the
// job's host, in the job's folder and environment, without standard input, and
// is ended with the wait. EINVAL if no program is given.
func Succeeds(argv ...string) (Condition, error) {
	if len(argv) == 0 || argv[0] == "" {
		return nil, Errorf("", EINVAL, "a program and its arguments are expected")
	}
	return succeeds{argv}, nil
}

// String gives the program and its arguments: `success of ["pg_isready" "-q"]`.
func (s succeeds) String() string { return fmt.Sprintf("success of %q", s.argv) }

func (s succeeds) hold(ctx context.Context, j *Job, r *run) (Found, error) {
	probe, err := j.companion(s.argv)
	if err != nil {
		return Found{}, err
	}
	defer probe.DestroyWith(context.WithoutCancel(ctx), "job.wait_ready", 0, Push{Signal: SIGKILL})
	return Check{What: s.String(), Try: probe.succeed}.hold(ctx, j, r)
}

// companion makes a job of another program in j's folder and environment.
func (j *Job) companion(argv []string) (*Job, error) {
	j.mu.Lock()
	o := j.opts.clone()
	j.mu.Unlock()
	return j.factory.Create(Options{
		Program: argv[0], Args: argv[1:], Name: filepath.Base(argv[0]),
		Env: o.Env, Unset: o.Unset, ClearEnv: o.ClearEnv, Workdir: o.Workdir, NoStdin: true,
	})
}

// succeed runs the job once, and kills it when ctx ends. It gives the last line
// of its standard output; the error says how it ended.
func (j *Job) succeed(ctx context.Context) (string, error) {
	switch err := j.Start(ctx); {
	case errors.Is(err, ENOENT), errors.Is(err, EACCES), errors.Is(err, ENOEXEC):
		return "", Never{err}
	case err != nil:
		return "", err
	}
	st, err := j.Wait(ctx)
	if err != nil {
		j.End(context.WithoutCancel(ctx), "job.wait_ready", 0, Push{Signal: SIGKILL})
		return "", err
	}
	if !st.OK {
		text := st.String()
		if words := lastWords(j.Tail(tailLines)); words != "" {
			text += ": " + words
		}
		return "", errors.New(text)
	}
	return j.lastLine(), nil
}

// lastLine gives the last line of the newest run's standard output, "" if there
// is none.
func (j *Job) lastLine() string {
	j.mu.Lock()
	r := j.run
	j.mu.Unlock()
	if lines := r.output(Stdout).tail(1); len(lines) > 0 {
		return lines[0]
	}
	return ""
}
