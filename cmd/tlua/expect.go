package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tlua/tlua/core/expect"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/names"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// expectCommand makes the verb that keeps files of expected results.
func expectCommand(w world, code *int) *cobra.Command {
	c := &cobra.Command{
		Use:   "expect",
		Short: "Keeps a file of expected results",
		Long: "Keeps the file of expected results that 'tlua test --expect FILE' compares tests\n" +
			"with: which of them fail, where, and for which bug. Its name ends in .lua, .yaml\n" +
			"or .yml; docs/expect.md says what is in it.",
		Example: "  tlua test --expect results.lua\n" +
			"  tlua expect update results.lua tlua-results",
		Args: func(c *cobra.Command, args []string) error { return unknownOf(c, args) },
		RunE: func(c *cobra.Command, _ []string) error {
			c.SetOut(w.stderr)
			*code = exitUsage
			return c.Help()
		},
	}
	c.AddCommand(expectUpdateCommand(w, code), expectDiffCommand(w, code), expectLintCommand(w, code))
	return c
}

// unknownOf refuses what is none of c's verbs.
func unknownOf(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var verbs []string
	for _, v := range c.Commands() {
		verbs = append(verbs, v.Name())
	}
	e := &usageError{message: fmt.Sprintf("unknown command '%s %s'", c.CommandPath(), args[0]), hint: "there are: " + strings.Join(verbs, ", ")}
	if near := names.Nearest(args[0], verbs); near != "" {
		e.hint = fmt.Sprintf("did you mean '%s'?", near)
	}
	return e
}

// formOf gives the form of a file of expected results, by its name's end.
func formOf(file string) (expect.Form, error) {
	switch filepath.Ext(file) {
	case ".lua":
		return inLua, nil
	case ".yaml", ".yml":
		return expect.YAML, nil
	}
	return expect.Form{}, job.Errorf("", job.EINVAL, "%s: a file of expected results has a name that ends in .lua, .yaml or .yml", file)
}

// readBook reads a file of expected results.
func readBook(w world, file string) (expect.Book, error) {
	form, err := formOf(file)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(w.path(file))
	if err != nil {
		return nil, job.IOError("", file, err)
	}
	return bookOf(form, file, text)
}

func bookOf(form expect.Form, file string, text []byte) (expect.Book, error) {
	raw, err := form.Read(file, text)
	if err != nil {
		return nil, err
	}
	return expect.New(raw)
}

// platformOf gives what is known of this machine, and what words say of it.
func platformOf(words []string) (expect.Platform, error) {
	more, err := expect.ParsePlatform(words)
	if err != nil {
		return nil, &usageError{message: "--platform: " + err.Error(), hint: "a word of your own for where the tests run"}
	}
	return expect.Here().With(more), nil
}

// openRuns reads runs, each of them by itself.
func openRuns(w world, dirs []string) (runs []*results.Run, err error) {
	for _, dir := range dirs {
		run, err := results.Open(w.path(dir))
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// say prints a line on standard output.
func say(w world, format string, args ...any) {
	_, _ = io.WriteString(w.stdout, printed(w, fmt.Sprintf(format, args...))+"\n") // a full disk is found by who reads it
}

// printed gives a line as standard output can show it.
func printed(w world, line string) string {
	return report.OptionsFor(w.stdout, w.getenv).Text(report.Printable(line))
}

// usageOf makes an error one of usage; of several that were joined each has a
// line.
func usageOf(err error, hint string) error {
	var ue *usageError
	if errors.As(err, &ue) {
		return ue
	}
	var lines []string
	for _, e := range job.Each(err) {
		lines = append(lines, plainly(e))
	}
	return &usageError{message: strings.Join(lines, "\n"), hint: hint}
}

// unlessInterrupted does work, which may wait for what it reads and is left behind
// by a signal. The error is one of usage.
func unlessInterrupted(w world, work func() (int, error)) (int, error) {
	type ended struct {
		code int
		err  error
	}
	done := make(chan ended, 1)
	go func() {
		code, err := work()
		done <- ended{code, err}
	}()
	select {
	case e := <-done:
		if e.err != nil {
			return 0, usageOf(e.err, "nothing was done")
		}
		return e.code, nil
	case sig := <-w.signals:
		return bySignal(sig).code, nil
	}
}
