package tracker

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"slices"
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
	event      string        // one of the events' names, never a part of a request: it would keep all of that
	seen       time.Duration // when, by the registry's stopwatch

	swarm                *swarm
	index                int // in swarm.peers
	inSwarm, atAddr, all mark[peer]
}

func (p *peer) seeder() bool { return p.left == 0 }

// contact is what other clients are told of a peer.
type contact struct {
	at endpoint
	id [20]byte
}

// swarm is the peers of one torrent.
type swarm struct {
	hash      infoHash
	peers     []*peer // in no order
	byAge     order[peer]
	seeders   int
	completed int // downloads that ended
	place     mark[swarm]
}

func (s *swarm) leechers() int { return len(s.peers) - s.seeders }

// add takes in a peer that has told nothing yet.
func (s *swarm) add(p *peer) {
	p.swarm, p.index, p.left = s, len(s.peers), unknown
	s.peers = append(s.peers, p)
}

// note replaces what was known of p, which is in the swarm. A client that says
// "completed" again, since it got no answer, counts once.
func (s *swarm) note(p *peer, a announce, now time.Duration) {
	same := p.id == a.id
	if a.event == "completed" && !(same && p.event == "completed") {
		s.completed++
	}
	if a.event != "" || !same {
		p.event = a.event
	}
	s.seeders -= count(p.seeder())
	p.id, p.uploaded, p.downloaded, p.left, p.seen = a.id, a.uploaded, a.downloaded, a.left, now
	s.seeders += count(p.seeder())
	s.byAge.touch(&p.inSwarm, p)
}

// remove takes out a peer that is in the swarm.
func (s *swarm) remove(p *peer) {
	p.inSwarm.leave()
	s.seeders -= count(p.seeder())
	last := len(s.peers) - 1
	s.swap(p.index, last)
	s.peers[last] = nil
	s.peers = s.peers[:last]
	if cap(s.peers) > 4*len(s.peers) { // a swarm that was large keeps no room for that
		s.peers = slices.Clone(s.peers)
	}
}

func (s *swarm) swap(i, j int) {
	s.peers[i], s.peers[j] = s.peers[j], s.peers[i]
	s.peers[i].index, s.peers[j].index = i, j
}

// pick gives up to n random peers for the client at e: not itself, and leechers
// only if it is a seeder. Two seeders have nothing to say to each other, and a
// client that accepts one connection per address should not spend it on that.
func (s *swarm) pick(e endpoint, seeder bool, n int) []contact {
	picked := make([]contact, 0, min(n, len(s.peers)))
	for i := 0; i < len(s.peers) && len(picked) < n; i++ {
		s.swap(i, i+rand.IntN(len(s.peers)-i))
		if p := s.peers[i]; p.at != e && !(seeder && p.seeder()) {
			picked = append(picked, contact{p.at, p.id})
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
