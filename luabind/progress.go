package luabind

import (
	"sync"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/ctorrent"
	"github.com/tlua/tlua/luabind/bind"
)

// progress queues the statuses of apps for the functions given to on_progress,
// which are called from inside the script's own waiting calls. An app whose
// newest status was not taken yet has only that one in the queue.
type progress struct {
	fns  map[*ctorrent.App]*lua.LFunction // touched by the script's goroutine only
	wake chan struct{}

	mu     sync.Mutex
	order  []*ctorrent.App
	newest map[*ctorrent.App]ctorrent.Status
}

func newProgress() *progress {
	return &progress{
		fns:    map[*ctorrent.App]*lua.LFunction{},
		wake:   make(chan struct{}, 1),
		newest: map[*ctorrent.App]ctorrent.Status{},
	}
}

// any reports whether there are functions to call.
func (p *progress) any() bool { return len(p.fns) > 0 }

// set makes fn the function that a's statuses are given to; nil is none.
func (p *progress) set(a *ctorrent.App, fn *lua.LFunction) {
	if fn == nil {
		a.OnStatus(nil)
		delete(p.fns, a)
		return
	}
	p.fns[a] = fn
	a.OnStatus(func(s ctorrent.Status) { p.put(a, s) })
}

// put queues a status; it is called by the goroutines that read.
func (p *progress) put(a *ctorrent.App, s ctorrent.Status) {
	p.mu.Lock()
	if _, waits := p.newest[a]; !waits {
		p.order = append(p.order, a)
	}
	p.newest[a] = s
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// next takes the oldest entry of the queue.
func (p *progress) next() (a *ctorrent.App, s ctorrent.Status, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.order) == 0 {
		return nil, s, false
	}
	a, p.order = p.order[0], p.order[1:]
	s = p.newest[a]
	delete(p.newest, a)
	return a, s, true
}

// call calls the functions for what is queued. Their errors go to the script.
func (p *progress) call(c *bind.Call) {
	for {
		a, s, ok := p.next()
		if !ok {
			return
		}
		fn := p.fns[a]
		if fn == nil {
			continue
		}
		v, err := bind.ToLua(c.L, statusRecord(s))
		if err != nil {
			c.Raise(err)
		}
		c.L.Push(fn)
		c.L.Push(v)
		c.L.Call(1, 0)
	}
}
