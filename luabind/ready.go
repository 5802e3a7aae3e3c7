package luabind

import (
	"context"
	"errors"
	"net/netip"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

const loopback = "127.0.0.1"

// readyOptions is the table that wait_ready takes.
type readyOptions struct {
	Log     *string       `doc:"a pattern, as of a filter, that its outputs must match, from the beginning of the run"`
	Port    *uint16       `doc:"a TCP port that must accept connections"`
	IP      string        `doc:"the address of port (default: 127.0.0.1)"`
	HTTP    *string       `doc:"a URL that must be answered with a status from 200 to 399; redirections are not followed"`
	Exec    []string      `doc:"a program and its arguments that must exit with code 0, in the job's folder and environment"`
	Any     bool          `doc:"the first condition that holds is enough (default: all must hold)"`
	Timeout time.Duration `doc:"nil or a negative number is the default, 10000; 0 looks once"`
}

// readyTable is what wait_ready gives.
type readyTable struct {
	Log      *string       `doc:"the text that matched, if log was asked for and held"`
	Captures *lua.LTable   `doc:"what the pattern's groups matched, by number and by name; [0] is the whole match, false a group that took no part; nil where there are no groups" type:"table<integer|string, string|false>"`
	Port     *uint16       `doc:"the port, if it was asked for and held"`
	HTTP     *string       `doc:"the status, such as \"200 OK\", if http was asked for and held"`
	Exec     *string       `doc:"the last line that the program wrote, if exec was asked for and held"`
	Time     time.Duration `lua:"time_ms" doc:"milliseconds since the run's start"`
}

// wanted is a condition that was asked for, and what takes in what it found.
type wanted struct {
	job.Condition
	take func(*readyTable, job.Found)
}

// wanted gives the conditions in the order of the table.
func (o readyOptions) wanted(L *lua.LState) (out []wanted, err error) {
	add := func(option string, c job.Condition, cerr error, take func(*readyTable, job.Found)) {
		if e := new(job.Error); err == nil && errors.As(cerr, &e) {
			err = job.Errorf("", e.Code, "option '%s': %s", option, e.Message)
		}
		out = append(out, wanted{c, take})
	}
	if o.Log != nil {
		c, err := job.Says(*o.Log)
		add("log", c, err, func(t *readyTable, f job.Found) {
			if t.Log = &f.Text; len(f.Names) > 1 {
				t.Captures = captures(L, f.Names, f.Group)
			}
		})
	}
	if o.Port != nil {
		ip, err := netip.ParseAddr(o.IP)
		if err != nil {
			err = job.Errorf("", job.EINVAL, "%q is no IP address", o.IP)
		}
		add("ip", job.OpenPort(netip.AddrPortFrom(ip, *o.Port)), err, func(t *readyTable, _ job.Found) { t.Port = o.Port })
	}
	if o.HTTP != nil {
		c, err := job.AnswersHTTP(*o.HTTP)
		add("http", c, err, func(t *readyTable, f job.Found) { t.HTTP = &f.Text })
	}
	if o.Exec != nil {
		c, err := job.Succeeds(o.Exec...)
		add("exec", c, err, func(t *readyTable, f job.Found) { t.Exec = &f.Text })
	}
	switch {
	case err != nil:
		return nil, err
	case o.Port == nil && o.IP != loopback:
		return nil, job.Errorf("", job.EINVAL, "option 'ip' goes with 'port'")
	case o.Port != nil && *o.Port == 0:
		return nil, job.Errorf("", job.EINVAL, "option 'port': nothing can listen on port 0")
	case len(out) == 0:
		return nil, job.Errorf("", job.EINVAL, "at least one of the options 'log', 'port', 'http' and 'exec' is required")
	}
	return out, nil
}

// jobReady are the methods that tell whether the job is where it should be.
func (r *Runtime) jobReady() []bind.Func {
	return []bind.Func{
		{
			Name: "wait_ready", Doc: "Waits until the job is ready: its outputs match, a port is open, a URL answers, a program succeeds. " +
				"ECHILD or ESHCMD at once when the job has ended, unless it is started again by itself.",
			Params:  []bind.Param{{Name: "options", Type: "job.ReadyOptions"}},
			Returns: []bind.Return{{Type: "job.Ready"}},
			Call:    r.waitReady,
		},
		{
			Name: "restarts", Doc: "How often it was started again by itself: see autorestart_ms.", Returns: []bind.Return{{Type: "integer"}},
			Call: func(c *bind.Call) error { return c.Return(self(c).Restarts()) },
		},
	}
}

func (r *Runtime) waitReady(c *bind.Call) error {
	o := readyOptions{IP: loopback, Timeout: waitTime}
	c.Options(1, &o)
	wants, err := o.wanted(c.L)
	if err != nil {
		return err
	}
	conditions := make([]job.Condition, len(wants))
	for i, w := range wants {
		conditions[i] = w.Condition
	}
	ctx, cancel := job.Within(c.Context(), o.Timeout)
	defer cancel()
	var ready job.Ready
	err = r.serve(c, ctx, func(ctx context.Context) (err error) {
		ready, err = self(c).WaitReady(ctx, o.Any, conditions...)
		return err
	})
	if err != nil {
		return err
	}
	t := readyTable{Time: ready.Time}
	for _, f := range ready.Found {
		wants[f.At].take(&t, f)
	}
	return c.Return(t)
}
