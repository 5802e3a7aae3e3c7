package luabind

import (
	"log/slog"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/luabind/bind"
)

func (r *Runtime) logModule() *bind.Module {
	m := &bind.Module{Name: "log", Doc: "Writes to the log."}
	for _, l := range []struct {
		name  string
		level slog.Level
	}{{"debug", slog.LevelDebug}, {"info", slog.LevelInfo}, {"warn", slog.LevelWarn}, {"error", slog.LevelError}} {
		m.Funcs = append(m.Funcs, bind.Func{
			Name: l.name, Doc: "Writes a message at level " + l.name + ".",
			Params: []bind.Param{{Name: "message", Type: "string"}, {Name: "fields", Type: "table<string, any>", Optional: true}},
			Call: func(c *bind.Call) error {
				text, fields := c.String(1, "message"), c.OptTable(2, "fields")
				if r.wants.Has(event.Log) {
					r.tell(event.Event{Kind: event.Log, Level: l.level, Text: text, Fields: logFields(c.L, fields)})
				}
				return nil
			},
		})
	}
	return m
}

// tell completes an event of the runtime and hands it to the observer, if it
// wants such.
func (r *Runtime) tell(e event.Event) {
	if r.wants.Has(e.Kind) {
		e.Time = time.Now()
		r.observer.Observe(e)
	}
}

func logFields(L *lua.LState, t *lua.LTable) map[string]any {
	if t == nil {
		return nil
	}
	fields := map[string]any{}
	t.ForEach(func(k, v lua.LValue) {
		value := bind.FromValue(v)
		if lv, ok := value.(lua.LValue); ok {
			value = L.ToStringMeta(lv).String()
		}
		fields[k.String()] = value
	})
	return fields
}
