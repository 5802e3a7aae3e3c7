// Package tracker runs BitTorrent trackers: Builtin is one inside this process,
// opentracker and bttrack are programs that run as jobs.
package tracker

import (
	"context"

	"github.com/tlua/tlua/core/job"
)

// Tracker is a BitTorrent tracker that can be started and stopped again and
// again at one announce URL, wherever it runs. Its methods may be called from
// many goroutines at once. After Destroy they fail with EBADF, except Destroy
// and Stop, which do nothing, Running, which says no, and String.
type Tracker interface {
	// Start returns once the tracker answers. EALREADY while it runs;
	// EADDRINUSE if something else listens at its address. ctx bounds the
	// start, not the run.
	Start(ctx context.Context) error
	// Stop ends it: in its own good time until ctx's end, then by force. That
	// it does not run is no error.
	Stop(ctx context.Context) error
	// Kill ends it with a signal, or as that signal would. ESRCH if it does
	// not run.
	Kill(sig job.Signal) error
	// Wait waits until it no longer runs, and gives the error that ended it if
	// nobody did. EINPROGRESS at ctx's end, ECHILD if it was never started.
	Wait(ctx context.Context) error
	// Destroy stops it as Stop does and frees what it holds.
	Destroy(ctx context.Context) error
	// AnnounceURL gives the URL that goes into metainfo files. It never
	// changes, and may be asked before the first start.
	AnnounceURL() (string, error)
	// Running reports whether it runs.
	Running() bool
	// Allow makes it serve a torrent, where it serves listed ones only. It
	// returns once announces of that torrent are answered.
	Allow(ctx context.Context, infoHash [20]byte) error
	// String gives "tracker(http://127.0.0.1:7301/announce, running)"; the
	// other states are "stopped" and "destroyed".
	String() string
}

// Torrent is what a tracker knows of one torrent.
type Torrent struct {
	Seeders   int    // peers that have everything
	Leechers  int    // all others
	Completed int    // downloads that ended, as their clients told
	Peers     []Peer // by address and port
}

// Peer is what a client told of itself in its latest announce.
type Peer struct {
	IP         string // where its announces come from
	Port       int    // where it listens
	Left       int64  // bytes that it lacks; -1 if it did not say
	Uploaded   int64  // bytes
	Downloaded int64  // bytes
	Event      string // the latest event that it named: "started", "completed", "paused" or ""
	ID         string // its peer id, 20 bytes of any value
}
