package luabind

import (
	"context"
	"time"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/tracker"
	"github.com/tlua/tlua/luabind/bind"
)

// trackerOptions is the table that tracker.create takes.
type trackerOptions struct {
	IP        string       `doc:"the IPv4 address to listen on (default: 127.0.0.1)"`
	Port      uint16       `doc:"the port; 0, the default, takes a free one"`
	Engine    string       `doc:"\"builtin\" (in this process, the default), \"opentracker\" or \"bttrack\""`
	Dfile     string       `doc:"bttrack: the file that keeps its state; required there"`
	Program   string       `doc:"path of the tracker to run (default: the engine's name)"`
	IntervalS *float64     `lua:"interval_s" doc:"seconds between two announces of a client (default: 30)"`
	Factory   *job.Factory `doc:"what runs opentracker and bttrack (default: this machine)" type:"job.factory"`
}

// torrentRecord describes what torrents() gives for one torrent.
type torrentRecord struct {
	Seeders  int          `doc:"peers that have everything"`
	Leechers int          `doc:"all others"`
	Peers    []peerRecord `doc:"what each last announced"`
}

type peerRecord struct {
	IP         string `doc:"where its announces come from"`
	Port       int    `doc:"where it listens"`
	Left       int64  `doc:"bytes that it lacks; -1 if it did not say"`
	Uploaded   int64  `doc:"bytes"`
	Downloaded int64  `doc:"bytes"`
	Event      string `doc:"the latest event that it named, or \"\""`
}

func (r *Runtime) trackerModule() *bind.Module {
	trackers := r.trackerClass()
	r.classes.tracker = trackers
	return &bind.Module{
		Name: "tracker", Doc: "Runs BitTorrent trackers.",
		Classes: []*bind.Class{trackers},
		Records: []bind.Record{
			{Name: "tracker.Options", Doc: "What tracker to run.", Of: trackerOptions{}},
			{Name: "tracker.Torrent", Doc: "What a tracker knows of a torrent.", Of: torrentRecord{}, Result: true},
			{Name: "tracker.Peer", Doc: "What a client told of itself.", Of: peerRecord{}, Result: true},
		},
		Funcs: []bind.Func{{
			Name: "create", Doc: "Makes a tracker; it is started by start.",
			Params:  []bind.Param{{Name: "options", Type: "tracker.Options", Optional: true}},
			Returns: []bind.Return{{Type: "tracker.tracker"}},
			Call: func(c *bind.Call) error {
				o := trackerOptions{IP: "127.0.0.1", Engine: "builtin"}
				c.Options(1, &o)
				t, err := r.newTracker(o)
				if err != nil {
					return err
				}
				r.scope.add(trackerEnd{t})
				return c.Return(trackers.Handle(c.L, t))
			},
		}},
	}
}

func (r *Runtime) newTracker(o trackerOptions) (tracker.Tracker, error) {
	opts := tracker.Options{IP: o.IP, Port: int(o.Port), Observer: r.observer}
	if o.IntervalS != nil {
		if *o.IntervalS < 1 {
			return nil, job.Errorf("", job.EINVAL, "option 'interval_s': %v is less than a second", *o.IntervalS)
		}
		opts.Interval = time.Duration(*o.IntervalS * float64(time.Second))
	}
	return tracker.New(r.factoryOr(o.Factory), tracker.Engine(o.Engine), opts, tracker.ProcessOptions{
		Program: r.program(o.Program), Dfile: r.path(o.Dfile),
	})
}

// trackerEnd lets a scope destroy a tracker.
type trackerEnd struct{ t tracker.Tracker }

// Terminate does nothing: the apps that end at the same time still announce.
func (trackerEnd) Terminate() {}

func (e trackerEnd) Destroy(ctx context.Context, grace time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	return e.t.Destroy(ctx)
}

// trackerSelf is the tracker that a method was called on.
func trackerSelf(c *bind.Call) tracker.Tracker { return bind.Self[tracker.Tracker](c) }

// bounded gives the context of a call that has no time of its own.
func bounded(c *bind.Call, d time.Duration) (context.Context, context.CancelFunc) {
	return job.Within(c.Context(), d)
}

func (r *Runtime) trackerClass() *bind.Class {
	return &bind.Class{
		Module: "tracker", Name: "tracker", Doc: "A BitTorrent tracker at one announce URL.",
		String: func(self any) string { return self.(interface{ String() string }).String() },
		Methods: []bind.Func{
			{Name: "start", Doc: "Starts it; returns once it answers.", Call: func(c *bind.Call) error {
				ctx, cancel := bounded(c, waitTime)
				defer cancel()
				return temporary(r.defaultFactory().TempDir(), trackerSelf(c).Start(ctx))
			}},
			{Name: "stop", Doc: "Ends it; start starts it again at the same URL.", Call: func(c *bind.Call) error {
				ctx, cancel := bounded(c, destroyTime)
				defer cancel()
				return trackerSelf(c).Stop(ctx)
			}},
			{
				Name: "kill", Doc: "Ends it with a signal.",
				Params: []bind.Param{{Name: "signal", Type: "string|integer", Optional: true, Doc: "default: TERM"}},
				Call:   func(c *bind.Call) error { return trackerSelf(c).Kill(signal(c, 1)) },
			},
			{Name: "wait", Doc: "Waits until it no longer runs.", Params: []bind.Param{millis(waitTime)}, Call: func(c *bind.Call) error {
				t := trackerSelf(c)
				return r.wait(c, 1, waitTime, r.told("tracker.wait", "the end of the tracker", t.Wait))
			}},
			{Name: "destroy", Doc: "Stops it and frees what it holds.", Call: func(c *bind.Call) error {
				ctx, cancel := bounded(c, destroyTime)
				defer cancel()
				t := trackerSelf(c)
				err := t.Destroy(ctx)
				r.scope.remove(trackerEnd{t})
				return err
			}},
			{Name: "announce_url", Doc: "The URL that goes into metainfo files.", Returns: []bind.Return{{Type: "string"}}, Call: func(c *bind.Call) error {
				url, err := trackerSelf(c).AnnounceURL()
				if err != nil {
					return err
				}
				return c.Return(url)
			}},
			{Name: "is_running", Doc: "Whether it runs.", Returns: []bind.Return{{Type: "boolean"}}, Call: func(c *bind.Call) error {
				return c.Return(trackerSelf(c).Running())
			}},
			{
				Name: "torrents", Doc: "What it knows, by info-hash in hexadecimal; the builtin engine only.",
				Returns: []bind.Return{{Type: "table<string, tracker.Torrent>"}},
				Call: func(c *bind.Call) error {
					b, ok := trackerSelf(c).(*tracker.Builtin)
					if !ok {
						return job.Errorf("", job.EPERM, "only the builtin tracker can tell its torrents")
					}
					return c.Return(torrents(b))
				},
			},
		},
	}
}

func torrents(b *tracker.Builtin) map[string]torrentRecord {
	out := map[string]torrentRecord{}
	for hash, t := range b.Torrents() {
		rec := torrentRecord{Seeders: t.Seeders, Leechers: t.Leechers, Peers: []peerRecord{}}
		for _, p := range t.Peers {
			rec.Peers = append(rec.Peers, peerRecord{
				IP: p.IP, Port: p.Port, Left: p.Left, Uploaded: p.Uploaded, Downloaded: p.Downloaded, Event: p.Event,
			})
		}
		out[hash] = rec
	}
	return out
}
