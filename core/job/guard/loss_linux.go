package guard

import (
	"os"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/proc"
)

// bereave does what is left to be done when the guardian is gone.
func (g *Guardian) bereave() {
	reap(g.pid)
	g.mu.Lock()
	g.lost = true
	live, answers := g.live, g.answers
	g.live, g.answers = nil, nil
	close(g.strays)
	closing := g.closing
	g.mu.Unlock()
	if !closing {
		g.endAll()
	}
	g.group.remove()
	for _, a := range answers {
		a <- unix.ESRCH
	}
	for _, ended := range live {
		go ended(Exit{Lost: true})
	}
}

// endAll kills what came to this process from a guardian that was killed.
func (g *Guardian) endAll() {
	g.group.kill()
	for left := true; left; {
		left = false
		for _, pid := range proc.Children(os.Getpid()) {
			p, ok := proc.Of(pid)
			if !ok {
				p.PID = pid // it has ended: it may be ours to be reaped
			}
			if id, _ := p.Limit(Mark); !g.Started(id) {
				continue
			}
			left = true
			_ = unix.Kill(pid, unix.SIGKILL)
			reap(pid)
		}
	}
}
