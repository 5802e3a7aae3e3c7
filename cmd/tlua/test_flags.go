package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind/vm/pattern"
)

// testTime is how long a test may take unless it is said otherwise.
const testTime = 5 * time.Minute

// resultsFolder is where the folders of runs are unless it is said otherwise.
const resultsFolder = "tlua-results"

// testFlags are the flags of tlua test.
type testFlags struct {
	log          logFlags
	jobs         int
	timeout      limit
	suiteTimeout limit
	names        []string
	where        []string
	filter       []string
	filterOut    []string
	tags         []string
	excludeTags  []string
	list         bool
	shuffle      order
	repeat       int
	retries      int
	failFlaky    bool
	failFast     bool
	mostFail     int
	shard        string
	lastFailed   bool
	output       string
	keepRuns     int
	pause        bool
	watch        bool
	expect       string
	platform     []string
	reporter     choice
	reports      reportFlags
	helper       string
	path         []string
	keep         bool
	orphan       choice
}

// add puts the flags into a verb's.
func (f *testFlags) add(s *pflag.FlagSet) {
	s.SortFlags = false
	s.IntVarP(&f.jobs, "jobs", "j", 0, "run `N` files at once (default: the processors)")
	s.Var(&f.timeout, "timeout", "end a test after `TIME` (default 5m)")
	s.Var(&f.suiteTimeout, "suite-timeout", "end all after `TIME`")
	s.StringArrayVar(&f.names, "name", nil, "only tests whose full name contains `TEXT`; again:\nor that")
	s.StringArrayVar(&f.where, "where", nil, "only tests for which `EXPR` holds: words of the full\nname, \"words in quotes\", #tags and name=value, with\nand, or, not and parentheses")
	s.StringArrayVar(&f.filter, "filter", nil, "only tests whose full name matches the Lua `PATTERN`")
	s.StringArrayVar(&f.filterOut, "filter-out", nil, "no tests whose full name matches the Lua `PATTERN`")
	s.StringArrayVarP(&f.tags, "tags", "t", nil, "only tests with one of the `TAGS`: words with # in\ntheir names")
	s.StringArrayVar(&f.excludeTags, "exclude-tags", nil, "no tests with one of the `TAGS`")
	s.StringVar(&f.shard, "shard", "", "only the part `I/N` of the tests")
	s.BoolVar(&f.lastFailed, "last-failed", false, "only tests that failed when they were run last")
	s.BoolVarP(&f.list, "list", "l", false, "list the tests and run none")
	s.Var(&f.shuffle, "shuffle", "in an order that SEED gives (default: a new one,\nwhich is told)")
	s.Lookup("shuffle").NoOptDefVal = anySeed
	s.IntVar(&f.repeat, "repeat", 1, "run all `N` times")
	s.Lookup("repeat").DefValue = "0"
	s.IntVar(&f.retries, "retries", 0, "try a test that fails up to `N` times again; one that\npasses then is flaky")
	s.BoolVar(&f.failFlaky, "fail-on-flaky", false, "flaky tests fail the run")
	s.BoolVar(&f.failFast, "fail-fast", false, "end at the first failure")
	s.IntVar(&f.mostFail, "max-fail", 0, "end at the `N`th failure")
	s.BoolVar(&f.pause, "pause-on-fail", false, "leave the jobs of a failed test alive until Enter")
	s.BoolVar(&f.watch, "watch", false, "wait for changes of the files, and run those again")
	s.StringVar(&f.helper, "helper", "", "run the script `FILE`, or without .lua the module of\nthat name, before each file")
	s.StringArrayVar(&f.path, "lpath", nil, "look for modules by `PATTERN` first, such as\n./src/?.lua")
	f.reports.add(s)
	s.StringVar(&f.output, "output", resultsFolder, "write what happens into a new folder in `DIR`; \"\" is\nnowhere")
	s.IntVar(&f.keepRuns, "keep-results", 10, "the newest `N` runs stay in there")
	s.StringVar(&f.expect, "expect", "", "compare the results with those that `FILE` expects:\nonly others, and new failures, fail the run")
	addPlatform(s, &f.platform)
	f.reporter = choice{value: string(report.Pretty), of: []string{string(report.Pretty), string(report.AllLines), string(report.Dots), "tap", "json", string(report.Brief)}}
	s.VarP(&f.reporter, "reporter", "o", "tell by `STYLE`: pretty (default), lines (one for\neach test on a terminal, too), dots, quiet; or tap\nor json, on standard output at the end")
	s.Lookup("reporter").DefValue = ""
	f.orphan = choice{value: string(job.OrphanFails), of: []string{string(job.OrphanFails), string(job.OrphanWarns), string(job.OrphanIgnored)}}
	s.Var(&f.orphan, "on-orphan", "what becomes of a test whose job left processes\nrunning: `WHAT` is fail (default), warn or ignore")
	s.Lookup("on-orphan").DefValue = ""
	s.BoolVar(&f.keep, "keep-temp", false, "temporary folders stay, and are named")
	f.log.add(s)
}

func (f *testFlags) workers() int {
	if f.jobs > 0 {
		return f.jobs
	}
	return runtime.NumCPU()
}

func (f *testFlags) testTimeout() time.Duration {
	if f.timeout > 0 {
		return time.Duration(f.timeout)
	}
	return testTime
}

func (f *testFlags) style() report.SuiteStyle {
	if _, ok := f.reports.format(f.reporter.value); ok || f.log.quiet {
		return report.Brief
	}
	return report.SuiteStyle(f.reporter.value)
}

func (f *testFlags) maxFail() int {
	if f.failFast {
		return 1
	}
	return f.mostFail
}

// selection gives the tests that the flags choose. The error is one of usage.
func (f *testFlags) selection() (s suite.Selection, err error) {
	wrong := func(flag string, err error) error {
		return &usageError{message: fmt.Sprintf("--%s: %v", flag, err), hint: "'tlua test --help' tells more"}
	}
	for _, n := range []struct {
		flag  string
		value int
		least int
	}{{"jobs", f.jobs, 0}, {"repeat", f.repeat, 1}, {"retries", f.retries, 0}, {"max-fail", f.mostFail, 0}, {"keep-results", f.keepRuns, 1}} {
		if n.value < n.least {
			return s, wrong(n.flag, fmt.Errorf("a number from %d expected, got %d", n.least, n.value))
		}
	}
	if f.shard != "" {
		if s.Shard, err = suite.ParseShard(f.shard); err != nil {
			return s, wrong("shard", err)
		}
	}
	for _, text := range f.where {
		w, err := suite.ParseWhere(text)
		if err != nil {
			return s, wrong("where", err)
		}
		s.Filter = append(s.Filter, w)
	}
	for _, p := range []struct {
		flag  string
		texts []string
		out   bool
	}{{"filter", f.filter, false}, {"filter-out", f.filterOut, true}} {
		w, err := byPatterns(p.texts, p.out)
		if err != nil {
			return s, wrong(p.flag, err)
		}
		if w != nil {
			s.Filter = append(s.Filter, w)
		}
	}
	s.Names, s.Tags, s.ExcludeTags = f.names, listed(f.tags), listed(f.excludeTags)
	return s, nil
}

// byPatterns gives the choice of tests whose names match one of the patterns of
// Lua's, or of those that match none.
func byPatterns(texts []string, out bool) (suite.Where, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	var all []*pattern.Pattern
	for _, text := range texts {
		p := pattern.Compile(text)
		err := p.Err()
		if err == nil {
			_, err = matches(p, "") // there may be a capture without an end
		}
		if err != nil {
			return nil, fmt.Errorf("%q: %w", text, err)
		}
		all = append(all, p)
	}
	return func(t *event.Test) bool {
		for _, p := range all {
			if yes, _ := matches(p, t.Name); yes {
				return !out
			}
		}
		return out
	}, nil
}

func matches(p *pattern.Pattern, name string) (bool, error) {
	var m pattern.Matcher // of the goroutine's own
	m.Reset(context.Background(), p, name)
	start, end, err := m.Find(0)
	for i := 0; err == nil && start >= 0 && i < m.Captures(); i++ { // it may be one without an end
		_, err = m.Capture(i, start, end)
	}
	return start >= 0, err
}

// check refuses flags that do not go together.
func (f *testFlags) check() error {
	if f.list && f.reports.any() {
		return &usageError{message: "--list runs no tests, of which reports could be made", hint: "'tlua test --help' tells more"}
	}
	return f.reports.check()
}

// meant says what to do where a path is none: a seed is often given as one.
func (f *testFlags) meant(paths []string) string {
	for _, p := range paths {
		if _, err := strconv.ParseUint(p, 10, 64); err == nil && f.shuffle != 0 {
			return fmt.Sprintf("did you mean '--shuffle=%s'?", p)
		}
	}
	return "nothing was run"
}

// order is a flag that takes a seed, or none for a new one; 0 is the order in
// which tests are written.
type order uint64

// anySeed is what the flag is given where it has no value; the help shows it.
const anySeed = "SEED"

// String gives the seed.
func (o *order) String() string {
	if *o == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(*o), 10)
}

// Type names the kind of value: one that may be left out.
func (o *order) Type() string { return "bool" }

// Set takes a seed.
func (o *order) Set(s string) error {
	if s == anySeed {
		*o = order(rand.Uint32N(1e6)) + 1 // one that a person can type
		return nil
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || n == 0 {
		return fmt.Errorf("a whole number from 1 expected, got '%s'", s)
	}
	*o = order(n)
	return nil
}
