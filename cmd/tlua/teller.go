package main

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/sirupsen/logrus"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
)

// teller tells what happens: on the console, or in a log in its place, and in a
// log file.
type teller struct {
	console *report.Console // nil: the log has standard error for itself
	log     *logrus.Logger
	apart   bool // the log is not read beside the console
	file    *logFile
	front   atomic.Pointer[report.Suite] // tells of tests now, in the console's place; nil: none does
}

// newTeller makes the teller that the flags ask for. Status lines need a terminal
// on which nothing else is typed.
func newTeller(w world, stderr io.Writer, l *logFlags, statusLines bool) (*teller, error) {
	o := report.OptionsFor(stderr, w.getenv)
	o.Quiet = l.quiet
	if !statusLines {
		o.Out = struct{ io.Writer }{stderr}
	}
	t := &teller{apart: true}
	log := report.Options{Out: stderr, Unicode: o.Unicode}
	switch {
	case l.file != "":
		f, err := openLog(w.path(l.file), l.file)
		if err != nil {
			return nil, &usageError{message: "cannot open the log file: " + job.IOError("", l.file, err).Message, hint: "nothing was run"}
		}
		t.file, log = f, report.Options{Out: f, Unicode: true}
		t.console = report.NewConsole(o)
		f.tell = t.note
	case l.format.value == "text":
		t.console = report.NewConsole(o)
		t.apart, log.Out, log.Color = false, t.console, o.Color
	}
	var err error
	t.log, err = report.NewLogger(log, l.threshold(t.apart), l.format.value)
	return t, err
}

// threshold gives the least level that is logged. A log that is apart from the
// console tells all that the console does.
func (l *logFlags) threshold(apart bool) logrus.Level {
	if l.quiet && l.file == "" {
		return logrus.ErrorLevel
	}
	if level, err := logrus.ParseLevel(l.level.value); err == nil {
		return level
	}
	if apart {
		return logrus.InfoLevel
	}
	return logrus.WarnLevel
}

// observer gives what is to be told the events.
func (t *teller) observer() event.Observer {
	log := report.NewLog(t.log)
	switch {
	case t.console == nil:
		return log
	case t.apart:
		return event.Many{t.console, log}
	}
	return event.Many{t.console, unseen{log, t.console}}
}

// unseen is a log of what the console does not show.
type unseen struct {
	*report.Log
	console *report.Console
}

// Observe writes e to the log unless the console shows it.
func (u unseen) Observe(e event.Event) {
	if !u.console.Shows(e) {
		u.Log.Observe(e)
	}
}

// fail tells of a final error. What is still open on the console is told first.
func (t *teller) fail(f report.Failure) {
	if t.console != nil {
		if front := t.front.Load(); front != nil {
			_ = front.Close() // as the console's
		}
		_ = t.console.Close() // standard error is gone: nobody is left to tell
		t.console.Failure(f)
	}
	if !t.apart {
		return
	}
	e := logrus.NewEntry(t.log)
	if f.Traceback != "" {
		e = e.WithField("traceback", f.Traceback)
	}
	if len(f.Tail) > 0 {
		e = e.WithField("tail", f.Tail)
	}
	e.Error(f.Message)
}

// note tells a person what can be done.
func (t *teller) note(text string) {
	switch front := t.front.Load(); {
	case t.console == nil:
		t.log.Warn(text)
	case front != nil:
		front.Note(text)
	default:
		t.console.Note(text)
	}
}

// stderr gives the scripts' standard error. Where that belongs to a log, each
// line is an entry.
func (t *teller) stderr() io.Writer {
	if t.console != nil {
		return t.console
	}
	return &lines{log: t.log.WithField("stream", "stderr")}
}

// close writes what is left.
func (t *teller) close() error {
	var err error
	if t.console != nil {
		err = t.console.Close()
	}
	if t.file != nil {
		err = errors.Join(err, t.file.Close())
	}
	return err
}

// lines is a writer that logs each line.
type lines struct {
	log  *logrus.Entry
	mu   sync.Mutex
	held []byte
}

// Write logs the lines that p ends.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.held = append(l.held, p...)
	for {
		line, rest, ok := bytes.Cut(l.held, []byte{'\n'})
		if !ok {
			return len(p), nil
		}
		l.log.Error(string(line))
		l.held = rest
	}
}

// end logs a line that was not ended.
func (l *lines) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.held) > 0 {
		l.log.Error(string(l.held))
		l.held = nil
	}
}
