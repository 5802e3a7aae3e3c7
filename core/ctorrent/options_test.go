package ctorrent_test

import (
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
	var told event.Event
	for told.Fields["save_to_file"] == nil { // else it is the job that made the metainfo file
		select {
		case told = <-w.events.seen:
		case <-time.After(patience):
			t.Fatal("no start of an app was told")
		}
	}
	require.Equal(t, map[string]any{"metainfo_file": w.metainfo, "save_to_file": w.original, "max_peers": peers}, told.Fields)
	require.Equal(t, map[string]any{
		"ip": "one of its own on the tracker's loopback network, else all", "port": "a free one", "hours_to_seed": 72, "min_peers": 1,
		"download_rate": "unlimited", "upload_rate": "unlimited", "cache_mb": 16, "bitfield_file": "one of the app's own",
		"announce": "the metainfo file's", "program": "ctorrent",
	}, told.Defaults)
	require.Equal(t, map[string]any{"hours_to_seed": 72, "max_peers": 100, "min_peers": 1, "cache_mb": 16}, ctorrent.Defaults())
}
