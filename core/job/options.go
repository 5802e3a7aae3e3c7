package job

import (
	"maps"
	"path/filepath"
	"slices"
	"time"
)

// Options say what a job runs.
type Options struct {
	Program  string            // searched in the PATH that the job will have if it has no slash; never run by a shell
	Args     []string          // its arguments
	Name     string            // label in messages. Default: the program's base name
	Env      map[string]string // added to the host's environment
	Unset    []string          // names taken out of it
	ClearEnv bool              // begin with an empty environment
	Workdir  string            // default: the host's own
	Affinity []int             // processors it may use. Default: all
	Nice     *int              // its niceness. Default: inherited
	NoStdin  bool              // its standard input is the null device
	PTY      *PTY              // its standard descriptors are one terminal, by default of DefaultSize. Default: pipes
	Inputs   []int             // descriptors from 3 to 255 that it reads: see SendTo
	Outputs  []int             // descriptors from 3 to 255 that it writes: filters may watch them
	Wrappers []Wrapper         // programs that run it: strace, env, …
	Filters  map[string]FilterOptions

	// Shown are what reports show of the options of something that is built on a
	// job, such as an app.
	Shown Shown

	// OnOrphan says what is made of processes that the job's own leaves running
	// when it ends by itself. Default: the factory's.
	OnOrphan OnOrphan

	// Autorestart, if it is not 0, has the job started again whenever it has
	// ended: that long after the end of its process, not sooner, and not before
	// its outputs are read. Start begins this; Stop, Terminate and Destroy end
	// it, Kill does not. A start by itself that fails is told as a warning, and
	// tried again after the same time. What the job is asked for in between
	// concerns the run that has ended; filters wait for the next one's messages.
	Autorestart time.Duration
}

// check completes the options, or says what is wrong with them.
func (o *Options) check() error {
	if o.Program == "" {
		return Errorf("", EINVAL, "option 'program' is required")
	}
	if o.Name == "" {
		o.Name = filepath.Base(o.Program)
	}
	for _, w := range o.Wrappers {
		if err := w.check(); err != nil {
			return err
		}
	}
	for _, err := range []error{checkEnv(o.Env), checkAffinity(o.Affinity), checkDescriptors(o.Inputs, o.Outputs), o.OnOrphan.check()} {
		if err != nil {
			return err
		}
	}
	return o.terminal()
}

func (o Options) clone() Options {
	o.Args, o.Unset, o.Affinity = slices.Clone(o.Args), slices.Clone(o.Unset), slices.Clone(o.Affinity)
	o.Inputs, o.Outputs, o.Wrappers = slices.Clone(o.Inputs), slices.Clone(o.Outputs), slices.Clone(o.Wrappers)
	o.Env = maps.Clone(o.Env)
	return o
}

// spec is the job's options as the host wants them; j.mu is held.
func (j *Job) spec() Spec {
	o := j.opts
	s := Spec{
		Argv: o.argv(), Env: o.Env, Unset: o.Unset, ClearEnv: o.ClearEnv,
		Dir: o.Workdir, Nice: o.Nice, Affinity: o.Affinity, NoStdin: o.NoStdin, PTY: o.PTY, Inputs: o.Inputs, Outputs: o.Outputs, JobID: j.id,
	}
	if j.factory.opts.Environ == nil {
		return s
	}
	set, unset := j.factory.opts.Environ()
	s.Path = set["PATH"]
	if !o.ClearEnv {
		s.Env = maps.Clone(set)
		if s.Env == nil {
			s.Env = map[string]string{}
		}
		for _, name := range o.Unset {
			delete(s.Env, name)
		}
		maps.Copy(s.Env, o.Env)
		s.Unset = append(slices.Clone(unset), o.Unset...)
	}
	return s
}
