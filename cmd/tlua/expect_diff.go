package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/tlua/tlua/core/expect"
	"github.com/tlua/tlua/core/results"
)

// expectDiffCommand makes the verb that compares runs with a file, or two runs.
func expectDiffCommand(w world, code *int) *cobra.Command {
	var platform []string
	c := &cobra.Command{
		Use:   "diff [flags] FILE|DIR DIR...",
		Short: "Compares runs of tests with what was expected",
		Long: "Tells which tests of the runs in DIR came to something else than FILE has, and\n" +
			"which are new: those that did not pass though it has nothing about them. With a\n" +
			"DIR in place of FILE it tells which tests came to something else than in that\n" +
			"run, of results and verdicts.\n\n" +
			"DIR is the folder of a run, its events.jsonl, or a folder of runs as tlua test\n" +
			"makes it, of which the newest counts.\n\n" +
			"The exit code is 1 if anything is told.",
		Example: "  tlua expect diff results.lua tlua-results\n" +
			"  tlua expect diff run-before run-after",
		Args:                  filesFrom(2),
		DisableFlagsInUseLine: true,
		RunE: func(_ *cobra.Command, args []string) (err error) {
			*code, err = unlessInterrupted(w, func() (int, error) {
				if isRun(w.path(args[0])) {
					return diffRuns(w, args[0], args[1:])
				}
				return diffBook(w, args[0], args[1:], platform)
			})
			return err
		},
	}
	c.Flags().SortFlags = false
	addPlatform(c.Flags(), &platform)
	return c
}

// isRun reports whether a path is that of a run, and of no file of expected
// results.
func isRun(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir() || filepath.Base(path) == results.JournalName
}

func diffBook(w world, file string, dirs, platform []string) (int, error) {
	here, err := platformOf(platform)
	if err != nil {
		return 0, err
	}
	book, err := readBook(w, file)
	if err != nil {
		return 0, err
	}
	runs, err := openRuns(w, dirs)
	if err != nil {
		return 0, err
	}
	wrong, err := book.Unexpected(runs, here)
	for i := range wrong {
		s := &wrong[i]
		if s.Expected.New {
			say(w, "new: %s: %v", expect.Title(s.Test), s)
			continue
		}
		why := s.Expected.Want
		if s.Expected.Key != "" {
			why += " (" + s.Expected.Key + ")"
		}
		say(w, "unexpected: %s: %v; expected: %s", expect.Title(s.Test), s, why)
	}
	return codeIf(len(wrong) > 0), err
}

func diffRuns(w world, before string, after []string) (int, error) {
	runs, err := openRuns(w, append([]string{before}, after...))
	if err != nil {
		return 0, err
	}
	changes := expect.Changes(runs[0], results.Merge(runs[1:]...))
	for _, c := range changes {
		say(w, "%s: %s -> %s", expect.Title(c.Test), c.Before, c.After)
	}
	return codeIf(len(changes) > 0), nil
}

// codeIf gives the exit code of what finds something, or does not.
func codeIf(found bool) int {
	if found {
		return exitFailed
	}
	return exitPassed
}
