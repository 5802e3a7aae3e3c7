package luabind

import (
	"math"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// terminalOptions are a job's options that concern its standard descriptors.
type terminalOptions struct {
	Spawner string `doc:"\"pipe\": stdin, stdout and stderr are pipes (default); \"pty\": they are one pseudo-terminal, in which lines end in \\r\\n; $ matches before it" type:"\"pipe\"|\"pty\""`
	Rows    *int   `doc:"the height of a pty (default: 24)"`
	Cols    *int   `doc:"the width of a pty (default: 80)"`
	Echo    *bool  `doc:"a pty echoes what is sent (default: true)"`
}

func (o terminalOptions) pty() (*job.PTY, error) {
	switch o.Spawner {
	case "pty":
		return o.size()
	case "", "pipe":
	default:
		return nil, job.Errorf("", job.EINVAL, `option 'spawner': "pipe" or "pty" expected, got %q`, o.Spawner)
	}
	for _, option := range []struct {
		name  string
		given bool
	}{{"rows", o.Rows != nil}, {"cols", o.Cols != nil}, {"echo", o.Echo != nil}} {
		if option.given {
			return nil, job.Errorf("", job.EINVAL, `option '%s': only a terminal has that; add spawner = "pty"`, option.name)
		}
	}
	return nil, nil
}

func (o terminalOptions) size() (*job.PTY, error) {
	p := &job.PTY{Size: job.DefaultSize, NoEcho: o.Echo != nil && !*o.Echo}
	for _, n := range []struct {
		name  string
		value *int
		to    *int
	}{{"rows", o.Rows, &p.Rows}, {"cols", o.Cols, &p.Cols}} {
		if n.value == nil {
			continue
		}
		if *n.value < 1 || *n.value > math.MaxUint16 {
			return nil, job.Errorf("", job.EINVAL, "option '%s': %d is not from 1 to %d", n.name, *n.value, math.MaxUint16)
		}
		*n.to = *n.value
	}
	return p, nil
}

func jobTerminal() []bind.Func {
	return []bind.Func{{
		Name: "resize", Doc: "Sets the size of its pty, for this and later runs; its programs get SIGWINCH.",
		Params: []bind.Param{{Name: "rows", Type: "integer"}, {Name: "cols", Type: "integer"}},
		Call: func(c *bind.Call) error {
			return self(c).Resize(job.Size{Rows: c.Int(1, "rows", 1, math.MaxUint16), Cols: c.Int(2, "cols", 1, math.MaxUint16)})
		},
	}}
}
