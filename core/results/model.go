// Package results is what is known of a run of tests when it is over: it is
// written down, event by event, while it goes on (Journal), and read (Read) by
// those who report on it.
package results

import (
	"time"

	"github.com/tlua/tlua/core/event"
)

// Run is one run of a suite, or several that were merged.
type Run struct {
	event.Suite
	Started  time.Time
	Duration time.Duration
	Files    []*File // in the order in which they began
	Tests    []*Test // in the order in which they began
	Stopped  string  // what interrupted it; "" if nothing did
	Early    string  // why it ended before its end though nothing interrupted it: by its failures
	Cut      bool    // its journal has no end: the process was killed

	Missing []string // of several shards that were merged, those that are not there: "2/3"
	Parts   []Part   // the runs that were merged, in the order in which they began; nil: it is one
}

// Part is one of the runs that were merged.
type Part struct {
	event.Suite
	Begin         time.Duration
	End           time.Duration
	WorkersBefore int // its first worker has the number after this one
}

// File is a file of tests, with what happened outside of them.
type File struct {
	Path     string
	Worker   int
	Begin    time.Duration // since the run's start, as are all times here
	End      time.Duration
	Result   event.Result // what its failures come to; "" if there are none, or an older tlua wrote it
	Failures []event.Failure
	LeftOut  int // tests of it that were not run: other failures of it than these may be unknown
	Record
}

// Test is one test with all attempts at it.
type Test struct {
	event.Test
	Attempts []*Attempt
	Result   event.Result // of the last attempt; Flaky if that passed and not the first
	Reason   string       // of a skip
	Expected *Expected    // nil: nothing was, and it ended well, or there are no expectations
}

// Expected is what a test was expected to come to.
type Expected = event.Expected

// Attempt is one attempt at a test.
type Attempt struct {
	N        int
	Worker   int
	Begin    time.Duration
	End      time.Duration
	Result   event.Result
	Reason   string
	Failures []event.Failure
	Record
}

// Record is what happened in a test, or in a file outside of its tests.
type Record struct {
	Steps     []*Step // the outermost
	Jobs      []*Job  // in the order in which they began
	Output    []Chunk // that the script printed
	Logs      []Log
	Waits     []Wait
	Verdicts  []string
	Artifacts []Artifact
	Orphans   []Orphan

	LostOutput int64 // bytes that the script printed and that were not written down
}

// Step is a step of a test.
type Step struct {
	Text  string
	Begin time.Duration
	End   time.Duration
	Err   string // "" if it went well
	Steps []*Step
}

// Job is a job, with its runs.
type Job struct {
	Label string // such as "ctorrent#2"
	ID    string
	Runs  []*JobRun
}

// JobRun is one start of a job.
type JobRun struct {
	N        int
	PID      int
	Argv     []string
	Options  map[string]any // that are not their defaults, by name
	Defaults map[string]any // what the other options are, by name
	Begin    time.Duration
	Ready    time.Duration // when it was said to be ready; 0: never
	End      time.Duration // 0: it had not ended when the record did
	Status   string        // "" until the end
	Signals  []Mark
	Sent     []Chunk
	Output   []Chunk
	Matches  []Match
	Progress []Point

	// What was too much to be written down: bytes of output, bytes sent, and
	// matches.
	Lost, LostSent, LostMatches int64
}

// Mark is something that happened at one moment.
type Mark struct {
	At   time.Duration
	Text string
}

// Chunk is a piece of text that came at one moment.
type Chunk struct {
	At     time.Duration
	Stream string
	Offset int64 // in its stream
	Data   []byte
}

// Match is a message of a filter.
type Match struct {
	At     time.Duration
	Filter string
	Stream string
	Offset int64
	Data   []byte
	Value  *float64 // of a filter that measures
}

// Point is how far a job had come.
type Point struct {
	At time.Duration
	event.Amount
	Text string
}

// Log is a line of the log.
type Log struct {
	At     time.Duration
	Level  string // "trace", "debug", "info", "warn" or "error"
	Text   string
	Job    string // label; "" if it is not of a job
	Fields map[string]any
}

// Wait is a call that waited.
type Wait struct {
	Begin time.Duration
	End   time.Duration
	Op    string // such as "job.wait"
	Text  string // what for
	Job   string // label; "" if it waited for none
	Err   string
}

// Artifact is a file that belongs to the result.
type Artifact struct {
	Name string
	Path string // as seen from the folder of the journal, if it lies below
}

// Orphan is a process that a job left running.
type Orphan struct {
	At      time.Duration
	Job     string
	PID     int
	Command string
	Age     time.Duration
}
