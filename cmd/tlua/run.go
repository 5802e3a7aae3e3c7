package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind"
)

// runFlags are the flags of tlua run.
type runFlags struct {
	log     logFlags
	code    []string
	hasCode bool
	keep    bool
	orphan  choice
	timeout limit
}

// runCommand makes the verb that runs a script.
func runCommand(w world, code *int) *cobra.Command {
	f := &runFlags{}
	c := &cobra.Command{
		Use:   "run [flags] FILE [ARG...]",
		Short: "Runs a script",
		Long: "Runs the script FILE, or standard input for -, or the CODE given with -e. The\n" +
			"script finds the ARGs in the table arg, and itself in arg[0]; what follows FILE\n" +
			"is the script's, also where it begins with a dash.\n\n" +
			"Standard output has what the script prints and nothing else. Steps, logs,\n" +
			"progress and errors go to standard error, in colour only on a terminal and\n" +
			"never if NO_COLOR is set.\n\n" +
			"The first Ctrl-C, SIGTERM or SIGHUP ends the script, which then cleans up; the\n" +
			"second kills all that is left. Either way no job stays behind.\n\n" + exitHelp(),
		Example: "  tlua run transfer.lua\n" +
			"  tlua run --timeout 10m transfer.lua big.iso --verbose\n" +
			"  tlua run -e 'print(arg[1])' -- -x\n" +
			"  generate | tlua run -\n" +
			"  tlua run --log-level debug --log-file run.log transfer.lua",
		DisableFlagsInUseLine: true,
		RunE: func(c *cobra.Command, args []string) (err error) {
			f.hasCode = c.Flags().Changed("eval")
			*code, err = runScript(w, f, args)
			return err
		},
	}
	c.Flags().SetInterspersed(false)
	c.Flags().SortFlags = false
	c.Flags().StringArrayVarP(&f.code, "eval", "e", nil, "run `CODE`; given again, another line of it")
	c.Flags().Var(&f.timeout, "timeout", "end the script after `TIME`, such as 90s or 10m")
	f.orphan = choice{value: string(job.OrphanFails), of: []string{string(job.OrphanFails), string(job.OrphanWarns), string(job.OrphanIgnored)}}
	c.Flags().Var(&f.orphan, "on-orphan", "what becomes of a script whose job left processes\nrunning: `WHAT` is fail (default), warn or ignore")
	c.Flags().Lookup("on-orphan").DefValue = ""
	c.Flags().BoolVar(&f.keep, "keep-temp", false, "temporary folders stay, and are named at the end")
	f.log.add(c.Flags())
	return c
}

// runScript runs what the command line names. The error is one of usage.
func runScript(w world, f *runFlags, args []string) (int, error) {
	if !f.hasCode && len(args) == 0 {
		return 0, &usageError{
			message: "nothing to run: FILE is missing",
			hint:    "give a script, - for standard input, or -e CODE; 'tlua run --help' tells more",
		}
	}
	s, err := newSession(w, &f.log, true)
	if err != nil {
		return 0, err
	}
	ctx, cancel := f.timeout.within(s.stop.script, "the script did not end within %v (--timeout)")
	defer cancel()
	return s.do(ctx, func() int {
		stdin := newInput(w.stdin, func() context.Context { return ctx })
		o := luabind.Options{Stdin: stdin, OnOrphan: job.OnOrphan(f.orphan.value)}
		if f.keep {
			o.KeepTemp = func(dir string) { s.tell.note("kept: " + dir) }
		}
		err := s.open(ctx, w, o)
		if err == nil {
			_, err = f.run(s.rt, stdin, args)
		}
		return s.codeOf(ctx, err)
	}), nil
}

// run runs the script in rt.
func (f *runFlags) run(rt *luabind.Runtime, stdin *input, args []string) (luabind.Result, error) {
	switch {
	case f.hasCode:
		return rt.RunString("(command line)", strings.Join(f.code, "\n"), args...)
	case args[0] == "-":
		return rt.RunReader("stdin", stdin, args[1:]...)
	}
	return rt.RunFile(args[0], args[1:]...)
}
