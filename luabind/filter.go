package luabind

import (
	"context"
	"errors"
	"log/slog"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// filterOptions is the table that attach_filter takes.
type filterOptions struct {
	Stdout        bool       `doc:"watch standard output"`
	Stderr        bool       `doc:"watch standard error; in a pty it is a part of standard output"`
	Outputs       []int      `doc:"watch these descriptors, of the job's outputs"`
	Name          string     `doc:"shown in messages (default: the pattern)"`
	Pattern       string     `doc:"a regular expression (RE2 with look-behind, multi-line); without one the filter delivers lines"`
	Extract       lua.LValue `doc:"the group to deliver, by its number or its name; 0, the default, is the whole match" type:"integer|string"`
	Metric        bool       `doc:"what is delivered is a number: reports of tests show its course"`
	Readable      *bool      `doc:"false: messages are only logged (default: true)"`
	LogLevel      *string    `doc:"log messages at this level: debug, info, warn or error (default: not logged)"`
	Raw           bool       `doc:"without a pattern: deliver the bytes as they were read"`
	QueueBytes    *int       `doc:"past that the oldest unread messages are dropped, and counted (default: 16 MiB)"`
	MaxMatchBytes *int       `doc:"a longer match or line is given up (default: 1 MiB)"`
}

func (o filterOptions) options() (job.FilterOptions, error) {
	out := job.FilterOptions{
		Name: o.Name, Stdout: o.Stdout, Stderr: o.Stderr, Pattern: o.Pattern, Raw: o.Raw, Metric: o.Metric,
		LogOnly: o.Readable != nil && !*o.Readable,
	}
	for _, fd := range o.Outputs {
		out.Outputs = append(out.Outputs, job.Stream(fd))
	}
	var err error
	if out.Extract, out.ExtractName, err = extractOption(o.Extract); err != nil {
		return out, err
	}
	for _, n := range []struct {
		name  string
		value *int
		to    *int
	}{{"queue_bytes", o.QueueBytes, &out.QueueBytes}, {"max_match_bytes", o.MaxMatchBytes, &out.MaxMatchBytes}} {
		if n.value == nil {
			continue
		}
		if *n.value < 1 {
			return out, job.Errorf("", job.EINVAL, "option '%s': %d is not a number of bytes from 1", n.name, *n.value)
		}
		*n.to = *n.value
	}
	if o.LogLevel != nil {
		level, err := parseLevel(*o.LogLevel)
		if err != nil {
			return out, err
		}
		out.Level = &level
	}
	return out, nil
}

// extractOption reads the number or the name of a group.
func extractOption(v lua.LValue) (number int, name string, err error) {
	switch v := v.(type) {
	case nil:
		return 0, "", nil
	case lua.LString:
		if v != "" {
			return 0, string(v), nil
		}
	case lua.LNumber:
		if number = int(v); lua.LNumber(number) == v {
			return number, "", nil
		}
	default:
		return 0, "", job.Errorf("", job.EINVAL, "option 'extract': group's number or name expected, got %s", bind.TypeName(v))
	}
	return 0, "", job.Errorf("", job.EINVAL, "option 'extract': %q is no group's number or name", v.String())
}

// parseLevel reads the name of a log level.
func parseLevel(name string) (slog.Level, error) {
	levels := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}
	l, ok := levels[name]
	if !ok {
		return 0, job.Errorf("", job.EINVAL, "option 'log_level': debug, info, warn or error expected, got %q", name)
	}
	return l, nil
}

func (r *Runtime) pollFilters(c *bind.Call) error {
	fs := bind.ArgList[*job.Filter](c, 1, "filters")
	var ready []*job.Filter
	err := r.wait(c, 2, waitTime, func(ctx context.Context) (err error) {
		ready, err = job.Poll(ctx, fs...)
		return err
	})
	if err != nil {
		return err
	}
	t := c.L.NewTable()
	for _, f := range ready {
		t.Append(r.classes.filter.Handle(c.L, f))
	}
	return c.Return(t)
}

// jobFilters gives a job's filters by name.
func (r *Runtime) jobFilters(L *lua.LState, self any) lua.LValue {
	t := L.NewTable()
	for name, f := range self.(*job.Job).Filters() {
		t.RawSetString(name, r.classes.filter.Handle(L, f))
	}
	return t
}

// filterSelf is the filter that a method was called on.
func filterSelf(c *bind.Call) *job.Filter { return bind.Self[*job.Filter](c) }

// received makes a method that waits for a message and gives what give makes
// of it.
func (r *Runtime) received(name, doc, returns string, receive func(*job.Filter, context.Context) (job.Message, error), give func(*bind.Call, job.Message) error) bind.Func {
	return bind.Func{
		Name: name, Doc: doc, Params: []bind.Param{millis(waitTime)}, Returns: []bind.Return{{Type: returns}},
		Call: func(c *bind.Call) error {
			f := filterSelf(c)
			var m job.Message
			err := r.wait(c, 1, waitTime, func(ctx context.Context) (err error) {
				m, err = receive(f, ctx)
				return err
			})
			if err != nil {
				return err
			}
			return give(c, m)
		},
	}
}

func (r *Runtime) filterClass() *bind.Class {
	whole := func(c *bind.Call, m job.Message) error { return r.giveMessage(c, m, nil) }
	data := func(c *bind.Call, m job.Message) error { return c.Return(m.Data) }
	outputs := []bind.Param{
		{Name: "job", Type: "job.job"},
		{Name: "stream", Type: `"stdout"|"stderr"|integer`},
	}
	return &bind.Class{
		Module: "job", Name: "filter", Doc: "Cuts outputs into messages and queues them.",
		String: func(self any) string { return self.(*job.Filter).String() },
		Methods: []bind.Func{
			r.received("receive", "Takes the oldest message, and waits for one.", "job.message", (*job.Filter).Receive, whole),
			r.received("receive_last", "The newest message that is no eos; it stays in the queue.", "job.message", (*job.Filter).ReceiveLast, whole),
			r.received("receive_single", "The data of the only message that is no eos; EINVAL if there are two.", "string", (*job.Filter).ReceiveSingle, data),
			{
				Name: "receive_many", Doc: "Takes what is there, eos included, and waits for the first.",
				Params:  []bind.Param{millis(waitTime), {Name: "max", Type: "integer", Optional: true, Doc: "0, the default: all"}},
				Returns: []bind.Return{{Type: "job.message[]"}},
				Call:    r.receiveMany,
			},
			{
				Name: "has_data", Doc: "Whether a message that is no eos is there or comes in time.",
				Params: []bind.Param{millis(waitTime)}, Returns: []bind.Return{{Type: "boolean"}},
				Call: func(c *bind.Call) error {
					f := filterSelf(c)
					var ok bool
					err := r.wait(c, 1, waitTime, func(ctx context.Context) (err error) {
						ok, err = f.HasData(ctx)
						return err
					})
					if err != nil {
						return err
					}
					return c.Return(ok)
				},
			},
			{
				Name: "messages", Doc: "Iterates over the messages until the eos.",
				Params: []bind.Param{millis(waitTime)}, Returns: []bind.Return{{Type: "fun(): job.message?"}},
				Call: r.messages,
			},
			r.expects("Waits for the first match of any of the patterns in what was not received yet, and takes it with all that is before it; "+
				"what is behind it stays. For dialogues: the filter must be raw, on one output.\n"+
				"Of several matches it is the first in the output, and of several that begin in one place that of the first pattern; "+
				"it comes as soon as no later output can change it: .* and \\d+ wait for more, .*? does not, and $ waits for what follows. "+
				"^ and look-behind see what was received before; \\z is the end of the output. An error takes nothing.",
				func(c *bind.Call) expecter { return filterSelf(c) }),
			{Name: "clear", Doc: "Throws away what is queued.", Call: func(c *bind.Call) error { return filterSelf(c).Clear() }},
			{Name: "lost", Doc: "How many bytes were given up so far.", Returns: []bind.Return{{Type: "integer"}}, Call: func(c *bind.Call) error {
				return c.Return(filterSelf(c).Lost())
			}},
			{Name: "add_output", Doc: "Watches another output, of any job of the same host.", Params: outputs, Call: func(c *bind.Call) error {
				j, s := bind.Arg[*job.Job](c, 1, "job"), streamArg(c, 2)
				return filterSelf(c).AddOutput(j, s)
			}},
			{Name: "remove_output", Doc: "Watches an output no longer.", Params: outputs, Call: func(c *bind.Call) error {
				j, s := bind.Arg[*job.Job](c, 1, "job"), streamArg(c, 2)
				return filterSelf(c).RemoveOutput(j, s)
			}},
		},
	}
}

func (r *Runtime) receiveMany(c *bind.Call) error {
	const all = 1 << 30
	f, most := filterSelf(c), c.OptInt(2, "max", 0, all, 0)
	var ms []job.Message
	err := r.wait(c, 1, waitTime, func(ctx context.Context) (err error) {
		ms, err = f.ReceiveMany(ctx, most)
		return err
	})
	if err != nil {
		return err
	}
	t := c.L.CreateTable(len(ms), 0)
	for _, m := range ms {
		t.Append(r.message(c.L, m))
	}
	return c.Return(t)
}

// messages gives an iterator that ends at the eos, or where nothing can come.
func (r *Runtime) messages(c *bind.Call) error {
	f := filterSelf(c)
	patience := c.Millis(1, "timeout_ms", waitTime)
	return c.Return(bind.Function(c.L, "job.messages", func(c *bind.Call) error {
		var m job.Message
		err := r.wait(c, noArgument, patience, func(ctx context.Context) (err error) {
			m, err = f.Receive(ctx)
			return err
		})
		if m.EOS || errors.Is(err, job.ENODATA) {
			return c.Return(nil)
		}
		return r.giveMessage(c, m, err)
	}))
}
