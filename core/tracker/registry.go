package tracker

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"time"
)

// How much a Builtin remembers: a test's clients many times over, and never more
// than some 40 MB, whatever clients do. What was announced longest ago makes
// room.
const (
	MaxTorrents        = 10_000  // a torrent takes about 300 bytes; those without peers go first
	MaxPeers           = 100_000 // in all torrents; a peer takes about 300 bytes
	MaxPeersPerTorrent = 10_000  // so that one torrent leaves room for others
	MaxPeersPerAddress = 2_000   // in all torrents, so that one client that is ever another one does, too
)

// grace is how long clients that got no answer wait before they try again.
const grace = 15 * time.Second

// limits are the Max constants.
type limits struct{ torrents, peers, perTorrent, perAddress int }

// registry is the swarms of all torrents.
type registry struct {
	now    func() time.Time
	maxAge time.Duration
	max    limits

	mu    sync.Mutex
	clock stopwatch
	known
}

// known is what a registry remembers.
type known struct {
	torrents  map[infoHash]*swarm
	alive     order[swarm] // torrents with peers
	empty     order[swarm] // and those without
	peers     map[placement]*peer
	byAge     order[peer]
	addresses map[[4]byte]*origin
}

// placement says which peer of which torrent.
type placement struct {
	swarm *swarm
	at    endpoint
}

// origin is the peers, of all torrents, that announce themselves from there.
type origin struct {
	byAge order[peer]
	count int
}

func nothing() known {
	return known{
		torrents: map[infoHash]*swarm{}, peers: map[placement]*peer{}, addresses: map[[4]byte]*origin{},
	}
}

func newRegistry(now func() time.Time, maxAge time.Duration) *registry {
	return &registry{
		now: now, maxAge: maxAge,
		max:   limits{MaxTorrents, MaxPeers, MaxPeersPerTorrent, MaxPeersPerAddress},
		known: nothing(),
	}
}

// result is the answer to an announce.
type result struct {
	seeders, leechers int
	peers             []contact
	full              string // the limit that had peers forgotten, "" if none had
	forgotten         int    // how many
}

// announce notes what a client says and gives it peers.
func (g *registry) announce(a announce) (r result) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire()
	if a.event == "stopped" {
		return g.leave(a)
	}
	p := g.find(a)
	if p == nil {
		r.full, r.forgotten = g.makeRoom(a)
		p = g.join(a)
	}
	p.swarm.note(p, a, g.clock.read(g.now()))
	g.byAge.touch(&p.all, p)
	g.addresses[p.at.addr()].byAge.touch(&p.atAddr, p)
	g.alive.touch(&p.swarm.place, p.swarm)
	r.seeders, r.leechers = p.swarm.seeders, p.swarm.leechers()
	r.peers = p.swarm.pick(a.from, a.left == 0, a.want)
	return r
}

func (g *registry) find(a announce) *peer { return g.peers[placement{g.torrents[a.hash], a.from}] }

func (g *registry) leave(a announce) result {
	if p := g.find(a); p != nil {
		g.remove(p)
	}
	s := g.torrents[a.hash]
	if s == nil {
		return result{}
	}
	return result{seeders: s.seeders, leechers: s.leechers()}
}

// makeRoom has peers forgotten until a new one fits in. It gives the limit that
// was reached and how many were forgotten for it.
func (g *registry) makeRoom(a announce) (full string, forgotten int) {
	before := len(g.peers)
	if from := g.addresses[a.from.addr()]; from != nil && from.count >= g.max.perAddress {
		full = fmt.Sprintf("%d peers of an address", g.max.perAddress)
		g.remove(from.byAge.oldest())
	}
	s := g.torrents[a.hash]
	if s != nil && len(s.peers) >= g.max.perTorrent {
		full = fmt.Sprintf("%d peers of a torrent", g.max.perTorrent)
		g.remove(s.byAge.oldest())
	}
	if len(g.peers) >= g.max.peers {
		full = fmt.Sprintf("%d peers", g.max.peers)
		g.remove(g.byAge.oldest())
	}
	if s == nil && len(g.torrents) >= g.max.torrents {
		if g.empty.oldest() == nil {
			full = fmt.Sprintf("%d torrents", g.max.torrents)
			for s := g.alive.oldest(); len(s.peers) > 0; {
				g.remove(s.peers[0])
			}
		}
		s := g.empty.oldest()
		s.place.leave()
		delete(g.torrents, s.hash)
	}
	return full, before - len(g.peers)
}

// join takes in a client that is new in its swarm.
func (g *registry) join(a announce) *peer {
	s := g.torrents[a.hash]
	if s == nil {
		s = &swarm{hash: a.hash}
		g.torrents[a.hash] = s
	}
	from := g.addresses[a.from.addr()]
	if from == nil {
		from = &origin{}
		g.addresses[a.from.addr()] = from
	}
	p := &peer{at: a.from}
	s.add(p)
	g.peers[placement{s, p.at}] = p
	from.count++
	return p
}

func (g *registry) remove(p *peer) {
	s, from := p.swarm, g.addresses[p.at.addr()]
	s.remove(p)
	if len(s.peers) == 0 {
		g.empty.touch(&s.place, s)
	}
	p.all.leave()
	p.atAddr.leave()
	delete(g.peers, placement{s, p.at})
	if from.count--; from.count == 0 {
		delete(g.addresses, p.at.addr())
	}
}

// expire takes out the peers that were silent for too long.
func (g *registry) expire() {
	now := g.clock.read(g.now())
	for p := g.byAge.oldest(); p != nil && now-p.seen > g.maxAge; p = g.byAge.oldest() {
		g.remove(p)
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
	g.known = nothing()
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
	sorted := slices.SortedFunc(slices.Values(s.peers), func(a, b *peer) int { return bytes.Compare(a.at[:], b.at[:]) })
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
