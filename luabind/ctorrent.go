package luabind

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/ctorrent"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/tracker"
	"github.com/tlua/tlua/luabind/bind"
)

// appOptions is the table that ctorrent.create takes.
type appOptions struct {
	MetainfoFile string       `lua:",required" doc:"the metainfo (.torrent) file"`
	SaveToFile   string       `lua:",required" doc:"where the data is or goes; for a torrent of several files, a folder"`
	IP           string       `doc:"the IPv4 address to listen on (default: a loopback address of its own if the tracker is on one)"`
	Port         *uint        `doc:"the port to listen on, 1026 to 65535 (default: a free one)"`
	HoursToSeed  *uint        `doc:"how long to seed after completion (default: 72)"`
	MaxPeers     *uint        `doc:"20 to 1000 (default: 100)"`
	MinPeers     *uint        `doc:"1 to 1000 (default: 1)"`
	DownloadRate *float64     `doc:"KB/s (default: unlimited)"`
	UploadRate   *float64     `doc:"KB/s (default: unlimited)"`
	CacheMB      *uint        `doc:"the client's cache, MiB; 0 has none (default: 16)"`
	BitfieldFile string       `doc:"where it keeps which pieces it has, between stop and start (default: a file of its own)"`
	Announce     string       `doc:"a tracker's URL, instead of the metainfo file's"`
	Factory      *job.Factory `doc:"what runs the client (default: this machine)" type:"job.factory"`
	Program      string       `doc:"path of the client (default: ctorrent)"`
}

func (r *Runtime) appOptions(o appOptions) ctorrent.Options {
	return ctorrent.Options{
		MetainfoFile: r.path(o.MetainfoFile), SaveToFile: r.path(o.SaveToFile), IP: o.IP, Port: o.Port,
		HoursToSeed: o.HoursToSeed, MaxPeers: o.MaxPeers, MinPeers: o.MinPeers,
		DownloadRate: o.DownloadRate, UploadRate: o.UploadRate, CacheMB: o.CacheMB,
		BitfieldFile: r.path(o.BitfieldFile), Announce: o.Announce, Program: r.program(o.Program), Addresses: &r.pool,
	}
}

// metainfoOptions is the table that create_metainfo_file takes.
type metainfoOptions struct {
	Tracker      lua.LValue    `lua:",required" doc:"a tracker, or an announce URL" type:"tracker.tracker|string"`
	MetainfoFile string        `lua:",required" doc:"the file to make; EEXIST if it is there"`
	Target       string        `lua:",required" doc:"the file or folder to share"`
	Timeout      time.Duration `doc:"milliseconds (default: 60000, more for large targets)"`
	PieceLength  *uint         `doc:"bytes, a multiple of 65536 (default: 262144)"`
	Private      bool          `doc:"peers come from this tracker only"`
	Comment      string        `doc:"a text for people"`
	Factory      *job.Factory  `doc:"what runs the client (default: this machine)" type:"job.factory"`
}

// statusRecord describes what app:status() gives.
type statusRecord struct {
	Have         int  `doc:"pieces that it has"`
	Total        int  `doc:"pieces of the torrent"`
	Available    int  `doc:"pieces that it and those it is connected to have"`
	Seeders      int  `doc:"connected"`
	Leechers     int  `doc:"connected or connecting"`
	Peers        int  `doc:"that the tracker knows, itself included"`
	DownloadedMB int  `doc:"MiB in this run"`
	UploadedMB   int  `doc:"MiB in this run"`
	DownloadKBps int  `lua:"download_kbps" doc:"KiB/s of late"`
	UploadKBps   int  `lua:"upload_kbps" doc:"KiB/s of late"`
	Complete     bool `doc:"the client has said that it has everything"`
}

func (r *Runtime) ctorrentModule() *bind.Module {
	apps := r.appClass()
	r.classes.app = apps
	return &bind.Module{
		Name: "ctorrent", Doc: "Drives ctorrent, a BitTorrent client.",
		Classes: []*bind.Class{apps},
		Records: []bind.Record{
			{Name: "ctorrent.Options", Doc: "What an app does.", Of: appOptions{}},
			{Name: "ctorrent.MetainfoOptions", Doc: "What metainfo file to make.", Of: metainfoOptions{}},
			{Name: "ctorrent.Status", Doc: "How far an app has come.", Of: statusRecord{}, Result: true},
		},
		Values: []bind.Value{{
			Name: "default_opt", Type: "ctorrent.Options", Doc: "The client's own defaults.",
			Make: func(L *lua.LState) (lua.LValue, error) {
				return bind.ToLua(L, ctorrent.Defaults())
			},
		}},
		Funcs: []bind.Func{
			{
				Name: "create_metainfo_file", Doc: "Makes a metainfo file; it appears whole or not at all. " +
					"The arguments can also be given one by one: tracker, metainfo_file, target, timeout_ms.",
				Params: []bind.Param{{Name: "options", Type: "ctorrent.MetainfoOptions"}},
				Call:   r.createMetainfo,
			},
			{
				Name: "create", Doc: "Makes an app; files are looked at by start.",
				Params:  []bind.Param{{Name: "options", Type: "ctorrent.Options"}},
				Returns: []bind.Return{{Type: "ctorrent.app"}},
				Call: func(c *bind.Call) error {
					var o appOptions
					c.Options(1, &o)
					a, err := ctorrent.Create(r.factoryOr(o.Factory), r.appOptions(o))
					if err != nil {
						return err
					}
					r.scope.add(a)
					return c.Return(apps.Handle(c.L, a))
				},
			},
		},
	}
}

func (r *Runtime) factoryOr(f *job.Factory) *job.Factory {
	if f == nil {
		f = r.defaultFactory()
	}
	return f
}

func (r *Runtime) createMetainfo(c *bind.Call) error {
	o := metainfoOptions{Timeout: -1}
	if _, table := c.Get(1).(*lua.LTable); table {
		c.Options(1, &o)
	} else {
		o.Tracker = c.Get(1)
		o.MetainfoFile, o.Target = c.String(2, "metainfo_file"), c.String(3, "target")
		o.Timeout = c.Millis(4, "timeout_ms", -1)
	}
	t, url, err := trackerOf(o.Tracker)
	if err != nil {
		return err
	}
	target := r.path(o.Target)
	if o.Timeout < 0 {
		o.Timeout = hashTime(target)
	}
	ctx, cancel := job.Within(c.Context(), o.Timeout)
	defer cancel()
	info, err := ctorrent.CreateMetainfo(ctx, r.factoryOr(o.Factory), ctorrent.MetainfoOptions{
		Tracker: url, MetainfoFile: r.path(o.MetainfoFile), Target: target,
		PieceLength: o.PieceLength, Private: o.Private, Comment: o.Comment,
	})
	if err != nil || t == nil {
		return err
	}
	return t.Allow(ctx, info.InfoHash)
}

// trackerOf reads the option that is a tracker or a URL.
func trackerOf(v lua.LValue) (t tracker.Tracker, url string, err error) {
	switch v := v.(type) {
	case lua.LString:
		return nil, string(v), nil
	case *lua.LUserData:
		if t, ok := v.Value.(tracker.Tracker); ok {
			url, err := t.AnnounceURL()
			return t, url, err
		}
	}
	return nil, "", job.Errorf("", job.EINVAL, "option 'tracker': tracker or announce URL expected, got %s", bind.TypeName(v))
}

// hashTime is how long the client may take to hash a target: a minute, and a
// second for every ten megabytes.
func hashTime(target string) time.Duration {
	var bytes int64
	filepath.WalkDir(target, func(_ string, d os.DirEntry, err error) error {
		if err == nil && d.Type() != fs.ModeDir {
			if info, err := d.Info(); err == nil {
				bytes += info.Size()
			}
		}
		return nil
	})
	return completionTime + time.Duration(bytes/10e6)*time.Second
}

// app is the app that a method was called on.
func app(c *bind.Call) *ctorrent.App { return bind.Self[*ctorrent.App](c) }

func (r *Runtime) appClass() *bind.Class {
	return &bind.Class{
		Module: "ctorrent", Name: "app", Doc: "A client that downloads or seeds one torrent.",
		String: func(self any) string { return self.(*ctorrent.App).String() },
		Methods: []bind.Func{
			{Name: "start", Doc: "Starts the client; it goes on from what it has.", Call: func(c *bind.Call) error {
				return temporary(r.defaultFactory().TempDir(), app(c).Start(c.Context()))
			}},
			{
				Name: "kill", Doc: "Sends a signal to the client.",
				Params: []bind.Param{{Name: "signal", Type: "string|integer", Optional: true, Doc: "default: TERM"}},
				Call:   func(c *bind.Call) error { return app(c).Kill(signal(c, 1)) },
			},
			{
				Name: "stop", Doc: "Ends the client gracefully (the tracker is told); what lives on then gets SIGKILL.",
				Params: []bind.Param{millis(stopAppTime)},
				Call: func(c *bind.Call) error {
					a, grace := app(c), c.Millis(1, "timeout_ms", stopAppTime)
					return r.serve(c, c.Context(), func(ctx context.Context) error { return a.Stop(ctx, grace) })
				},
			},
			{
				Name: "destroy", Doc: "Ends the client at once and frees everything.",
				Params: []bind.Param{millis(destroyTime)},
				Call: func(c *bind.Call) error {
					a := app(c)
					err := a.Destroy(c.Context(), c.Millis(1, "timeout_ms", destroyTime))
					r.scope.remove(a)
					r.progress.set(a, nil)
					return err
				},
			},
			{
				Name: "check_completion", Doc: "Whether it has everything, once the client has checked its pieces.",
				Params: []bind.Param{millis(completionTime)}, Returns: []bind.Return{{Type: "boolean"}},
				Call: func(c *bind.Call) error {
					a, patience := app(c), c.Millis(1, "timeout_ms", completionTime)
					var done bool
					err := r.serve(c, c.Context(), func(ctx context.Context) (err error) {
						done, err = a.CheckCompletion(ctx, patience)
						return err
					})
					if err != nil {
						return err
					}
					return c.Return(done)
				},
			},
			{
				Name: "wait_completion", Doc: "Waits until it has everything; the time counts anew with each progress.",
				Params: []bind.Param{millis(completionTime)},
				Call: func(c *bind.Call) error {
					a, patience := app(c), c.Millis(1, "timeout_ms", completionTime)
					return r.serve(c, c.Context(), func(ctx context.Context) error { return a.WaitCompletion(ctx, patience) })
				},
			},
			{Name: "status", Doc: "How far it has come.", Returns: []bind.Return{{Type: "ctorrent.Status"}}, Call: func(c *bind.Call) error {
				return c.Return(statusRecord(app(c).Status()))
			}},
			{
				Name: "on_progress", Doc: "Calls fn with each new status, from inside the waiting calls; nil ends that.",
				Params: []bind.Param{{Name: "fn", Type: "fun(status: ctorrent.Status)", Optional: true}},
				Call: func(c *bind.Call) error {
					r.progress.set(app(c), c.OptFunc(1, "fn"))
					return nil
				},
			},
		},
	}
}
