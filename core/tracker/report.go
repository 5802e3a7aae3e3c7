package tracker

import (
	"encoding/hex"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
)

// describe gives the String of a tracker. The port is 0 in it while none was
// taken: to show a tracker does not change it.
func describe(p *port, running, dead bool) string {
	state := "stopped"
	switch {
	case dead:
		state = "destroyed"
	case running:
		state = "running"
	}
	return "tracker(" + announceURL(p.addr) + ", " + state + ")"
}

// How many events a minute tell what clients do wrong: none of them can fill a
// log, nor hide by it what the others do for longer than that.
const (
	maxRefusals = 20
	maxLimits   = 1 // of each kind
)

// reporter makes an event.Log of each thing that a tracker did.
type reporter struct {
	to    event.Observer
	label string
	wants bool
	now   func() time.Time

	refusals, forgotten, closed ration
}

func newReporter(o Options) *reporter {
	return &reporter{
		to: o.Observer, label: o.Label, wants: o.Observer.Wants(event.Log), now: o.now,
		refusals: ration{most: maxRefusals}, forgotten: ration{most: maxLimits}, closed: ration{most: maxLimits},
	}
}

func (r *reporter) log(level slog.Level, text string, fields map[string]any) {
	r.to.Observe(event.Event{
		Kind: event.Log, Time: r.now(), Job: r.label, Op: "tracker",
		Level: level, Text: text, Fields: fields,
	})
}

func (r *reporter) listening(addr string) {
	if r.wants {
		r.log(slog.LevelDebug, "tracker started", map[string]any{"address": addr})
	}
}

func (r *reporter) stopped(addr string) {
	if r.wants {
		r.log(slog.LevelDebug, "tracker stopped", map[string]any{"address": addr})
	}
}

func (r *reporter) announced(a announce) {
	if !r.wants {
		return
	}
	r.log(slog.LevelDebug, "tracker announce", map[string]any{
		"torrent": hex.EncodeToString(a.hash[:]), "peer": a.from.String(), "event": a.event,
		"left": a.left, "uploaded": a.uploaded, "downloaded": a.downloaded,
	})
}

func (r *reporter) refused(client, reason string) {
	if !r.wants {
		return
	}
	if n, ok := r.refusals.take(r.now(), 1); ok {
		fields := map[string]any{"client": client, "reason": reason}
		if n > 1 {
			fields["refused"] = n // since the latest event of this kind
		}
		r.log(slog.LevelWarn, "tracker refused a request", fields)
	}
}

// forgot tells that a limit had peers forgotten, which announce themselves
// faster than they expire.
func (r *reporter) forgot(client endpoint, limit string, peers int) {
	if !r.wants {
		return
	}
	if n, ok := r.forgotten.take(r.now(), peers); ok {
		r.log(slog.LevelWarn, "tracker forgot its oldest peers: it remembers "+limit+" at most",
			map[string]any{"client": client.String(), "forgotten": n})
	}
}

// crowded tells that a connection was closed, since there were too many.
func (r *reporter) crowded(client, limit string) {
	if !r.wants {
		return
	}
	if n, ok := r.closed.take(r.now(), 1); ok {
		r.log(slog.LevelWarn, "tracker closed a connection: it has "+limit+" at most",
			map[string]any{"client": client, "closed": n})
	}
}

// ration lets some events a minute through, and counts the others.
type ration struct {
	most int // a minute

	mu    sync.Mutex
	until time.Time // when the minute ends
	told  int       // in this minute
	sum   int       // of what was not told
}

// take reports whether n more of what is counted may be told, and how many they
// are with those that were not.
func (r *ration) take(now time.Time, n int) (sum int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !now.Before(r.until) {
		r.until, r.told = now.Add(time.Minute), 0
	}
	r.sum += n
	if r.told == r.most {
		return 0, false
	}
	r.told++
	sum, r.sum = r.sum, 0
	return sum, true
}

// complaints is what the HTTP server writes its own errors to.
type complaints struct{ *reporter }

func (c complaints) Write(line []byte) (int, error) {
	if c.wants {
		c.log(slog.LevelError, "tracker: "+strings.TrimSpace(string(line)), nil)
	}
	return len(line), nil
}
