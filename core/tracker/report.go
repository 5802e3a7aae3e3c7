package tracker

import (
	"encoding/hex"
	"log/slog"
	"strings"
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

// reporter makes an event.Log of each thing that a tracker did.
type reporter struct {
	to    event.Observer
	label string
	wants bool
	now   func() time.Time
}

func (r reporter) log(level slog.Level, text string, fields map[string]any) {
	r.to.Observe(event.Event{
		Kind: event.Log, Time: r.now(), Job: r.label, Op: "tracker",
		Level: level, Text: text, Fields: fields,
	})
}

func (r reporter) listening(addr string) {
	if r.wants {
		r.log(slog.LevelDebug, "tracker started", map[string]any{"address": addr})
	}
}

func (r reporter) stopped(addr string) {
	if r.wants {
		r.log(slog.LevelDebug, "tracker stopped", map[string]any{"address": addr})
	}
}

func (r reporter) announced(a announce) {
	if !r.wants {
		return
	}
	r.log(slog.LevelDebug, "tracker announce", map[string]any{
		"torrent": hex.EncodeToString(a.hash[:]), "peer": a.from.String(), "event": a.event,
		"left": a.left, "uploaded": a.uploaded, "downloaded": a.downloaded,
	})
}

func (r reporter) refused(client, reason string) {
	if r.wants {
		r.log(slog.LevelWarn, "tracker refused a request", map[string]any{"client": client, "reason": reason})
	}
}

// complaints is what the HTTP server writes its own errors to.
type complaints struct{ reporter }

func (c complaints) Write(line []byte) (int, error) {
	if c.wants {
		c.log(slog.LevelError, "tracker: "+strings.TrimSpace(string(line)), nil)
	}
	return len(line), nil
}
