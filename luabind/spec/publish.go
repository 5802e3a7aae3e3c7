package spec

import (
	"context"
	"errors"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/event"
)

// The times of which the subscribers of the module busted are told.
const (
	atStart = "start"
	atEnd   = "end"
)

// status gives busted's name of a result, with the errors that there were besides.
func status(result event.Result, errs ...error) lua.LString {
	switch {
	case errors.Join(errs...) != nil || result == event.Errored:
		return "error"
	case result == event.Failed:
		return "failure"
	case result == event.Passed:
		return "success"
	default:
		return "pending"
	}
}

// publish tells those who have subscribed with busted.subscribe.
func (r *run) publish(ctx context.Context, at *node, kind, when string, args ...lua.LValue) (err error) {
	publish := publisher(r.rt.L)
	path := r.rt.L.NewTable()
	path.Append(lua.LString(kind))
	path.Append(lua.LString(when))
	r.globals.within(at, func() {
		r.rt.Within(ctx, func() { _, err = r.rt.Call(publish, append([]lua.LValue{path}, args...)...) })
	})
	return err
}

// publisher gives busted.publish, nil if nobody has required the module: then there
// are no subscribers.
func publisher(L *lua.LState) *lua.LFunction {
	loaded := loadedModules(L)
	if loaded == nil {
		return nil
	}
	busted, ok := loaded.RawGetString("busted").(*lua.LTable)
	if !ok {
		return nil
	}
	publish, _ := busted.RawGetString("publish").(*lua.LFunction)
	return publish
}

// publishBlock tells of a block.
func (r *run) publishBlock(ctx context.Context, b *block, when string) error {
	if publisher(r.rt.L) == nil {
		return nil
	}
	args := []lua.LValue{r.blockElement(b)}
	kind := b.kind
	switch kind {
	case "suite":
		args = append(args, lua.LNumber(1), lua.LNumber(1)) // the first of one run
	case "file":
	default:
		kind = "describe"
		args = append(args, r.blockElement(b.outer))
	}
	return r.publish(ctx, &b.node, kind, when, args...)
}

// publishTest tells of a test, at its end with how that came.
func (r *run) publishTest(ctx context.Context, at *node, t *testCase, when string, status ...lua.LValue) error {
	if publisher(r.rt.L) == nil {
		return nil
	}
	if t.element == nil {
		descriptor := "it"
		if t.pending {
			descriptor = "pending"
		}
		t.element = r.element(descriptor, t.name)
	}
	return r.publish(ctx, at, "test", when, append([]lua.LValue{t.element, r.blockElement(t.outer)}, status...)...)
}

func (r *run) blockElement(b *block) *lua.LTable {
	if b.element == nil {
		switch b.kind {
		case "suite":
			b.element = r.element(b.kind, "")
		case "file":
			b.element = r.element(b.kind, r.unit.Path)
		default:
			b.element = r.element("describe", b.name)
		}
	}
	return b.element
}

func (r *run) element(descriptor, name string) *lua.LTable {
	t := r.rt.L.NewTable()
	t.RawSetString("descriptor", lua.LString(descriptor))
	t.RawSetString("attributes", r.rt.L.NewTable())
	if name != "" {
		t.RawSetString("name", lua.LString(name))
	}
	return t
}
