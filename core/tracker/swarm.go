package tracker

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"time"
)

// infoHash names a torrent.
type infoHash [20]byte

// endpoint is a peer's IPv4 address and port, as they stand in a compact answer
// (BEP 23).
type endpoint [6]byte

func endpointOf(ip netip.Addr, port uint16) (e endpoint) {
	a := ip.Unmap().As4()
	copy(e[:], a[:])
	binary.BigEndian.PutUint16(e[4:], port)
	return e
}

func (e endpoint) addr() (a [4]byte) { return [4]byte(e[:4]) }
func (e endpoint) ip() string        { return netip.AddrFrom4(e.addr()).String() }
func (e endpoint) port() uint16      { return binary.BigEndian.Uint16(e[4:]) }

func (e endpoint) String() string {
	return netip.AddrPortFrom(netip.AddrFrom4(e.addr()), e.port()).String()
}

// peer is a client in a swarm.
type peer struct {
	at         endpoint
	id         [20]byte
	uploaded   int64
	downloaded int64
	left       int64
	event      string
	seen       time.Duration // when, by the registry's stopwatch
}

func (p *peer) seeder() bool { return p.left == 0 }

// swarm is the peers of one torrent.
type swarm struct {
	peers     []peer           // in no order
	index     map[endpoint]int // where they are in peers
	seeders   int
	completed int // downloads that ended
}

func newSwarm() *swarm { return &swarm{index: map[endpoint]int{}} }

func (s *swarm) leechers() int { return len(s.peers) - s.seeders }

func (s *swarm) has(e endpoint) bool {
	_, ok := s.index[e]
	return ok
}

// put adds p, or replaces what was known of it. A client that says "completed"
// again, since it got no answer, counts once.
func (s *swarm) put(p peer) {
	var old peer
	i, known := s.index[p.at]
	if known {
		old = s.peers[i]
	} else {
		i = len(s.peers)
		s.peers = append(s.peers, peer{left: unknown})
		s.index[p.at] = i
	}
	same := known && old.id == p.id
	if p.event == "completed" && !(same && old.event == "completed") {
		s.completed++
	}
	if p.event == "" && same {
		p.event = old.event
	}
	s.seeders += count(p.seeder()) - count(known && old.seeder())
	s.peers[i] = p
}

// remove takes out a peer that is in the swarm.
func (s *swarm) remove(e endpoint) {
	i, last := s.index[e], len(s.peers)-1
	s.seeders -= count(s.peers[i].seeder())
	s.swap(i, last)
	s.peers = s.peers[:last]
	delete(s.index, e)
}

func (s *swarm) swap(i, j int) {
	s.peers[i], s.peers[j] = s.peers[j], s.peers[i]
	s.index[s.peers[i].at] = i
	s.index[s.peers[j].at] = j
}

// pick gives up to n random peers for the client at e: not itself, and leechers
// only if it is a seeder. Two seeders have nothing to say to each other, and a
// client that accepts one connection per address should not spend it on that.
func (s *swarm) pick(e endpoint, seeder bool, n int) []peer {
	picked := make([]peer, 0, min(n, len(s.peers)))
	for i := 0; i < len(s.peers) && len(picked) < n; i++ {
		s.swap(i, i+rand.IntN(len(s.peers)-i))
		if p := &s.peers[i]; p.at != e && !(seeder && p.seeder()) {
			picked = append(picked, *p)
		}
	}
	return picked
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
