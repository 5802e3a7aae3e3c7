package luabind

import (
	"context"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// channelOptions are a job's options that give it descriptors beyond 2.
type channelOptions struct {
	Inputs  []int `doc:"descriptors from 3 to 255 that it reads, each a pipe: see send"`
	Outputs []int `doc:"descriptors from 3 to 255 that it writes, each a pipe, for filters to watch"`
}

// inputArg gives argument i, a descriptor that a job reads: 0 by default.
func inputArg(c *bind.Call, i int) int { return c.OptInt(i, "input", 0, 255, 0) }

// streamArg gives argument i, an output of a job.
func streamArg(c *bind.Call, i int) job.Stream {
	if _, ok := c.Get(i).(lua.LNumber); ok {
		return job.Stream(c.Int(i, "stream", 1, 255))
	}
	s, err := job.ParseStream(c.String(i, "stream"))
	if err != nil {
		c.Raise(err)
	}
	return s
}

// streamValue gives an output as scripts see it: a name, or the number.
func streamValue(s job.Stream) lua.LValue {
	if s > job.Stderr {
		return lua.LNumber(s)
	}
	return lua.LString(s.String())
}

// jobInputs are the methods that write to a job.
func (r *Runtime) jobInputs() []bind.Func {
	input := bind.Param{Name: "input", Type: "integer", Optional: true, Doc: "one of its inputs (default: 0, standard input)"}
	return []bind.Func{
		{
			Name: "send", Doc: "Writes to its standard input, or to another of its inputs, and waits while the pipe is full.",
			Params: []bind.Param{{Name: "data", Type: "string"}, millis(waitTime), input},
			Call: func(c *bind.Call) error {
				j, data, fd := self(c), []byte(c.String(1, "data")), inputArg(c, 3)
				return r.wait(c, 2, waitTime, func(ctx context.Context) error { return j.SendTo(ctx, fd, data) })
			},
		},
		{
			Name: "close_stdin", Doc: "Closes its standard input; into a pty it types the end-of-file character, ^D. Nothing can be sent after it.",
			Call: func(c *bind.Call) error { return self(c).CloseStdin() },
		},
		{
			Name: "close_input", Doc: "Closes one of its inputs.", Params: []bind.Param{input},
			Call: func(c *bind.Call) error { return self(c).CloseInput(inputArg(c, 1)) },
		},
	}
}
