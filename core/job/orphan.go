package job

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/tlua/tlua/core/event"
)

// OnOrphan says what is made of orphans: processes that a job's own process left
// running when it ended by itself. They are ended with the job in any case.
type OnOrphan string

// What can be made of orphans.
const (
	OrphanFails   OnOrphan = "fail"   // to destroy the job is the error EBUSY
	OrphanWarns   OnOrphan = "warn"   // they are told as warnings
	OrphanIgnored OnOrphan = "ignore" // it is what the program does: a daemon
)

func (o OnOrphan) check() error {
	switch o {
	case "", OrphanFails, OrphanWarns, OrphanIgnored:
		return nil
	}
	return Errorf("", EINVAL, "option 'on_orphan': \"fail\", \"warn\" or \"ignore\" expected, got %q", string(o))
}

// lastWill is how long after the end of a job's process what it started may still
// be ending by itself: the last part of a pipe line, say.
const lastWill = 500 * time.Millisecond

// OrphanError is that of a job which left processes running. It is found, by
// errors.As, in the error of what destroyed the job.
type OrphanError struct {
	Job       string
	Processes []Proc // as they were found; they are gone
}

// Error tells of the processes, on one line.
func (e *OrphanError) Error() string {
	const most = 5
	var all []string
	for i, p := range e.Processes {
		if i == most {
			all = append(all, fmt.Sprintf("and %d more", len(e.Processes)-most))
			break
		}
		all = append(all, p.String())
	}
	was := "a process was"
	if n := len(e.Processes); n > 1 {
		was = fmt.Sprintf("%d processes were", n)
	}
	return fmt.Sprintf("%s left running by %s, and ended now: %s (a daemon is allowed by on_orphan = \"ignore\")",
		was, e.Job, strings.Join(all, ", "))
}

// String gives the number, the command line and the age: `4711 "sleep 1000" for
// 2.1s`.
func (p Proc) String() string {
	command := strings.Join(p.Argv, " ")
	if short := []rune(command); len(short) > 80 {
		command = string(short[:80]) + "…"
	}
	return fmt.Sprintf("%d %q for %v", p.PID, command, time.Since(p.Started).Round(100*time.Millisecond))
}

// orphans looks for what the job's runs left running, tells of it, and gives the
// error for it if there is to be one: where there is, that is what people read.
func (j *Job) orphans(ctx context.Context) error {
	on := j.opts.OnOrphan
	if on == OrphanIgnored {
		return nil
	}
	j.mu.Lock()
	runs := slices.Clone(j.past)
	if j.run != nil {
		runs = append(runs, j.run)
	}
	j.mu.Unlock()
	level, e := slog.LevelInfo, &OrphanError{Job: j.label}
	if on == OrphanWarns {
		level = slog.LevelWarn
	}
	for _, r := range runs {
		for _, p := range r.leftBehind(ctx) {
			e.Processes = append(e.Processes, p)
			if j.wants.Has(event.Orphan) {
				j.tell(r, event.Event{
					Kind: event.Orphan, PID: p.PID, Argv: p.Argv, Level: level, Duration: time.Since(p.Started),
					Text: "left running by " + j.label + ": " + p.String(),
				})
			}
		}
	}
	if len(e.Processes) == 0 || on == OrphanWarns {
		return nil
	}
	return e
}

// leftBehind lists what lives on of a run that has ended though nobody asked it
// to.
func (r *run) leftBehind(ctx context.Context) []Proc {
	if !r.isOver() || r.asked.Load() || r.isAlone() {
		return nil
	}
	ctx, cancel := context.WithDeadline(ctx, r.over.Add(lastWill))
	defer cancel()
	_ = r.proc.Sweep(ctx, 0) // what is not gone then, is listed
	left, _ := r.proc.Descendants()
	return left
}
