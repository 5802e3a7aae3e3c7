package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tlua/tlua/core/names"
	"github.com/tlua/tlua/core/report"
)

// run does what the command line asks for and gives the exit code.
func run(w world) int {
	code := exitPassed
	root := newRoot(w, &code)
	if err := root.Execute(); err != nil {
		usage(w, err)
		return exitUsage
	}
	return code
}

// newRoot makes the command with its verbs, each of which sets code. Whatever
// error cobra returns is one of usage.
func newRoot(w world, code *int) *cobra.Command {
	root := &cobra.Command{
		Use:   "tlua",
		Short: "Runs Lua scripts that drive real programs",
		Long: "tlua runs Lua scripts that drive real programs: they start them, talk to them,\n" +
			"wait for what they say, and leave none behind.\n\n" + exitHelp(),
		Example: "  tlua run transfer.lua            run a script\n" +
			"  tlua run -e 'print(now_ms())'    run a line of Lua\n" +
			"  tlua test spec                   run the tests in a folder\n" +
			"  tlua repl                        try things out",
		Args:          verb,
		SilenceErrors: true, SilenceUsage: true,
	}
	root.Flags().SetInterspersed(false)
	show := root.Flags().Bool("version", false, "print the version, as 'tlua version' does")
	root.RunE = func(c *cobra.Command, _ []string) error {
		if *show {
			fmt.Fprintln(w.stdout, versionText())
			return nil
		}
		c.SetOut(w.stderr)
		*code = exitUsage
		return c.Help()
	}
	root.SetArgs(w.args)
	root.SetIn(w.stdin)
	root.SetOut(w.stdout)
	root.SetErr(w.stderr)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		runCommand(w, code), testCommand(w, code), reportCommand(w, code), expectCommand(w, code),
		replCommand(w, code), versionCommand(w),
	)
	return root
}

// usageError tells what is wrong with a command line, and what would be right.
type usageError struct{ message, hint string }

func (e *usageError) Error() string { return e.message }

// usage tells of a wrong command line.
func usage(w world, err error) {
	c := report.NewConsole(report.OptionsFor(w.stderr, w.getenv))
	defer c.Close()
	hint := "'tlua --help' shows how it is used"
	var ue *usageError
	if errors.As(err, &ue) && ue.hint != "" {
		hint = ue.hint
	}
	c.Failure(report.Failure{Message: err.Error() + "\n" + hint})
}

// verb refuses a first argument that is no verb: a script is most often meant.
func verb(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	e := &usageError{message: fmt.Sprintf("unknown command '%s'", args[0])}
	var verbs []string
	for _, c := range root.Commands() {
		verbs = append(verbs, c.Name())
	}
	_, err := os.Stat(args[0])
	switch near := names.Nearest(args[0], verbs); {
	case err == nil || args[0] == "-" || strings.HasSuffix(args[0], ".lua"):
		e.hint = fmt.Sprintf("to run a script: tlua run %s", strings.Join(args, " "))
	case near != "":
		e.hint = fmt.Sprintf("did you mean '%s'?", near)
	}
	return e
}

// flagError says what was perhaps meant by a flag that is none.
func flagError(c *cobra.Command, err error) error {
	e := &usageError{message: err.Error(), hint: fmt.Sprintf("'%s --help' lists the flags", c.CommandPath())}
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case c.Name() == "run":
		e.hint += "; those of a script follow its name"
	case !c.HasParent():
		e.hint += "; those of a verb follow it, as in 'tlua run --quiet FILE'"
	}
	switch {
	case errors.As(err, &invalid):
		why := invalid.Unwrap()
		if errors.Is(why, strconv.ErrSyntax) || errors.Is(why, strconv.ErrRange) {
			why = fmt.Errorf("a whole number expected, got %q", invalid.GetValue())
		}
		e.message = fmt.Sprintf("--%s: %v", invalid.GetFlag().Name, why)
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		e.message = fmt.Sprintf("unknown flag '-%s'", unknown.GetSpecifiedShortnames())
	case errors.As(err, &unknown):
		e.message = fmt.Sprintf("unknown flag '--%s'", unknown.GetSpecifiedName())
		var flags []string
		c.Flags().VisitAll(func(f *pflag.Flag) { flags = append(flags, f.Name) })
		if near := names.Nearest(unknown.GetSpecifiedName(), flags); near != "" {
			e.message += fmt.Sprintf(", did you mean '--%s'?", near)
		}
	}
	return e
}
