package luabind

import (
	"fmt"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// messageClass shows messages to scripts. A field is made when it is asked for:
// most scripts look at one or two of each message.
func (r *Runtime) messageClass() *bind.Class {
	field := func(name, typ, doc string, get func(*lua.LState, *job.Message) lua.LValue) bind.Field {
		return bind.Field{Name: name, Type: typ, Doc: doc, Get: func(L *lua.LState, self any) lua.LValue {
			return get(L, self.(*job.Message))
		}}
	}
	return &bind.Class{
		Module: "job", Name: "message", Doc: "What a filter found.",
		String: func(self any) string { return showMessage(self.(*job.Message)) },
		Fields: []bind.Field{
			field("data", "string", `What was found, "" for an eos.`, func(_ *lua.LState, m *job.Message) lua.LValue {
				return lua.LString(m.Data)
			}),
			field("captures", capturesType+"|nil", "Made anew each time: "+capturesDoc+"; nil where there are no groups.", messageCaptures),
			field("eos", "boolean", "Whether the outputs of the run are at their end.", func(_ *lua.LState, m *job.Message) lua.LValue {
				return lua.LBool(m.EOS)
			}),
			field("dropped", "integer", "Messages lost just before this one, for want of a reader.", func(_ *lua.LState, m *job.Message) lua.LValue {
				return lua.LNumber(m.Dropped)
			}),
			field("lost", "integer?", "Bytes given up since the message before, if any.", func(_ *lua.LState, m *job.Message) lua.LValue {
				if m.Lost == 0 {
					return lua.LNil
				}
				return lua.LNumber(m.Lost)
			}),
			field("stream", `"stdout"|"stderr"|integer`, "The output that it was found in.", func(_ *lua.LState, m *job.Message) lua.LValue {
				return streamValue(m.Stream)
			}),
			field("filter", "job.filter", "The filter that found it.", func(L *lua.LState, m *job.Message) lua.LValue {
				return r.classes.filter.Handle(L, m.Filter)
			}),
			field("pos", "integer", "The byte offset in this run's stream.", func(_ *lua.LState, m *job.Message) lua.LValue {
				return lua.LNumber(m.Pos)
			}),
			field("time_ms", "number", "Milliseconds since the run's start.", func(_ *lua.LState, m *job.Message) lua.LValue {
				return lua.LNumber(float64(m.Time) / float64(time.Millisecond))
			}),
		},
	}
}

// showMessage gives what tostring gives.
func showMessage(m *job.Message) string {
	if m.EOS {
		return "message(eos)"
	}
	return fmt.Sprintf("message(%q, %s at %d)", m.Data, m.Stream, m.Pos)
}

func (r *Runtime) message(L *lua.LState, m job.Message) lua.LValue {
	return r.classes.message.Value(L, &m)
}

func (r *Runtime) giveMessage(c *bind.Call, m job.Message, err error) error {
	if err != nil {
		return err
	}
	c.Push(r.message(c.L, m))
	return nil
}
