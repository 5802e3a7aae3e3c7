// Package event defines what tlua tells about itself while it works: one Event
// for each thing that happened, handed to an Observer. Logging, the console,
// progress bars and reports are observers; the code that makes things happen
// neither prints nor logs.
package event

import (
	"log/slog"
	"math"
	"time"
)

// Kind says what happened.
type Kind uint8

// The kinds of events, with the fields of Event that each of them sets beside
// Kind, Time, Runtime and, where a job is concerned, Job, JobID and Run.
const (
	JobStarted Kind = iota + 1 // PID, Argv, Fields (the options that are not their defaults), Defaults
	JobEnded                   // PID, Text (the status), Duration (of the run)
	Signal                     // PID, Text (the signal's name)
	Sent                       // Data
	Output                     // Stream, Offset, Data
	Match                      // Filter, Level (Silent: not to be logged), Stream, Offset, Data, Value
	Progress                   // Progress, Text (the status as a person reads it)
	WaitBegun                  // Op, Text (what is waited for)
	WaitEnded                  // Op, Text, Duration, Err
	StepBegun                  // Text, Depth, Block
	StepEnded                  // Text, Depth, Duration, Err
	Verdict                    // Text
	Artifact                   // Text (its name), Path
	Skip                       // Text (the reason)
	Orphan                     // PID, Argv, Level, Text, Duration (its age)
	Log                        // Level, Text, Fields
	Printed                    // Stream ("stdout" or "stderr" of the script), Data
	Check                      // Failure: a soft check failed, the test goes on

	SuiteBegun // Suite
	FileBegun  // Path; Worker
	FileEnded  // Path, Failures (of what is outside of its tests), Result (how that ended, or ""), LeftOut; Worker
	TestBegun  // Test, Attempt, Worker
	TestEnded  // Test, Attempt, Worker, Result, Duration, Failures, Text (the reason of a skip), Again, Expected (after the last attempt)
	SuiteEnded // Result (Interrupted, or ""), Text (why it ended before its end, and what was not run; "" if all was)
)

var kinds = [...]string{
	JobStarted: "job_started", JobEnded: "job_ended", Signal: "signal", Sent: "sent", Output: "output",
	Match: "match", Progress: "progress", WaitBegun: "wait_begun", WaitEnded: "wait_ended",
	StepBegun: "step_begun", StepEnded: "step_ended", Verdict: "verdict", Artifact: "artifact",
	Skip: "skip", Orphan: "orphan", Log: "log", Printed: "printed", Check: "check",
	SuiteBegun: "suite_begun", FileBegun: "file_begun", FileEnded: "file_ended",
	TestBegun: "test_begun", TestEnded: "test_ended", SuiteEnded: "suite_ended",
}

// String gives the kind's name in reports, such as "job_started".
func (k Kind) String() string {
	if int(k) < len(kinds) && kinds[k] != "" {
		return kinds[k]
	}
	return "unknown"
}

// Silent is below every level that a logger may have.
const Silent slog.Level = math.MinInt32

// Amount is how far something has come: Done of Total, at Rate units a second
// (0: not known).
type Amount struct {
	Done, Total int64
	Rate        float64
	Unit        string
}

// last is the last kind.
const last = SuiteEnded

// Event is one thing that happened. Data is valid only while Observe runs.
type Event struct {
	Kind    Kind
	Time    time.Time // wall clock and monotonic
	Runtime string    // name of the runtime, usually its script
	Test    *Test     // in which it happened; nil: in none
	Attempt int       // of that test, 1 for the first
	Worker  int       // that ran it, 1 for the first; 0 outside of suites
	Job     string    // label, such as "ctorrent#2"
	JobID   string    // unique within the process
	Run     int       // 1 for the first start of the job

	PID      int
	Argv     []string
	Op       string
	Text     string
	Level    slog.Level
	Fields   map[string]any
	Defaults map[string]any // the options that are their defaults
	Filter   string
	Stream   string // "stdout", "stderr", or the number of another descriptor
	Offset   int64  // of Data in this run's stream, in bytes
	Data     []byte
	Path     string
	Depth    int  // of a step, 0 for the outermost
	Block    bool // the step has an end of its own; else the next one ends it
	Duration time.Duration
	Value    *float64 // what Data says, of a filter that measures
	Progress *Amount
	Err      error
	Result   Result
	Again    bool // another attempt follows
	Failures []Failure
	Expected *Expected
	LeftOut  int // tests of the file that were to be run and were not, or were not chosen, but by the shard
	Suite    *Suite
}

// Observer is told what happens. It may be called from many goroutines at once
// and must not block: what it observes waits for it.
type Observer interface {
	// Wants is asked once per kind when a job is created or a runtime made;
	// what nobody wants is never put together.
	Wants(Kind) bool
	Observe(Event)
}

// Nobody is the observer that wants nothing.
var Nobody Observer = Many(nil)

// Many is a list of observers that are told one after the other.
type Many []Observer

// Wants reports whether any of the observers wants k.
func (m Many) Wants(k Kind) bool {
	for _, o := range m {
		if o.Wants(k) {
			return true
		}
	}
	return false
}

// Observe tells those observers that want e's kind.
func (m Many) Observe(e Event) {
	for _, o := range m {
		if o.Wants(e.Kind) {
			o.Observe(e)
		}
	}
}

// Named gives an observer that puts the runtime's name into every event.
func Named(runtime string, to Observer) Observer { return named{to, runtime} }

type named struct {
	Observer
	runtime string
}

func (n named) Observe(e Event) {
	e.Runtime = n.runtime
	n.Observer.Observe(e)
}

// Mask is the set of kinds that an observer wants, asked once.
type Mask uint32

// MaskOf asks o for every kind.
func MaskOf(o Observer) Mask {
	var m Mask
	for k := JobStarted; k <= last; k++ {
		if o.Wants(k) {
			m |= 1 << k
		}
	}
	return m
}

// Has reports whether k is in the set.
func (m Mask) Has(k Kind) bool { return m&(1<<k) != 0 }
