package tracker

import (
	"context"
	"errors"
	"net/netip"
	"sync"

	"github.com/tlua/tlua/core/job"
)

// program is what is special about one engine that is a program. Its methods
// are called one at a time.
type program interface {
	// install says how to come by the program.
	install() string
	// arguments readies what a start needs, and gives the program's arguments.
	arguments(at netip.AddrPort) ([]string, error)
	// ready asks the tracker at url once whether it answers, and serves all
	// that was allowed; the error is what is amiss.
	ready(ctx context.Context, url string) error
	// hopeless gives the reason, from the last lines that the program wrote,
	// why it will never be ready; "" if there is none.
	hopeless(lines []string) string
	// allow lists a torrent. If the program runs, reload is called after it.
	allow(infoHash [20]byte)
	// reload readies the list for the running program, and gives the signal
	// that makes it read that; 0 if there is nothing to read.
	reload() (job.Signal, error)
	// free removes what was made for the program.
	free() error
}

// process is a tracker that is a program, run as a job.
//
// Its port is held from the first use to Destroy by a socket that is bound but
// never listens. The program binds over it, and no one is given it by chance.
type process struct {
	job     *job.Job
	program program
	busy    chan struct{} // holds one token while Start, Allow or Destroy is at work

	mu    sync.Mutex
	port  port
	asked <-chan struct{} // Done of the latest run that was told to end
	dead  bool
}

var _ Tracker = (*process)(nil)

func newProcess(f *job.Factory, e Engine, o ProcessOptions, addr netip.AddrPort, prog program) (*process, error) {
	if o.Program == "" {
		o.Program = string(e)
	}
	j, err := f.Create(job.Options{Program: o.Program, Name: string(e), NoStdin: true})
	if err != nil {
		return nil, err
	}
	return &process{job: j, program: prog, busy: make(chan struct{}, 1), port: port{addr: addr, held: -1}}, nil
}

// enter waits for its turn, which ends with leave.
func (p *process) enter(ctx context.Context, op string) error {
	if ctx.Err() != nil {
		return job.WithOp(op, context.Cause(ctx))
	}
	select {
	case p.busy <- struct{}{}:
	case <-ctx.Done():
		return job.WithOp(op, context.Cause(ctx))
	}
	err := p.usable(op)
	if err != nil {
		p.leave()
	}
	return err
}

func (p *process) leave() { <-p.busy }

// usable is the error EBADF once p was destroyed.
func (p *process) usable(op string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dead {
		return job.Errorf(op, job.EBADF, "the tracker was destroyed")
	}
	return nil
}

// Start starts the program and waits until it answers announces. A run that was
// told to end is waited for before. Errors: EALREADY; EADDRINUSE,
// EADDRNOTAVAIL or EACCES if the address cannot be had; ENOENT if there is no
// such program; ESHCMD if it ended instead; ETIMEDOUT. What did not get ready is
// ended.
func (p *process) Start(ctx context.Context) error {
	const op = "tracker.start"
	if err := p.enter(ctx, op); err != nil {
		return err
	}
	defer p.leave()
	if err := p.settle(ctx, op); err != nil {
		return err
	}
	at, err := p.takePort(op)
	if err != nil {
		return err
	}
	args, err := p.program.arguments(at)
	if err == nil {
		err = p.job.SetArgs(args)
	}
	if err != nil {
		return job.WithOp(op, err)
	}
	if err := p.job.Start(ctx); err != nil {
		return p.explain(op, err)
	}
	if err := p.await(ctx, op); err != nil {
		p.ask()
		_ = p.job.Stop(context.WithoutCancel(ctx), job.SIGKILL, 0)
		return err
	}
	return nil
}

// takePort gives the tracker's address once nobody else listens there.
func (p *process) takePort(op string) (netip.AddrPort, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.port.reserve(op); err != nil {
		return netip.AddrPort{}, err
	}
	return p.port.addr, p.port.check(op)
}

// explain completes the error of a program that could not be started.
func (p *process) explain(op string, err error) error {
	var e *job.Error
	if errors.As(err, &e) && e.Code == job.ENOENT {
		return &job.Error{Op: op, Code: e.Code, Message: e.Message + "; " + p.program.install(), Err: err}
	}
	return job.WithOp(op, err)
}

func (p *process) addr() netip.AddrPort {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.port.addr
}

// Destroy stops the program as Stop does, removes what was made for it, and
// gives up its port.
func (p *process) Destroy(ctx context.Context) error {
	const op = "tracker.destroy"
	p.mu.Lock()
	p.dead = true
	p.mu.Unlock()
	errs := []error{
		p.end(ctx, op),
		p.job.DestroyWith(context.WithoutCancel(ctx), op, 0, job.Push{Signal: job.SIGKILL}),
	}
	p.busy <- struct{}{} // with the job gone, whoever is at work gives up at once
	defer p.leave()
	errs = append(errs, p.program.free())
	p.mu.Lock()
	defer p.mu.Unlock()
	p.port.release()
	return job.WithOp(op, errors.Join(errs...))
}

// AnnounceURL gives "http://IP:PORT/announce", and keeps a free port for it if
// none was taken yet.
func (p *process) AnnounceURL() (string, error) {
	const op = "tracker.announce_url"
	if err := p.usable(op); err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.port.announceURL(op)
}

// Running reports whether the program runs.
func (p *process) Running() bool { return p.job.IsRunning() }

// Allow lists a torrent for this and later runs.
func (p *process) Allow(ctx context.Context, infoHash [20]byte) error {
	const op = "tracker.allow"
	if err := p.enter(ctx, op); err != nil {
		return err
	}
	defer p.leave()
	p.program.allow(infoHash)
	if !p.job.IsRunning() {
		return nil
	}
	sig, err := p.program.reload()
	if err != nil || sig == 0 {
		return job.WithOp(op, err)
	}
	switch err := p.job.Kill(sig); {
	case errors.Is(err, job.ESRCH): // it ended just now; the next run reads the list
		return nil
	case err != nil:
		return job.WithOp(op, err)
	}
	return p.await(ctx, op)
}

// String gives "tracker(http://127.0.0.1:7301/announce, running)".
func (p *process) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return describe(&p.port, p.job.IsRunning(), p.dead)
}
