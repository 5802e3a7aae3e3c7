package ctorrent_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/ctorrent"
	"github.com/tlua/tlua/core/event"
)

// Reports show all options of an app, those that nobody has given too.
func TestOptionsAreTold(t *testing.T) {
	w := newWorld(t, 1000)
	peers := uint(50)
	w.app("a.bin", func(o *ctorrent.Options) { o.MaxPeers = &peers })
	told := w.told(func(e event.Event) bool { return e.Fields["save_to_file"] != nil }) // not the job that made the metainfo file
	require.Equal(t, map[string]any{"metainfo_file": w.metainfo, "save_to_file": w.original, "max_peers": peers}, told.Fields)
	require.Equal(t, map[string]any{
		"ip": "one of its own on the tracker's loopback network, else all", "port": "a free one", "hours_to_seed": 72, "min_peers": 1,
		"download_rate": "unlimited", "upload_rate": "unlimited", "cache_mb": 16, "bitfield_file": "one of the app's own",
		"announce": "the metainfo file's", "program": "ctorrent",
	}, told.Defaults)
	require.Equal(t, map[string]any{"hours_to_seed": 72, "max_peers": 100, "min_peers": 1, "cache_mb": 16}, ctorrent.Defaults())
}

// Reports show what was waited for.
func TestWaitsAreTold(t *testing.T) {
	w := newWorld(t, 300_000)
	seeder := w.app("a.bin")
	_, err := seeder.CheckCompletion(context.Background(), patience)
	require.NoError(t, err)
	leecher := w.app("b.bin")
	w.complete(leecher)
	for _, want := range []struct{ op, text string }{
		{"ctorrent.check_completion", seeder.Job().Label() + " to have checked its pieces"},
		{"ctorrent.wait_completion", leecher.Job().Label() + " to be complete"},
	} {
		for _, kind := range []event.Kind{event.WaitBegun, event.WaitEnded} {
			e := w.told(func(e event.Event) bool { return e.Kind == kind && e.Op == want.op })
			require.Equal(t, want.text, e.Text)
			require.NoError(t, e.Err)
			require.Equal(t, 1, e.Run)
		}
	}
}

// told gives the next event for which is holds.
func (w *world) told(is func(event.Event) bool) event.Event {
	w.Helper()
	for {
		select {
		case e := <-w.events.seen:
			if is(e) {
				return e
			}
		case <-time.After(patience):
			w.Fatal("it was not told")
		}
	}
}
