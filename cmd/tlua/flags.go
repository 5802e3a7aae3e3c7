package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tlua/tlua/core/job"
)

// logFlags say what is told on standard error, and what is logged where.
type logFlags struct {
	level, format choice
	file          string
	quiet         bool
}

// add puts the flags into a verb's.
func (l *logFlags) add(f *pflag.FlagSet) {
	l.level.of = []string{"trace", "debug", "info", "warn", "error"}
	l.format = choice{value: "text", of: []string{"text", "json"}}
	f.Var(&l.level, "log-level", "log from `LEVEL` on: debug, info, warn, error; trace\n"+
		"adds what jobs read and write (default warn; info\nwith --log-file or --log-format json)")
	f.Var(&l.format, "log-format", "`FORMAT` of the log: text or json (default text);\n"+
		"json on standard error replaces all else there")
	f.Lookup("log-format").DefValue = "" // the text says it in a place where there is room
	f.StringVar(&l.file, "log-file", "", "append the log to `FILE`")
	f.BoolVarP(&l.quiet, "quiet", "q", false, "tell errors only")
}

// choice is a flag that takes one of a few words.
type choice struct {
	value string
	of    []string
}

// String gives the word.
func (c *choice) String() string { return c.value }

// Type names the kind of value.
func (c *choice) Type() string { return "string" }

// Set takes a word.
func (c *choice) Set(s string) error {
	if !slices.Contains(c.of, s) {
		last := len(c.of) - 1
		return fmt.Errorf("%s or %s expected, got '%s'", strings.Join(c.of[:last], ", "), c.of[last], s)
	}
	c.value = s
	return nil
}

// limit is a flag that takes a time; 0 is none.
type limit time.Duration

// String gives the time as it can be given.
func (l *limit) String() string {
	if *l == 0 {
		return ""
	}
	return time.Duration(*l).String()
}

// Type names the kind of value.
func (l *limit) Type() string { return "duration" }

// Set takes a time.
func (l *limit) Set(s string) error {
	d, err := time.ParseDuration(s)
	if err != nil {
		return fmt.Errorf("a time with its unit expected, such as 500ms, 90s or 10m, got '%s'", s)
	}
	if d <= 0 {
		return errors.New("more than 0 expected, got " + s)
	}
	*l = limit(d)
	return nil
}

// within gives the context that ends when the time is over; words, with the time,
// are then why.
func (l limit) within(ctx context.Context, words string) (context.Context, context.CancelFunc) {
	if l == 0 {
		return context.WithCancel(ctx)
	}
	d := time.Duration(l)
	return context.WithTimeoutCause(ctx, d, &ending{why: job.Errorf("", job.ECANCELED, words, d), code: exitFailed})
}

// noArgs refuses arguments.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return &usageError{
		message: fmt.Sprintf("unexpected argument '%s'", args[0]),
		hint:    fmt.Sprintf("'%s' takes none", c.CommandPath()),
	}
}
