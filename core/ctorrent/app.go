package ctorrent

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// lastSecond is how much of a stop's time is kept for the second signal: TERM
// lets the client tell the tracker, which takes it up to 15 s; INT after it
// makes it save its bitfield and go at once.
const lastSecond = time.Second

// App is a client that downloads or seeds one torrent. Its methods may be
// called from any goroutine.
type App struct {
	factory *job.Factory
	job     *job.Job

	mu       sync.Mutex
	opts     Options
	resolved bool   // address and port are chosen
	asked    uint   // the port that the user asked for, or 0
	dir      string // where its bitfield file is, if the place is ours
	console  *console
	piece    int64 // length in bytes
	listener func(Status)
}

// Create makes an app; it looks at its options only, files are looked at by
// Start. Errors: EINVAL, EBADF.
func Create(f *job.Factory, o Options) (*App, error) {
	const op = "ctorrent.create"
	if err := o.check(); err != nil {
		return nil, job.WithOp(op, err)
	}
	j, err := f.Create(job.Options{Program: programOr(o.Program), Name: Program, NoStdin: true, Shown: o.shown()})
	if err != nil {
		return nil, job.WithOp(op, err)
	}
	a := &App{factory: f, job: j, opts: o, console: newConsole(0)}
	if o.Port != nil {
		a.asked = *o.Port
	}
	j.Watch(job.Stdout, func() job.Sink { return a.newest().stdout() })
	j.Watch(job.Stderr, func() job.Sink { return a.newest().stderr() })
	return a, nil
}

// Job gives the job that the app is.
func (a *App) Job() *job.Job { return a.job }

// String gives "ctorrent#2(pid 4242, running)".
func (a *App) String() string { return a.job.String() }

func (a *App) newest() *console {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.console
}

// Start starts the client; what an earlier run said is forgotten. Errors:
// EALREADY if it runs, ENOENT and EACCES for the metainfo file or the program,
// EINVAL for a metainfo file that is none, or whose texts would pass for the
// client's words, EBADF.
func (a *App) Start(ctx context.Context) error {
	const op = "ctorrent.start"
	switch a.job.State() {
	case job.Starting, job.Running:
		return a.job.Failed(op, job.EALREADY, nil, "an app has one run at a time")
	case job.Destroyed:
		return job.Errorf(op, job.EBADF, "%s was destroyed", a.job.Label())
	}
	info, err := readMetainfo(a.factory.FS(), a.opts.MetainfoFile)
	if err != nil {
		return job.WithOp(op, err)
	}
	if line := forged(append(info.Texts, info.Announce)); line != "" {
		return job.Errorf(op, job.EINVAL, "%s: a text in it has a line that could be the client's own: %.60q", a.opts.MetainfoFile, line)
	}
	args, err := a.prepare(info.Announce)
	if err != nil {
		return job.WithOp(op, err)
	}
	if err := a.job.SetArgs(args); err != nil {
		return job.WithOp(op, err)
	}
	c := newConsole(info.Pieces)
	c.onStatus, c.onListen = a.tellStatus, a.checkPort
	a.mu.Lock()
	a.console, a.piece = c, info.PieceLength
	a.mu.Unlock()
	if err := a.job.Start(ctx); err != nil {
		return job.WithOp(op, missingClient(err, a.opts.Program))
	}
	return nil
}

// prepare settles at the first start what the user left open, and gives the
// client's arguments.
func (a *App) prepare(announce string) ([]string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.resolved {
		if a.opts.Announce != "" {
			announce = a.opts.Announce
		}
		o, err := a.opts.resolve(announce)
		if err != nil {
			return nil, err
		}
		if o.BitfieldFile == "" {
			// By default the client keeps it beside the metainfo file, where
			// apps that share that file would overwrite each other's.
			a.dir, err = a.factory.FS().MkdirTemp(a.factory.TempDir(), "tlua-ctorrent-")
			if err != nil {
				return nil, job.IOError("", a.factory.TempDir(), err)
			}
			o.BitfieldFile = filepath.Join(a.dir, "bitfield")
		}
		a.opts, a.resolved = o, true
	}
	return a.opts.argv()
}

// Kill sends a signal to the client. ESRCH if it does not run.
func (a *App) Kill(sig job.Signal) error {
	return job.WithOp("ctorrent.kill", a.job.Kill(sig))
}

// Stop makes the client end gracefully: SIGTERM, so that it tells the tracker;
// with a second of grace left SIGINT, at which it saves what it has and goes;
// then SIGKILL. Start goes on from what it has. A client that does not run is
// no error.
func (a *App) Stop(ctx context.Context, grace time.Duration) error {
	return a.job.End(ctx, "ctorrent.stop", grace,
		job.Push{Signal: job.SIGTERM}, job.Push{Signal: job.SIGINT, After: max(grace-lastSecond, 0)})
}

// Terminate asks the client to go at once: it saves its bitfield, but does not
// tell the tracker.
func (a *App) Terminate() { a.job.TerminateWith(job.SIGTERM, job.SIGINT) }

// Destroy ends the client at once, as Terminate does, with SIGKILL after grace,
// and frees everything; its own bitfield file goes too. Destroying twice is no
// error.
func (a *App) Destroy(ctx context.Context, grace time.Duration) error {
	err := a.job.DestroyWith(ctx, "ctorrent.destroy", grace, job.Push{Signal: job.SIGTERM}, job.Push{Signal: job.SIGINT})
	a.mu.Lock()
	dir := a.dir
	a.dir = ""
	a.mu.Unlock()
	if dir != "" {
		err = errors.Join(err, a.factory.FS().RemoveAll(dir))
	}
	return err
}

// Status gives the newest status. It is zero before the client has checked what
// it has; once the client has said that it is complete, it has everything.
func (a *App) Status() Status {
	f, _ := a.newest().now()
	if !f.haveKnown {
		return Status{Total: f.Total}
	}
	return f.Status
}

// OnStatus has fn called with each new status, on the goroutine that reads the
// client's output: it must not block. nil ends that.
func (a *App) OnStatus(fn func(Status)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.listener = fn
}

func (a *App) tellStatus(s Status) {
	a.mu.Lock()
	listener, piece := a.listener, a.piece
	a.mu.Unlock()
	a.job.Tell(event.Event{Kind: event.Progress, Progress: s.amount(piece), Text: s.String()})
	if listener != nil {
		listener(s)
	}
}

// String gives the status as a person reads it.
func (s Status) String() string {
	if s.Complete {
		return fmt.Sprintf("complete, %d pieces", s.Total)
	}
	return fmt.Sprintf("%d of %d pieces, %d seeders, %d leechers", s.Have, s.Total, s.Seeders, s.Leechers)
}

// checkPort notices when the client listens elsewhere than it was told: it
// takes another port in silence when the one it should have is taken.
func (a *App) checkPort(address string) {
	a.mu.Lock()
	want := fmt.Sprintf("%s:%d", a.opts.IP, *a.opts.Port)
	a.mu.Unlock()
	if a.opts.IP == "" {
		want = fmt.Sprintf("0.0.0.0:%d", *a.opts.Port)
	}
	if address == want {
		return
	}
	level := slog.LevelDebug // nobody asked for that port
	if a.asked != 0 {
		level = slog.LevelWarn
	}
	a.job.Tell(event.Event{
		Kind: event.Log, Level: level, Fields: map[string]any{"asked": want, "listening": address},
		Text: fmt.Sprintf("%s listens on %s instead of %s, which is taken", a.job.Label(), address, want),
	})
}

// Address gives the address and port that the client listens on, once it has
// said so; "" before.
func (a *App) Address() string {
	f, _ := a.newest().now()
	return f.listening
}
