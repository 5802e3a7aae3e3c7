package luabind

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// jobOptions is the table that job.create takes.
type jobOptions struct {
	Program  string                   `lua:",required" doc:"the program to run, never by a shell; without a slash it is searched in the job's PATH"`
	Args     []string                 `doc:"its arguments"`
	Name     string                   `doc:"label in messages and reports (default: the program's base name)"`
	Env      map[string]*string       `doc:"added to the inherited environment; false removes a name" type:"table<string, string|false>"`
	ClearEnv bool                     `doc:"begin with an empty environment"`
	Workdir  string                   `doc:"the folder to run in (default: the script's)"`
	Affinity []int                    `doc:"the processors that it may use, from 0"`
	Nice     *int                     `doc:"its niceness, -20 to 19 (default: inherited)"`
	Wrappers []wrapperOptions         `doc:"programs that run it" type:"job.Wrapper[]"`
	Filters  map[string]filterOptions `doc:"filters by name, then found in the job's filters" type:"table<string, job.FilterOptions>"`
	terminalOptions
	channelOptions

	OnOrphan    string        `type:"\"fail\"|\"warn\"|\"ignore\"" doc:"what is made of processes that it leaves running when it ends by itself: \"fail\": destroy, or the end of the script, is an error; \"warn\"; \"ignore\" (default: tlua's --on-orphan)"`
	Autorestart time.Duration `doc:"start it again whenever it has ended, so long after its end; stop and destroy end that, kill does not (default: 0, never)"`
}

func (r *Runtime) jobOptions(o jobOptions) (job.Options, error) {
	set, unset := environ(o.Env)
	opts := job.Options{
		Program: o.Program, Args: o.Args, Name: o.Name, Env: set, Unset: unset, ClearEnv: o.ClearEnv,
		Workdir: r.opts.Dir, Affinity: o.Affinity, Nice: o.Nice, Inputs: o.Inputs, Outputs: o.Outputs,
		Autorestart: o.Autorestart, OnOrphan: job.OnOrphan(o.OnOrphan),
	}
	var err error
	if opts.PTY, err = o.pty(); err != nil {
		return opts, err
	}
	if err := addWrappers(&opts, o.Wrappers); err != nil {
		return opts, err
	}
	if o.Workdir != "" {
		opts.Workdir = r.path(o.Workdir)
	}
	if o.Nice != nil && (*o.Nice < -20 || *o.Nice > 19) {
		return opts, job.Errorf("", job.EINVAL, "option 'nice': %d is not from -20 to 19", *o.Nice)
	}
	for name, f := range o.Filters {
		fo, err := f.options()
		if err != nil {
			return opts, err
		}
		if opts.Filters == nil {
			opts.Filters = map[string]job.FilterOptions{}
		}
		opts.Filters[name] = fo
	}
	return opts, nil
}

// environ splits an env table into what is set and what is removed.
func environ(env map[string]*string) (set map[string]string, unset []string) {
	set = map[string]string{}
	for name, value := range env {
		if value == nil {
			unset = append(unset, name)
		} else {
			set[name] = *value
		}
	}
	return set, unset
}

// statusTable is what wait gives.
type statusTable struct {
	Type  string `doc:"\"exited\", \"signaled\" or \"unknown\""`
	Value int    `doc:"the exit code, or the signal's number"`
	OK    bool   `doc:"it exited with code 0"`
}

func status(s job.Status) statusTable {
	return statusTable{Type: string(s.Type), Value: s.Value, OK: s.OK}
}

// usageTable is what usage gives.
type usageTable struct {
	User     time.Duration `lua:"user_ms" doc:"processor time of its own"`
	Sys      time.Duration `lua:"sys_ms" doc:"processor time of the kernel for it"`
	Wall     time.Duration `lua:"wall_ms" doc:"from its start to its end"`
	MaxRSSKB int64         `lua:"max_rss_kb" doc:"its largest resident size, in KiB"`
}

func (r *Runtime) jobModule() *bind.Module {
	jobs, filters := r.jobClass(), r.filterClass()
	factories := r.factoryClass(jobs)
	messages := r.messageClass()
	r.classes.job, r.classes.filter, r.classes.factory, r.classes.message = jobs, filters, factories, messages
	list := func(of string) bind.Param {
		return bind.Param{Name: of + "s", Type: "job." + of + "[]", Doc: "a list of " + of + "s"}
	}
	return &bind.Module{
		Name: "job", Doc: "Runs programs and tells exactly what they did.",
		Classes: []*bind.Class{factories, jobs, filters, messages},
		Records: []bind.Record{
			{Name: "job.Options", Doc: "What a job runs.", Of: jobOptions{}},
			{Name: "job.Wrapper", Doc: "A program that runs a job's.", Of: wrapperOptions{}},
			{Name: "job.FilterOptions", Doc: "What a filter makes of an output.", Of: filterOptions{}},
			{Name: "job.Status", Doc: "How a run ended.", Of: statusTable{}, Result: true},
			{Name: "job.Expected", Doc: "What expect found.", Of: expectedTable{}, Result: true},
			{Name: "job.ReadyOptions", Doc: "By what a job shows that it is ready.", Of: readyOptions{}},
			{Name: "job.Ready", Doc: "How a job became ready.", Of: readyTable{}, Result: true},
			{Name: "job.Usage", Doc: "What a run used.", Of: usageTable{}, Result: true},
		},
		Funcs: []bind.Func{
			{
				Name: "factory", Doc: "Makes a factory of jobs on this machine.",
				Returns: []bind.Return{{Type: "job.factory"}},
				Call: func(c *bind.Call) error {
					c.Options(1, &struct{}{})
					f := r.newFactory()
					r.scope.add(factoryEnd{f})
					return c.Return(factories.Handle(c.L, f))
				},
			},
			{
				Name: "create", Doc: "Makes a job; it is started by start.",
				Params:  []bind.Param{{Name: "options", Type: "job.Options"}},
				Returns: []bind.Return{{Type: "job.job"}},
				Call:    func(c *bind.Call) error { return r.createJob(c, r.defaultFactory()) },
			},
			{
				Name: "poll", Doc: "Waits until one of the filters has a message, and gives those that have.",
				Params: []bind.Param{list("filter"), millis(waitTime)}, Returns: []bind.Return{{Type: "job.filter[]"}},
				Call: r.pollFilters,
			},
			{
				Name: "receive", Doc: "Takes the next message of any of the filters.",
				Params: []bind.Param{list("filter"), millis(waitTime)}, Returns: []bind.Return{{Type: "job.message"}},
				Call: func(c *bind.Call) error {
					fs := bind.ArgList[*job.Filter](c, 1, "filters")
					var m job.Message
					err := r.wait(c, 2, waitTime, func(ctx context.Context) (err error) {
						m, err = job.Receive(ctx, fs...)
						return err
					})
					return r.giveMessage(c, m, err)
				},
			},
			{
				Name: "wait_any", Doc: "Waits for the first of the jobs to end; gives it and its status.",
				Params: []bind.Param{list("job"), millis(waitTime)}, Returns: []bind.Return{{Type: "job.job"}, {Type: "job.Status"}},
				Call: func(c *bind.Call) error {
					js := bind.ArgList[*job.Job](c, 1, "jobs")
					var j *job.Job
					var st job.Status
					err := r.wait(c, 2, waitTime, func(ctx context.Context) (err error) {
						j, st, err = job.WaitAny(ctx, js...)
						return err
					})
					if err != nil {
						return err
					}
					return c.Return(jobs.Handle(c.L, j), status(st))
				},
			},
			{
				Name: "wait_all", Doc: "Waits until all of the jobs have ended; gives their statuses in order.",
				Params: []bind.Param{list("job"), millis(waitTime)}, Returns: []bind.Return{{Type: "job.Status[]"}},
				Call: func(c *bind.Call) error {
					js := bind.ArgList[*job.Job](c, 1, "jobs")
					var sts []job.Status
					err := r.wait(c, 2, waitTime, func(ctx context.Context) (err error) {
						sts, err = job.WaitAll(ctx, js...)
						return err
					})
					if err != nil {
						return err
					}
					out := make([]statusTable, len(sts))
					for i, st := range sts {
						out[i] = status(st)
					}
					return c.Return(out)
				},
			},
		},
	}
}

// factoryEnd lets a scope destroy a factory with what it has made.
type factoryEnd struct{ f *job.Factory }

func (factoryEnd) Terminate() {}

func (e factoryEnd) Destroy(context.Context, time.Duration) error { return e.f.Close() }

func (r *Runtime) factoryClass(jobs *bind.Class) *bind.Class {
	return &bind.Class{
		Module: "job", Name: "factory", Doc: "Makes jobs on one host.",
		String: func(self any) string { return self.(*job.Factory).String() },
		Methods: []bind.Func{
			{
				Name: "create", Doc: "Makes a job; it is started by start.",
				Params:  []bind.Param{{Name: "options", Type: "job.Options"}},
				Returns: []bind.Return{{Type: "job.job"}},
				Call:    func(c *bind.Call) error { return r.createJob(c, bind.Self[*job.Factory](c)) },
			},
			{
				Name: "name", Doc: "The host's name.", Returns: []bind.Return{{Type: "string"}},
				Call: func(c *bind.Call) error { return c.Return(bind.Self[*job.Factory](c).Name()) },
			},
		},
		Fields: []bind.Field{{
			Name: "fs", Type: "fslib", Doc: "The functions of fs, for the host's files.",
			Get: func(L *lua.LState, self any) lua.LValue { return r.filesOf(L, self.(*job.Factory)) },
		}},
	}
}

func (r *Runtime) createJob(c *bind.Call, f *job.Factory) error {
	var o jobOptions
	c.Options(1, &o)
	opts, err := r.jobOptions(o)
	if err != nil {
		return err
	}
	j, err := f.Create(opts)
	if err != nil {
		return err
	}
	r.scope.add(j)
	return c.Return(r.classes.job.Handle(c.L, j))
}

// self is the job that a method was called on.
func self(c *bind.Call) *job.Job { return bind.Self[*job.Job](c) }

func (r *Runtime) jobClass() *bind.Class {
	sig := bind.Param{Name: "signal", Type: "string|integer", Optional: true, Doc: "a name with or without SIG, or a number (default: TERM)"}
	return &bind.Class{
		Module: "job", Name: "job", Doc: "A program that can be started again and again.",
		String:  func(self any) string { return self.(*job.Job).String() },
		Methods: slices.Concat(r.jobLife(sig), r.jobReady(), r.jobInputs(), r.jobIO(), jobWrappers(), jobTerminal()),
		Fields: []bind.Field{{
			Name: "filters", Type: "table<string, job.filter>", Doc: "The filters that the job was made with, by name.",
			Get: r.jobFilters,
		}},
	}
}

// jobLife are the methods that start, end and ask.
func (r *Runtime) jobLife(sig bind.Param) []bind.Func {
	return []bind.Func{
		{Name: "start", Doc: "Starts the job; it can be started again after it ended.", Call: func(c *bind.Call) error {
			return self(c).Start(c.Context())
		}},
		{
			Name: "wait", Doc: "Waits until the job has ended and its outputs are read to the end; with autorestart_ms, its newest run.",
			Params: []bind.Param{millis(waitTime)}, Returns: []bind.Return{{Type: "job.Status"}},
			Call: func(c *bind.Call) error {
				var st job.Status
				j := self(c)
				err := r.wait(c, 1, waitTime, func(ctx context.Context) (err error) {
					st, err = j.Wait(ctx)
					return err
				})
				if err != nil {
					return err
				}
				return c.Return(status(st))
			},
		},
		{Name: "is_running", Doc: "Whether its process lives.", Returns: []bind.Return{{Type: "boolean"}}, Call: func(c *bind.Call) error {
			return c.Return(self(c).IsRunning())
		}},
		{Name: "pid", Doc: "Its process id; ESRCH if it does not run.", Returns: []bind.Return{{Type: "integer"}}, Call: func(c *bind.Call) error {
			pid, err := self(c).PID()
			if err != nil {
				return err
			}
			return c.Return(pid)
		}},
		{Name: "name", Doc: "Its name.", Returns: []bind.Return{{Type: "string"}}, Call: func(c *bind.Call) error {
			return c.Return(self(c).Name())
		}},
		{Name: "kill", Doc: "Sends a signal to its process; where that is a wrapper, to its process group.", Params: []bind.Param{sig}, Call: func(c *bind.Call) error {
			return self(c).Kill(signal(c, 1))
		}},
		{Name: "killpg", Doc: "Sends a signal to its process group.", Params: []bind.Param{sig}, Call: func(c *bind.Call) error {
			return self(c).KillGroup(signal(c, 1))
		}},
		{
			Name: "stop", Doc: "Sends a signal to the job's group and waits; what lives on then gets SIGKILL. It is not started again by itself any more.",
			Params: []bind.Param{sig, millis(destroyTime)},
			Call: func(c *bind.Call) error {
				j, sig, grace := self(c), signal(c, 1), c.Millis(2, "timeout_ms", destroyTime)
				return r.serve(c, c.Context(), func(ctx context.Context) error { return j.Stop(ctx, sig, grace) })
			},
		},
		{Name: "destroy", Doc: "Stops the job and frees everything.", Params: []bind.Param{millis(destroyTime)}, Call: func(c *bind.Call) error {
			j := self(c)
			err := j.Destroy(c.Context(), c.Millis(1, "timeout_ms", destroyTime))
			r.scope.remove(j)
			return err
		}},
		{Name: "usage", Doc: "What it used, after it ended.", Returns: []bind.Return{{Type: "job.Usage"}}, Call: func(c *bind.Call) error {
			u, err := self(c).Usage()
			if err != nil {
				return err
			}
			return c.Return(usageTable{User: u.User, Sys: u.Sys, Wall: u.Wall, MaxRSSKB: u.MaxRSS >> 10})
		}},
	}
}

// signal gives argument i, a signal, TERM by default.
func signal(c *bind.Call, i int) job.Signal {
	text := "TERM"
	switch v := c.Get(i).(type) {
	case *lua.LNilType:
	case lua.LString, lua.LNumber:
		text = v.String()
	default:
		c.Want(i, "signal", "signal's name or number")
	}
	sig, err := job.ParseSignal(text)
	if err != nil {
		c.Raise(err)
	}
	return sig
}

// jobIO are the methods that read and configure.
func (r *Runtime) jobIO() []bind.Func {
	return []bind.Func{
		{
			Name: "set_env", Doc: "Adds to its environment; false removes a name. Not while it runs.",
			Params: []bind.Param{{Name: "env", Type: "table<string, string|false>"}},
			Call: func(c *bind.Call) error {
				var o struct{ Env map[string]*string }
				t := c.L.NewTable()
				t.RawSetString("env", c.Table(1, "env"))
				if err := bind.Decode(c.L, t, &o); err != nil {
					return err
				}
				return self(c).SetEnv(environ(o.Env))
			},
		},
		{
			Name: "set_workdir", Doc: "Sets the folder that it runs in. Not while it runs.",
			Params: []bind.Param{{Name: "path", Type: "string"}},
			Call:   func(c *bind.Call) error { return self(c).SetWorkdir(r.path(c.String(1, "path"))) },
		},
		{
			Name: "attach_filter", Doc: "Makes a filter on its outputs; on a running job it sees later output only.",
			Params: []bind.Param{{Name: "options", Type: "job.FilterOptions"}}, Returns: []bind.Return{{Type: "job.filter"}},
			Call: func(c *bind.Call) error {
				var o filterOptions
				c.Options(1, &o)
				opts, err := o.options()
				if err != nil {
					return err
				}
				f, err := self(c).AttachFilter(opts)
				if err != nil {
					return err
				}
				return c.Return(r.classes.filter.Handle(c.L, f))
			},
		},
		r.expects("Waits for the first match of the patterns in what its standard output has given since the last expect, or since the run's beginning; "+
			"what is behind the match is left for the next. See the filter's expect.",
			func(c *bind.Call) expecter { return self(c) }),
		{
			Name: "lines", Doc: "Iterates over the lines of its standard output, from the run's beginning until it closes; " +
				"the second value is how many bytes were lost just before the line.",
			Params: []bind.Param{millis(waitTime)}, Returns: []bind.Return{{Type: "fun(): string?, integer?"}},
			Call: r.lines,
		},
	}
}

func (r *Runtime) lines(c *bind.Call) error {
	lines, err := self(c).Lines()
	if err != nil {
		return err
	}
	patience := c.Millis(1, "timeout_ms", waitTime)
	return c.Return(bind.Function(c.L, "job.lines", func(c *bind.Call) error {
		var line string
		var dropped int64
		err := r.wait(c, noArgument, patience, func(ctx context.Context) (err error) {
			line, dropped, err = lines.Next(ctx)
			return err
		})
		if errors.Is(err, io.EOF) {
			return c.Return(nil)
		}
		if err != nil {
			return err
		}
		return c.Return(line, dropped)
	}))
}
