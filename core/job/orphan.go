package job

import (
	"cmp"
	"context"
	"errors"
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

// LastWill is how long after the end of a job's process what it started may still
// be ending by itself: the last part of a pipe line, say.
const LastWill = 500 * time.Millisecond

// OrphanError is that of a job which left processes running. It is found, by
// errors.As, in the error of what destroyed the job.
type OrphanError struct {
	Job       string // its label; "" if nothing told whose they are
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
	hint := `a daemon is allowed by on_orphan = "ignore"`
	if e.Job == "" {
		hint = "nothing tells which one; allowed by --on-orphan ignore"
	}
	return fmt.Sprintf("%s left running by %s, and ended now: %s (%s)", was, e.whose(), strings.Join(all, ", "), hint)
}

func (e *OrphanError) whose() string { return cmp.Or(e.Job, "a job of this run") }

// add notes a process, and gives the event that tells of it.
func (e *OrphanError) add(p Proc, on OnOrphan) event.Event {
	e.Processes = append(e.Processes, p)
	level := slog.LevelInfo
	if on == OrphanWarns {
		level = slog.LevelWarn
	}
	return event.Event{
		Kind: event.Orphan, Time: time.Now(), PID: p.PID, Argv: p.Argv, Level: level, Duration: time.Since(p.Started),
		Text: "left running by " + e.whose() + ": " + p.String(),
	}
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
	e := &OrphanError{Job: j.label}
	for _, r := range runs {
		for _, p := range r.leftBehind(ctx) {
			if told := e.add(p, on); j.wants.Has(event.Orphan) {
				j.tell(r, told)
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
	ctx, cancel := context.WithDeadline(ctx, r.over.Add(LastWill))
	defer cancel()
	_ = r.proc.Sweep(ctx, 0) // what is not gone then, is listed
	left, _ := r.proc.Descendants()
	return left
}

// CloseHost closes a host. Processes that were left there, nobody knows by which
// job, are orphans: an observer is told, and unless on, OrphanFails by default, says
// otherwise they are the error EBUSY, which an *OrphanError is in.
func CloseHost(h Host, on OnOrphan, to event.Observer) error {
	left, err := h.Close()
	if len(left) == 0 || on == OrphanIgnored {
		return err
	}
	e := &OrphanError{}
	for _, p := range left {
		if told := e.add(p, on); to.Wants(event.Orphan) {
			to.Observe(told)
		}
	}
	if on == OrphanWarns {
		return err
	}
	return errors.Join(err, &Error{Code: EBUSY, Message: e.Error(), Err: e})
}
