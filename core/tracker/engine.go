package tracker

import (
	"net/netip"
	"strings"

	"github.com/tlua/tlua/core/job"
)

// Engine says which program is the tracker.
type Engine string

// The engines.
const (
	EngineBuiltin     Engine = "builtin"     // none: it is a Builtin
	EngineOpentracker Engine = "opentracker" // Debian's, which serves only the torrents that Allow names
	EngineBttrack     Engine = "bttrack"     // BitTornado's, which keeps its state in a file
)

// ProcessOptions are the options of engines that are programs.
type ProcessOptions struct {
	Program string // name or path of the program; default: the engine's name
	Dfile   string // bttrack: the file that keeps its state; required
}

// New makes a tracker that does not run yet. Where the engine is a program, it
// becomes a job of f; f's host must be this machine, since the port is looked
// for here. A Builtin needs no factory. EINVAL if the options are wrong or not
// for that engine.
func New(f *job.Factory, e Engine, o Options, p ProcessOptions) (Tracker, error) {
	const op = "tracker.create"
	addr, err := e.check(&o, p)
	if err != nil {
		return nil, job.WithOp(op, err)
	}
	var t Tracker
	switch e {
	case EngineOpentracker:
		t, err = newProcess(f, e, p, addr, newOpentracker(f))
	case EngineBttrack:
		t, err = newProcess(f, e, p, addr, bttrack{dfile: p.Dfile, interval: o.seconds()})
	default:
		t = NewBuiltin(o)
	}
	if err != nil {
		return nil, job.WithOp(op, err)
	}
	return t, nil
}

// check says what is wrong with the options for this engine. It gives those
// that are absent their defaults, and the address that they name.
func (e Engine) check(o *Options, p ProcessOptions) (netip.AddrPort, error) {
	explicit := o.Interval != 0
	o.setDefaults()
	addr, err := o.check()
	switch {
	case e != EngineBuiltin && e != EngineOpentracker && e != EngineBttrack:
		err = invalid(`option 'engine': "builtin", "opentracker" or "bttrack" expected, got %.60q`, string(e))
	case err != nil:
	case e == EngineBuiltin && p.Program != "":
		err = invalid(`option 'program' is not for engine "builtin", which runs no program`)
	case e != EngineBttrack && p.Dfile != "":
		err = invalid(`option 'dfile' is for engine "bttrack" only, not for %q`, string(e))
	case e == EngineBttrack && p.Dfile == "":
		err = invalid(`option 'dfile' is required with engine "bttrack"`)
	case strings.HasPrefix(p.Dfile, "-"):
		err = invalid(`option 'dfile' must not begin with '-', got %.60q; write %.60q`, p.Dfile, "./"+p.Dfile)
	case e == EngineOpentracker && explicit:
		err = invalid(`option 'interval_s' is not for engine "opentracker", which always tells clients 27 to 33 minutes`)
	}
	return addr, err
}

func invalid(format string, args ...any) error {
	return job.Errorf("", job.EINVAL, format, args...)
}
