package luabind

import (
	"fmt"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// wrapperOptions is the table that add_wrapper takes.
type wrapperOptions struct {
	Program  string   `lua:",required" doc:"what runs the job's program: strace, valgrind, env, …; it is looked for as that is"`
	Args     []string `doc:"its arguments; what it runs follows them"`
	Priority string   `doc:"\"high\" is outermost, \"low\" innermost; of equals the one given first is outermost (default: \"default\")" type:"\"high\"|\"default\"|\"low\""`
}

var priorities = map[string]job.Priority{
	"high": job.HighPriority, "default": job.DefaultPriority, "": job.DefaultPriority, "low": job.LowPriority,
}

// wrapper reads a table; at names it in errors: "wrappers[1]." or "".
func (o wrapperOptions) wrapper(at string) (job.Wrapper, error) {
	if o.Program == "" {
		return job.Wrapper{}, job.Errorf("", job.EINVAL, "option '%sprogram' is empty", at)
	}
	p, ok := priorities[o.Priority]
	if !ok {
		return job.Wrapper{}, job.Errorf("", job.EINVAL, `option '%spriority': "high", "default" or "low" expected, got %q`, at, o.Priority)
	}
	return job.Wrapper{Program: o.Program, Args: o.Args, Priority: p}, nil
}

// addWrappers reads the wrappers that a job is made with.
func addWrappers(to *job.Options, list []wrapperOptions) error {
	for i, o := range list {
		w, err := o.wrapper(fmt.Sprintf("wrappers[%d].", i+1))
		if err != nil {
			return err
		}
		to.Wrappers = append(to.Wrappers, w)
	}
	return nil
}

func jobWrappers() []bind.Func {
	return []bind.Func{{
		Name: "add_wrapper", Doc: "Lets a program run the job's from the next start on. Not while it runs.",
		Params: []bind.Param{{Name: "wrapper", Type: "job.Wrapper"}},
		Call: func(c *bind.Call) error {
			var o wrapperOptions
			c.Options(1, &o)
			w, err := o.wrapper("")
			if err != nil {
				return err
			}
			return self(c).AddWrapper(w)
		},
	}}
}
