package tracker

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"time"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
)

// DefaultInterval is how often clients are told to announce themselves if
// Options.Interval is 0.
const DefaultInterval = 30 * time.Second

// Options say how to make a tracker. The zero value is good.
type Options struct {
	IP       string        // an IPv4 address of this machine, also in the announce URL; default 127.0.0.1
	Port     int           // TCP port, 0..65535; 0 takes a free one
	Interval time.Duration // between a client's announces, rounded up to seconds; default DefaultInterval

	// Of a Builtin; trackers that are jobs tell the factory's observer.
	Label    string         // event.Event.Job of its events
	Observer event.Observer // is told of each announce and refusal as an event.Log; default event.Nobody

	now      func() time.Time // default time.Now
	patience time.Duration    // with slow clients; default maxPatience
}

// Builtin is an HTTP tracker inside this process: announce (BEP 3, BEP 23) and
// scrape (BEP 48) over IPv4, for any torrent.
//
// A client is known by the address that its connection comes from and the port
// that it names, and leaves the list when it says "stopped" or was silent for
// two intervals and 15 s. The asker is not in its own answer, and seeders are
// not told of each other.
//
// Stop and a later Start are an outage of a tracker that remembers: clients
// are refused meanwhile, the port stays its own, the swarms are kept, and the
// time that it was down makes no client old. Kill is a crash: the swarms are
// forgotten. Totals are bounded by the Max constants: what was announced longest
// ago makes room, and that is an event, once a minute.
type Builtin struct {
	invalid  error // of the options
	swarms   *registry
	web      *web
	report   *reporter
	patience time.Duration

	mu   sync.Mutex
	port port
	run  *run // the latest, nil before the first start
	dead bool
}

var _ Tracker = (*Builtin)(nil)

// NewBuiltin makes a tracker that does not run yet. Options that are wrong are
// the error EINVAL of Start and AnnounceURL.
func NewBuiltin(o Options) *Builtin {
	o.setDefaults()
	b := &Builtin{port: port{held: -1}, patience: o.patience}
	b.port.addr, b.invalid = o.check()
	b.swarms = newRegistry(o.now, 2*time.Duration(o.seconds())*time.Second+grace)
	b.report = newReporter(o)
	b.web = &web{swarms: b.swarms, interval: o.seconds(), report: b.report}
	return b
}

func (o *Options) setDefaults() {
	if o.IP == "" {
		o.IP = "127.0.0.1"
	}
	if o.Interval == 0 {
		o.Interval = DefaultInterval
	}
	if o.Observer == nil {
		o.Observer = event.Nobody
	}
	if o.now == nil {
		o.now = time.Now
	}
	if o.patience == 0 {
		o.patience = maxPatience
	}
}

// seconds gives the interval as announces tell it.
func (o Options) seconds() int64 { return int64(max((o.Interval+time.Second-1)/time.Second, 1)) }

func (o Options) check() (netip.AddrPort, error) {
	ip, err := netip.ParseAddr(o.IP)
	switch {
	case err != nil || !ip.Is4():
		return netip.AddrPort{}, invalid("option 'ip': an IPv4 address such as 127.0.0.1 expected, got %.60q", o.IP)
	case o.Port < 0 || o.Port > 65535:
		return netip.AddrPort{}, invalid("option 'port': a number of 0..65535 expected, got %d", o.Port)
	case o.Interval < 0:
		return netip.AddrPort{}, invalid("option 'interval_s': 1 s or more expected, got %v", o.Interval)
	}
	return netip.AddrPortFrom(ip, uint16(o.Port)), nil
}

// Start begins to listen. EINVAL if the options are wrong, EADDRINUSE,
// EADDRNOTAVAIL or EACCES if the address cannot be had.
func (b *Builtin) Start(ctx context.Context) error {
	const op = "tracker.start"
	if err := context.Cause(ctx); err != nil {
		return job.WithOp(op, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.usable(op); err != nil {
		return err
	}
	if b.run != nil && b.run.running() {
		return job.Errorf(op, job.EALREADY, "the tracker runs already, on %v", b.port.addr)
	}
	l, err := b.port.listen(op)
	if err != nil {
		return err
	}
	b.swarms.resume()
	b.run = newRun(b.web, b.patience)
	go b.serve(b.run, l)
	return nil
}

// usable says what stands in the way of using b; its lock is held.
func (b *Builtin) usable(op string) error {
	if b.dead {
		return job.Errorf(op, job.EBADF, "the tracker was destroyed")
	}
	if b.invalid != nil {
		return job.WithOp(op, b.invalid)
	}
	return nil
}

// Stop refuses new clients, answers those that are connected, and keeps port
// and swarms for a later Start. At ctx's end it cuts the connections that are
// left. Once it returns, nothing of the run is left.
func (b *Builtin) Stop(ctx context.Context) error {
	if r := b.current(); r != nil {
		r.stop(ctx)
	}
	return nil
}

// Kill cuts all connections at once and forgets the swarms, as the crash of a
// tracker does that keeps them in memory. There is no process that could
// handle sig: every signal does so.
func (b *Builtin) Kill(sig job.Signal) error {
	const op = "tracker.kill"
	b.mu.Lock()
	r, dead := b.run, b.dead
	b.mu.Unlock()
	switch {
	case dead:
		return job.Errorf(op, job.EBADF, "the tracker was destroyed")
	case r == nil || !r.running():
		return job.Errorf(op, job.ESRCH, "the tracker does not run")
	}
	r.kill()
	b.swarms.forget()
	return nil
}

// Wait waits until the tracker no longer runs, and gives the error that ended
// it if nobody stopped it.
func (b *Builtin) Wait(ctx context.Context) error {
	const op = "tracker.wait"
	b.mu.Lock()
	r, dead := b.run, b.dead
	b.mu.Unlock()
	switch {
	case dead:
		return job.Errorf(op, job.EBADF, "the tracker was destroyed")
	case r == nil:
		return job.Errorf(op, job.ECHILD, "the tracker was never started")
	}
	begun := time.Now()
	select {
	case <-r.done:
		return job.WithOp(op, r.err)
	default:
	}
	select {
	case <-r.done:
		return job.WithOp(op, r.err)
	case <-ctx.Done():
		if cause := context.Cause(ctx); errors.Is(cause, context.Canceled) {
			return job.WithOp(op, cause)
		}
		return job.Errorf(op, job.EINPROGRESS, "the tracker still runs after %v", job.Waited(ctx, begun))
	}
}

// Destroy stops the tracker as Stop does and gives up its port.
func (b *Builtin) Destroy(ctx context.Context) error {
	b.mu.Lock()
	b.dead = true
	b.mu.Unlock()
	if r := b.current(); r != nil {
		r.stop(ctx)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.port.release()
	return nil
}

// AnnounceURL gives "http://IP:PORT/announce". If the port is 0 and the tracker
// was not started yet, a free port is taken and kept for it. EINVAL if the
// options are wrong.
func (b *Builtin) AnnounceURL() (string, error) {
	const op = "tracker.announce_url"
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.usable(op); err != nil {
		return "", err
	}
	return b.port.announceURL(op)
}

// Running reports whether the tracker was started and has not ended.
func (b *Builtin) Running() bool {
	r := b.current()
	return r != nil && r.running()
}

// Allow does nothing: every torrent is served.
func (b *Builtin) Allow(context.Context, [20]byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.usable("tracker.allow")
}

// Torrents gives what the tracker knows, by info-hash in lower-case
// hexadecimal digits. It may be asked at any time.
func (b *Builtin) Torrents() map[string]Torrent { return b.swarms.snapshot() }

// String gives "tracker(http://127.0.0.1:7301/announce, running)".
func (b *Builtin) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return describe(&b.port, b.run != nil && b.run.running(), b.dead)
}

func (b *Builtin) current() *run {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.run
}
