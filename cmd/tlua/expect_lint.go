package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/expect"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/suite"
)

// expectLintCommand makes the verb that looks for mistakes in a file.
func expectLintCommand(w world, code *int) *cobra.Command {
	var platform []string
	c := &cobra.Command{
		Use:   "lint [flags] FILE [PATH...]",
		Short: "Looks for mistakes in a file of expected results",
		Long: "Tells what is wrong with FILE: fields and results that there are not, and\n" +
			"entries that never count, because none of the tests is like that, because later\n" +
			"entries are about all of their tests, or because no platform has such a word.\n\n" +
			"The tests are those in PATH, as for tlua test; they are listed and not run.\n\n" +
			"The exit code is 1 if anything is told.",
		Example: "  tlua expect lint results.lua\n" +
			"  tlua expect lint --platform slow results.yaml spec scripts/transfer.lua",
		Args:                  filesFrom(1),
		DisableFlagsInUseLine: true,
		RunE: func(_ *cobra.Command, args []string) (err error) {
			*code, err = lint(w, args[0], args[1:], platform)
			return err
		},
	}
	c.Flags().SortFlags = false
	addPlatform(c.Flags(), &platform)
	return c
}

// addPlatform adds the flag for what is known of where tests run.
func addPlatform(s *pflag.FlagSet, words *[]string) {
	s.StringArrayVar(words, "platform", nil, "what expected results may depend on: `WORD`, such as\nslow, or NAME=VALUE; again: that, too")
}

// lint looks at the file. The error is one of usage.
func lint(w world, file string, paths, platform []string) (int, error) {
	more, err := expect.ParsePlatform(platform)
	if err != nil {
		return 0, &usageError{message: "--platform: " + err.Error()}
	}
	if _, err := os.Stat(w.path(file)); err != nil {
		return 0, &usageError{message: job.IOError("", file, err).Error(), hint: "there is nothing to look at"}
	}
	book, err := readBook(w, file)
	if err != nil {
		sayEach(w, err)
		return exitFailed, nil
	}
	t, files, err := listing(w, paths)
	if err != nil {
		return 0, err
	}
	return t.do(t.stop.script, func() int {
		var all []*event.Test
		if failed, _ := t.collect(t.stop.script, files, func(e *event.Test) { all = append(all, e) }); failed > 0 {
			t.tell.fail(report.Failure{Message: file + ": nothing is said of its entries, as not all tests are known"})
			return exitFailed
		}
		found := book.Lint(all, more)
		for _, f := range found {
			fmt.Fprintf(t.out, "%s\n", printed(w, fmt.Sprintf("%v: %s", f.Entry, f.Message)))
		}
		return codeIf(len(found) > 0)
	}), nil
}

// listing gives what lists the tests in paths.
func listing(w world, paths []string) (*tests, []suite.File, error) {
	f, flags := &testFlags{}, pflag.NewFlagSet("", pflag.ContinueOnError)
	f.add(flags)
	b, err := f.settings(w, flags)
	if err != nil {
		return nil, nil, err
	}
	if len(paths) == 0 {
		paths = b.roots
	}
	files, err := suite.Find(w.dir, paths, b.isTest)
	if err != nil {
		return nil, nil, &usageError{message: job.WithOp("", err).Error(), hint: "there is nothing to compare with"}
	}
	t := &tests{f: f, w: w}
	t.session, err = newSession(w, &f.log, false)
	return t, files, err
}

// sayEach prints errors that were joined, a line each.
func sayEach(w world, err error) {
	for _, e := range job.Each(err) {
		say(w, "%s", plainly(e))
	}
}
