package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/expect"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/spec"
)

// testCommand makes the verb that runs tests.
func testCommand(w world, code *int) *cobra.Command {
	f := &testFlags{}
	c := &cobra.Command{
		Use:   "test [flags] [PATH...]",
		Short: "Runs tests",
		Long: "Runs the tests in the files and folders PATH: of folders all files below them\n" +
			"whose names end in _spec.lua. Without PATH it looks into spec/, tests/ and\n" +
			"scripts/, or else into the current folder. FILE:LINE is the test around a line,\n" +
			"or the block that begins there, FILE:NAME=VALUE,... a file with those\n" +
			"parameters.\n\n" +
			"Tests are written as for busted, with describe, it and assert; a file without\n" +
			"those is one test. Files are run side by side, each in a runtime of its own.\n\n" +
			"A test fails if a check in it does, if it raises an error, if it takes too long,\n" +
			"and if a job of its leaves a process running. What a test printed, and where it\n" +
			"stood, is told when it fails.\n\n" + exitHelp(),
		Example: "  tlua test\n" +
			"  tlua test -j 8 --timeout 30s spec/net\n" +
			"  tlua test spec/net_spec.lua:42\n" +
			"  tlua test copy.lua:size=1,tool=cp\n" +
			"  tlua test --where '#fast and not \"with a proxy\"'\n" +
			"  tlua test --last-failed --retries 2",
		DisableFlagsInUseLine: true,
		RunE: func(c *cobra.Command, args []string) (err error) {
			b, err := f.settings(w, c.Flags())
			if err != nil {
				return err
			}
			*code, err = runTests(w, f, args, b)
			return err
		},
	}
	f.add(c.Flags())
	return c
}

// tests is one run of the verb.
type tests struct {
	*session
	f         *testFlags
	w         world
	selection suite.Selection
	console   *report.Suite
	platform  expect.Platform
	book      expect.Book // nil: nothing is expected

	pausing sync.Mutex // held while a person looks around
	input   *input
	held    context.Context // of the one who waits for input
}

// runTests runs what the command line names. The error is one of usage.
func runTests(w world, f *testFlags, args []string, b busted) (int, error) {
	t := &tests{f: f, w: w}
	if file, ok := f.reports.format(f.reporter.value); ok {
		*file = toStdout
	}
	err := f.check()
	if err != nil {
		return 0, err
	}
	if t.selection, err = f.selection(); err != nil {
		return 0, err
	}
	if f.lastFailed {
		if err := t.lastFailed(); err != nil {
			return 0, err
		}
	}
	if t.platform, err = platformOf(f.platform); err != nil {
		return 0, err
	}
	if err := t.readExpected(); err != nil {
		return 0, usageOf(err, "this is the file of expected results (--expect); nothing was run")
	}
	find := func() ([]suite.File, error) { return t.find(args, b) }
	files, err := find()
	if err != nil {
		return 0, &usageError{message: job.WithOp("", err).Error(), hint: f.meant(args)}
	}
	if err := t.check(files); err != nil {
		return 0, err
	}
	if t.session, err = newSession(w, &f.log, false); err != nil {
		return 0, err
	}
	t.cleans = true
	ctx, cancel := f.suiteTimeout.within(t.stop.script, "the tests did not end within %v (--suite-timeout)")
	defer cancel()
	return t.do(ctx, func() int {
		switch {
		case f.list:
			return t.list(ctx, files)
		case f.watch:
			return t.watch(ctx, find)
		}
		return t.run(ctx, files)
	}), nil
}

// find gives the files that are named, or else those with tests that failed last,
// if it is for those, or else those of the project.
func (t *tests) find(args []string, b busted) ([]suite.File, error) {
	if len(args) > 0 || !t.f.lastFailed {
		if len(args) == 0 {
			args = b.roots
		}
		return suite.Find(t.w.dir, args, b.isTest)
	}
	var units []string
	for id := range t.selection.Only {
		if _, err := suite.Find(t.w.dir, []string{id.Unit}, b.isTest); err == nil { // else it is there no more
			units = append(units, id.Unit)
		}
	}
	if units == nil {
		return nil, nil
	}
	slices.Sort(units)
	return suite.Find(t.w.dir, units, b.isTest)
}

// check tells of mistakes that are known before anything is run. The error is one
// of usage.
func (t *tests) check(files []suite.File) error {
	x := spec.New(spec.Options{Runtime: luabind.Options{Dir: t.w.dir}, Helper: t.f.helper})
	if err := x.Check(nil); err != nil {
		return &usageError{message: "--helper: " + err.Error(), hint: "nothing was run"}
	}
	if err := x.Check(files); err != nil {
		return &usageError{message: job.WithOp("", err).Error(), hint: "nothing was run"}
	}
	return nil
}

// list tells which tests there are.
func (t *tests) list(ctx context.Context, files []suite.File) int {
	n := 0
	failed, sum := t.collect(ctx, files, func(e *event.Test) {
		n++
		place := e.ID().Unit
		if e.Line > 0 {
			place += fmt.Sprintf(":%d", e.Line)
		}
		fmt.Fprintf(t.out, "%s: %s\n", report.Printable(place), report.Printable(e.Name))
	})
	switch {
	case failed > 0:
		return exitFailed
	case n == 0 && sum.Elsewhere == 0:
		return t.nothing(ctx, files)
	}
	return exitPassed
}

// collect gives each the tests that there are, tells of files that cannot be
// loaded, and gives their number.
func (t *tests) collect(ctx context.Context, files []suite.File, each func(*event.Test)) (int, *suite.Summary) {
	failed := &collector{}
	sum := suite.Run(ctx, files, spec.New(t.executor(each)), suite.Options{
		Selection: t.selection, Timeout: t.f.testTimeout(), Observer: failed,
	})
	for _, e := range failed.all {
		for _, f := range e.Failures {
			title := e.Path
			if f.Line > 0 {
				title += fmt.Sprintf(":%d", f.Line)
			}
			t.tell.fail(report.Failure{Title: title, Message: f.Message})
		}
	}
	return len(failed.all), sum
}

// collector keeps the failures of files.
type collector struct{ all []event.Event }

func (c *collector) Wants(k event.Kind) bool { return k == event.FileEnded }

func (c *collector) Observe(e event.Event) {
	if e.Kind == event.FileEnded && len(e.Failures) > 0 {
		c.all = append(c.all, e)
	}
}

// executor gives what runs files.
func (t *tests) executor(list func(*event.Test)) spec.Options {
	o := luabind.Options{Dir: t.w.dir, OnOrphan: job.OnOrphan(t.f.orphan.value)}
	if t.f.keep {
		o.KeepTemp = func(dir string) { t.console.Write([]byte("kept: " + dir + "\n")) }
	}
	return spec.Options{Runtime: o, Cleanup: t.stop.cleanup, CleanupTime: cleanupTime, Path: t.f.path, Helper: t.f.helper, List: list}
}

// run runs the tests.
func (t *tests) run(ctx context.Context, files []suite.File) int {
	f := t.f
	o := report.OptionsFor(t.w.stderr, t.w.getenv)
	j, noResults := t.openJournal()
	how := t.executor(nil)
	if j != nil && j.artifacts != nil {
		how.Runtime.KeepArtifact = j.artifacts.Keep
	}
	x := spec.New(how)
	units := 0
	for _, file := range files {
		units += len(x.Units(file))
	}
	if t.tell.console == nil { // the log has standard error for itself
		o.Out = io.Discard
	}
	t.console = report.NewSuite(report.SuiteOptions{
		Options: o, Style: f.style(), Units: units * max(f.repeat, 1), Rounds: f.repeat,
	})
	if noResults != nil {
		t.complain("no results are written: " + noResults.Error())
	}
	t.tell.front.Store(t.console)
	defer t.tell.front.Store(nil)
	if !t.tell.apart {
		t.tell.log.SetOutput(t.console)
	}
	observers := event.Many{t.console, report.NewLog(t.tell.log)}
	if j != nil {
		observers = append(observers, j)
	}
	opts := suite.Options{
		Selection: t.selection, Workers: f.workers(), Timeout: f.testTimeout(), Retries: f.retries, Repeat: f.repeat,
		MaxFail: f.maxFail(), Seed: uint64(f.shuffle), Observer: observers, About: t.about(),
	}
	if f.expect != "" {
		opts.Expect = t.compare
	}
	if f.pause {
		opts.Hold = t.pause
	}
	defer t.answer()()
	sum := suite.Run(ctx, files, x, opts)
	t.console.Summary(j.folder())
	code := t.judge(ctx, files, sum)
	if j != nil && !j.close(t) && code == exitPassed {
		code = exitFailed // a report that is not there is missed later
	}
	_ = t.console.Close() // standard error is gone: there is nobody to tell
	return code
}

func (t *tests) about() event.Suite {
	host, _ := os.Hostname()
	dir, _ := os.Getwd()
	if t.w.dir != "" {
		dir = t.w.dir
	}
	return event.Suite{
		Argv: append([]string{"tlua"}, t.w.args...), Dir: dir, Version: ownVersion(),
		Go: fmt.Sprintf("%s %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH), Host: host,
		Platform: t.platform.Words(), FailOnFlaky: t.f.failFlaky,
	}
}

// judge gives the exit code.
func (t *tests) judge(ctx context.Context, files []suite.File, sum *suite.Summary) int {
	switch {
	case ctx.Err() != nil:
		return t.endOf(ctx)
	case sum.Failed() > 0, t.f.failFlaky && sum.Flaky > 0:
		return exitFailed
	case sum.Tests() == 0 && sum.Elsewhere > 0:
		t.complain("no test is in this part (--shard " + t.f.shard + ")")
	case sum.Tests() == 0:
		return t.nothing(ctx, files)
	}
	return exitPassed
}

// endOf gives the exit code of a run whose context has ended.
func (t *tests) endOf(ctx context.Context) int {
	var why *ending
	if errors.As(context.Cause(ctx), &why) {
		return why.code
	}
	return exitFailed
}

// nothing says why there is nothing to run.
func (t *tests) nothing(ctx context.Context, files []suite.File) int {
	message := "no test matches"
	switch {
	case t.f.lastFailed && len(t.selection.Only) == 0:
		message = "no test failed when it was run last, as " + cmp.Or(t.f.output, "no folder") + " tells (--last-failed)"
	case t.f.lastFailed:
		message = fmt.Sprintf("none of the tests that failed when they were run last, %d, is there and matches", len(t.selection.Only))
	case len(files) == 0:
		message = "there are no tests: no file ends in " + suite.Pattern
	case t.selection.All() && !slices.ContainsFunc(files, func(f suite.File) bool { return f.Line > 0 }):
		message = "there are no tests in " + listOf(files)
	}
	for _, f := range files {
		if f.Line > 0 {
			message += fmt.Sprintf("; %s has %s", f.Path, t.places(ctx, f.Path))
		}
	}
	t.tell.fail(report.Failure{Message: message})
	return exitNothing
}

// listOf names files, if they are few.
func listOf(files []suite.File) string {
	const most = 3
	if len(files) > most {
		return fmt.Sprintf("these %d files", len(files))
	}
	var all []string
	for _, f := range files {
		all = append(all, f.Path)
	}
	return strings.Join(all, ", ")
}

// places tells where the tests of a file are.
func (t *tests) places(ctx context.Context, file string) string {
	const most = 20
	var lines []string
	x := spec.New(t.executor(func(e *event.Test) { lines = append(lines, strconv.Itoa(e.Line)) }))
	suite.Run(ctx, []suite.File{{Path: file}}, x, suite.Options{Timeout: t.f.testTimeout()})
	lines = slices.Compact(lines)
	switch {
	case len(lines) == 0:
		return "no tests"
	case len(lines) > most:
		lines = append(lines[:most], "…")
	}
	return "tests that begin at the lines " + strings.Join(lines, ", ")
}

// listed gives the words in texts that are lists, with commas; # may be before them.
func listed(words []string) []string {
	var all []string
	for _, w := range words {
		for item := range strings.SplitSeq(w, ",") {
			if item = strings.TrimPrefix(strings.TrimSpace(item), "#"); item != "" {
				all = append(all, item)
			}
		}
	}
	return all
}
