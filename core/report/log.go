package report

import (
	"log/slog"
	"strings"

	"github.com/sirupsen/logrus"
	"github.com/tlua/tlua/core/event"
)

// Log is an observer that writes events to a logger. Steps, verdicts, artifacts
// and skips have the level info; the lives of jobs, progress and waits debug;
// what goes into and comes out of jobs trace; matches and what scripts log have
// their own.
type Log struct {
	to     *logrus.Logger
	except event.Mask
}

// NewLog gives an observer that writes to logger all kinds but those named,
// which are left to another observer.
func NewLog(logger *logrus.Logger, except ...event.Kind) *Log {
	l := &Log{to: logger}
	for _, k := range except {
		l.except |= 1 << k
	}
	return l
}

// Wants reports whether the logger's level lets any event of kind k through.
func (l *Log) Wants(k event.Kind) bool {
	return !l.except.Has(k) && l.to.IsLevelEnabled(levelOf(event.Event{Kind: k, Level: slog.LevelError}))
}

// Observe writes e to the logger if its level is enabled. A match of the level
// event.Silent is not logged.
func (l *Log) Observe(e event.Event) {
	if e.Kind == event.Match && e.Level == event.Silent {
		return
	}
	level := levelOf(e)
	if l.except.Has(e.Kind) || !l.to.IsLevelEnabled(level) {
		return
	}
	entry := l.to.WithFields(fieldsOf(e))
	if !e.Time.IsZero() {
		entry = entry.WithTime(e.Time)
	}
	entry.Log(level, messageOf(e))
}

// levelOf gives the level that e is logged at.
func levelOf(e event.Event) logrus.Level {
	switch e.Kind {
	case event.Match, event.Orphan, event.Log:
		return ownLevel(e.Level)
	case event.StepBegun, event.StepEnded, event.Verdict, event.Artifact, event.Skip:
		return logrus.InfoLevel
	case event.TestBegun, event.TestEnded, event.SuiteBegun, event.SuiteEnded, event.FileBegun, event.FileEnded:
		return logrus.InfoLevel
	case event.Sent, event.Output, event.Printed:
		return logrus.TraceLevel
	}
	return logrus.DebugLevel
}

func ownLevel(l slog.Level) logrus.Level {
	switch {
	case l >= slog.LevelError:
		return logrus.ErrorLevel
	case l >= slog.LevelWarn:
		return logrus.WarnLevel
	case l >= slog.LevelInfo:
		return logrus.InfoLevel
	case l >= slog.LevelDebug:
		return logrus.DebugLevel
	}
	return logrus.TraceLevel
}

// messageOf says what happened; the fields say to whom.
func messageOf(e event.Event) string {
	switch e.Kind {
	case event.Log, event.Progress:
		return e.Text
	case event.Match:
		return strings.TrimRight(string(e.Data), "\r\n")
	case event.JobStarted:
		return "started"
	case event.JobEnded:
		return prefixed("ended", e.Text)
	case event.WaitBegun:
		return prefixed("waiting", e.Text)
	case event.WaitEnded:
		return prefixed("waited", e.Text)
	case event.StepBegun:
		return prefixed("step", e.Text)
	case event.StepEnded:
		return prefixed("step ended", e.Text)
	case event.Skip:
		return prefixed("skipped", e.Text)
	case event.TestEnded, event.FileEnded, event.Check:
		return prefixed(strings.ReplaceAll(e.Kind.String(), "_", " "), reasons(e))
	case event.SuiteBegun, event.SuiteEnded, event.TestBegun, event.FileBegun:
		return prefixed(strings.ReplaceAll(e.Kind.String(), "_", " "), e.Text)
	}
	return prefixed(e.Kind.String(), e.Text)
}

func prefixed(word, text string) string {
	if text == "" {
		return word
	}
	return word + ": " + text
}

// reasons gives the messages of failures, or else the event's text.
func reasons(e event.Event) string {
	if len(e.Failures) == 0 {
		return e.Text
	}
	var all []string
	for _, f := range e.Failures {
		all = append(all, f.Message)
	}
	return strings.Join(all, "; ")
}
