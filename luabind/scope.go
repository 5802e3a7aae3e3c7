package luabind

import (
	"context"
	"errors"
	"slices"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
)

// scopeGrace is how long what a scope destroys has to end by itself.
const scopeGrace = 2 * time.Second

// scope is what is to be undone when a script ends, or a part of it.
type scope struct {
	outer    *scope // nil: the script's own
	cleanups []*lua.LFunction
	created  []job.Destroyer // oldest first
	undo     []func() error  // after everything is destroyed: temporary folders
}

func (s *scope) add(d job.Destroyer) { s.created = append(s.created, d) }

// atEnd has undo called after everything is destroyed.
func (s *scope) atEnd(undo func() error) { s.undo = append(s.undo, undo) }

// remove forgets what was destroyed before the end, also if it belongs to an
// outer scope. What was created last is usually destroyed first.
func (s *scope) remove(d job.Destroyer) {
	for ; s != nil; s = s.outer {
		for i := len(s.created) - 1; i >= 0; i-- {
			if s.created[i] == d {
				s.created = slices.Delete(s.created, i, i+1)
				return
			}
		}
	}
}

// outermost gives the script's own scope.
func (s *scope) outermost() *scope {
	for s.outer != nil {
		s = s.outer
	}
	return s
}

// end undoes everything: first the functions given to cleanup, last in, first
// out; then what was created, newest first; whatever fails, the rest goes on.
func (s *scope) end(ctx context.Context, call func(context.Context, *lua.LFunction) error) error {
	var errs []error
	for len(s.cleanups) > 0 {
		last := len(s.cleanups) - 1
		fn := s.cleanups[last]
		s.cleanups = s.cleanups[:last]
		errs = append(errs, call(ctx, fn))
	}
	errs = append(errs, job.DestroyAll(ctx, scopeGrace, s.created...))
	s.created = nil
	for i := len(s.undo) - 1; i >= 0; i-- {
		errs = append(errs, s.undo[i]())
	}
	s.undo = nil
	return errors.Join(errs...)
}
