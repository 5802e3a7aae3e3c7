package tracker

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"time"
)

// How much a Builtin remembers. What would be more is refused with a failure
// reason; a peer takes about 150 bytes.
const (
	MaxTorrents        = 10_000  // those without peers make room
	MaxPeers           = 100_000 // in all torrents
	MaxPeersPerTorrent = 10_000
	MaxPeersPerAddress = 2_000 // in all torrents
)

const (
	grace      = 15 * time.Second // clients that got no answer try again after that
	sweepEvery = time.Second
)

// limits are the Max constants.
type limits struct{ torrents, peers, perTorrent, perAddress int }

// registry is the swarms of all torrents.
type registry struct {
	now    func() time.Time
	maxAge time.Duration
	max    limits

	mu       sync.Mutex
	clock    stopwatch
	swept    time.Duration
	torrents map[infoHash]*swarm
	peers    int
	byAddr   map[[4]byte]int // peers
}

func newRegistry(now func() time.Time, maxAge time.Duration) *registry {
	return &registry{
		now: now, maxAge: maxAge,
		max:      limits{MaxTorrents, MaxPeers, MaxPeersPerTorrent, MaxPeersPerAddress},
		torrents: map[infoHash]*swarm{},
		byAddr:   map[[4]byte]int{},
	}
}

// result is the answer to an announce.
type result struct {
	seeders, leechers int
	peers             []peer
}

// announce notes what a client says and gives it peers. Its errors are failure
// reasons.
func (g *registry) announce(a announce) (result, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire()
	if a.event == "stopped" {
		return g.leave(a), nil
	}
	s, err := g.room(a)
	if err != nil {
		return result{}, err
	}
	s.put(peer{a.from, a.id, a.uploaded, a.downloaded, a.left, a.event, g.clock.read(g.now())})
	return result{s.seeders, s.leechers(), s.pick(a.from, a.left == 0, a.want)}, nil
}

func (g *registry) leave(a announce) result {
	s := g.torrents[a.hash]
	if s == nil {
		return result{}
	}
	if s.has(a.from) {
		g.remove(s, a.from)
	}
	return result{seeders: s.seeders, leechers: s.leechers()}
}

// room gives the swarm that the client joins, after counting it if it is new.
func (g *registry) room(a announce) (*swarm, error) {
	s := g.torrents[a.hash]
	if s != nil && s.has(a.from) {
		return s, nil
	}
	switch {
	case s == nil && !g.roomForTorrent():
		return nil, fmt.Errorf("this tracker serves %d torrents at most", g.max.torrents)
	case g.peers >= g.max.peers:
		return nil, fmt.Errorf("this tracker remembers %d peers at most", g.max.peers)
	case s != nil && len(s.peers) >= g.max.perTorrent:
		return nil, fmt.Errorf("this tracker remembers %d peers of a torrent at most", g.max.perTorrent)
	case g.byAddr[a.from.addr()] >= g.max.perAddress:
		return nil, fmt.Errorf("this tracker remembers %d peers of an address at most", g.max.perAddress)
	}
	if s == nil {
		s = newSwarm()
		g.torrents[a.hash] = s
	}
	g.peers++
	g.byAddr[a.from.addr()]++
	return s, nil
}

func (g *registry) roomForTorrent() bool {
	if len(g.torrents) < g.max.torrents {
		return true
	}
	for h, s := range g.torrents {
		if len(s.peers) == 0 {
			delete(g.torrents, h)
		}
	}
	return len(g.torrents) < g.max.torrents
}

func (g *registry) remove(s *swarm, e endpoint) {
	s.remove(e)
	g.peers--
	if g.byAddr[e.addr()]--; g.byAddr[e.addr()] == 0 {
		delete(g.byAddr, e.addr())
	}
}

// expire takes out the peers that were silent for too long. It looks once a
// second at most, since it looks at all of them.
func (g *registry) expire() {
	now := g.clock.read(g.now())
	if now-g.swept < sweepEvery {
		return
	}
	g.swept = now
	for _, s := range g.torrents {
		for i := len(s.peers) - 1; i >= 0; i-- {
			if now-s.peers[i].seen > g.maxAge {
				g.remove(s, s.peers[i].at)
			}
		}
	}
}

// resume and pause tell when the tracker can be reached: the time in between is
// what makes peers old.
func (g *registry) resume() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.clock.start(g.now())
}

func (g *registry) pause() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.clock.stop(g.now())
}

// forget forgets all torrents.
func (g *registry) forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	clear(g.torrents)
	clear(g.byAddr)
	g.peers = 0
}

// snapshot gives all torrents and peers as they are now.
func (g *registry) snapshot() map[string]Torrent {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire()
	all := make(map[string]Torrent, len(g.torrents))
	for h, s := range g.torrents {
		all[hex.EncodeToString(h[:])] = s.snapshot()
	}
	return all
}

func (s *swarm) snapshot() Torrent {
	t := Torrent{Seeders: s.seeders, Leechers: s.leechers(), Completed: s.completed}
	sorted := slices.SortedFunc(slices.Values(s.peers), func(a, b peer) int { return bytes.Compare(a.at[:], b.at[:]) })
	for _, p := range sorted {
		t.Peers = append(t.Peers, Peer{
			IP: p.at.ip(), Port: int(p.at.port()), ID: string(p.id[:]), Event: p.event,
			Left: p.left, Uploaded: p.uploaded, Downloaded: p.downloaded,
		})
	}
	return t
}

// stopwatch adds up the time between its starts and stops.
type stopwatch struct {
	elapsed time.Duration
	since   time.Time // of the latest start
	on      bool
}

func (w *stopwatch) start(now time.Time) {
	if !w.on {
		w.on, w.since = true, now
	}
}

func (w *stopwatch) stop(now time.Time) {
	w.elapsed, w.on = w.read(now), false
}

func (w *stopwatch) read(now time.Time) time.Duration {
	if !w.on {
		return w.elapsed
	}
	return w.elapsed + now.Sub(w.since)
}
