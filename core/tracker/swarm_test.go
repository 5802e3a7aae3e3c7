package tracker

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// model is a registry written the plainest way.
type model struct {
	peers     map[infoHash]map[endpoint]peer
	completed map[infoHash]int
}

func (m *model) announce(a announce, now time.Duration) {
	if a.event == "stopped" {
		delete(m.peers[a.hash], a.from)
		return
	}
	if m.peers[a.hash] == nil {
		m.peers[a.hash] = map[endpoint]peer{}
	}
	old, known := m.peers[a.hash][a.from]
	if a.event == "completed" && (!known || old.event != "completed") {
		m.completed[a.hash]++
	}
	p := peer{at: a.from, left: a.left, event: a.event, seen: now}
	if p.event == "" {
		p.event = old.event
	}
	m.peers[a.hash][a.from] = p
}

func (m *model) expire(now, maxAge time.Duration) {
	for _, s := range m.peers {
		for e, p := range s {
			if now-p.seen > maxAge {
				delete(s, e)
			}
		}
	}
}

func (m *model) count(h infoHash) (seeders, leechers int) {
	for _, p := range m.peers[h] {
		if p.left == 0 {
			seeders++
		} else {
			leechers++
		}
	}
	return seeders, leechers
}

// TestRegistryAgainstModel lets random clients come, go and fall silent.
func TestRegistryAgainstModel(t *testing.T) {
	t.Parallel()
	const maxAge = 75 * time.Second
	rapid.Check(t, func(t *rapid.T) {
		c := newClock()
		g := newRegistry(c.read, maxAge)
		g.resume()
		m := model{map[infoHash]map[endpoint]peer{}, map[infoHash]int{}}
		var now time.Duration
		for range rapid.IntRange(1, 60).Draw(t, "announces") {
			d := time.Duration(rapid.IntRange(1, 40).Draw(t, "seconds")) * time.Second
			c.turn(d)
			now += d
			a := drawAnnounce(t)
			m.expire(now, maxAge)
			m.announce(a, now)
			got, err := g.announce(a)
			require.NoError(t, err)

			seeders, leechers := m.count(a.hash)
			require.Equal(t, []int{seeders, leechers}, []int{got.seeders, got.leechers})
			checkPicked(t, a, got, m.peers[a.hash])
			checkCounts(t, g, &m)
		}
	})
}

func drawAnnounce(t *rapid.T) announce {
	ip := netip.AddrFrom4([4]byte{127, 0, 0, byte(rapid.IntRange(1, 3).Draw(t, "ip"))})
	return announce{
		hash:  infoHash{byte(rapid.IntRange(0, 2).Draw(t, "torrent"))},
		from:  endpointOf(ip, uint16(rapid.IntRange(1, 4).Draw(t, "port"))),
		left:  int64(rapid.IntRange(-1, 1).Draw(t, "left")),
		event: rapid.SampledFrom([]string{"", "", "started", "completed", "stopped"}).Draw(t, "event"),
		want:  rapid.IntRange(0, 12).Draw(t, "want"),
	}
}

func checkPicked(t *rapid.T, a announce, got result, all map[endpoint]peer) {
	eligible := 0
	for e, p := range all {
		if e != a.from && !(a.left == 0 && p.left == 0) {
			eligible++
		}
	}
	if a.event == "stopped" {
		eligible = 0
	}
	require.Len(t, got.peers, min(a.want, eligible))
	seen := map[endpoint]bool{}
	for _, p := range got.peers {
		require.NotEqual(t, a.from, p.at)
		require.False(t, seen[p.at])
		require.False(t, a.left == 0 && p.left == 0)
		require.Contains(t, all, p.at)
		seen[p.at] = true
	}
}

func checkCounts(t *rapid.T, g *registry, m *model) {
	total, byAddr := 0, map[[4]byte]int{}
	for h, peers := range m.peers {
		for e := range peers {
			total++
			byAddr[e.addr()]++
		}
		require.Equal(t, m.completed[h], g.torrents[h].completed)
		for i, p := range g.torrents[h].peers {
			require.Equal(t, i, g.torrents[h].index[p.at])
			require.Equal(t, peers[p.at].event, p.event)
		}
	}
	require.Equal(t, total, g.peers)
	require.Equal(t, byAddr, g.byAddr)
}

func TestExpiry(t *testing.T) {
	t.Parallel()
	c := newClock()
	b := NewBuiltin(Options{IP: loopback(), Interval: 10 * time.Second, now: c.read})
	require.NoError(t, b.Start(soon(t)))
	defer b.Destroy(soon(t))
	join := func(port int) {
		direct(b, "127.0.0.1:1", "/announce", query("H", "a", port, "&left=1"))
	}
	ports := func() (list []int) {
		for _, s := range b.Torrents() {
			for _, p := range s.Peers {
				list = append(list, p.Port)
			}
		}
		return list
	}
	join(1)
	c.turn(20 * time.Second)
	join(2)
	c.turn(15 * time.Second)
	require.Equal(t, []int{1, 2}, ports(), "2 intervals and 15 s are not over")
	c.turn(time.Second)
	require.Equal(t, []int{2}, ports())

	// An hour of outage makes no one old.
	require.NoError(t, b.Stop(soon(t)))
	c.turn(time.Hour)
	require.Equal(t, []int{2}, ports())
	require.NoError(t, b.Start(soon(t)))
	require.Equal(t, []int{2}, ports())
	c.turn(20 * time.Second)
	require.Empty(t, ports())
	require.Len(t, b.Torrents(), 1, "the torrent stays known")
}

func TestLimits(t *testing.T) {
	t.Parallel()
	b := NewBuiltin(Options{})
	b.swarms.max = limits{torrents: 2, peers: 5, perTorrent: 3, perAddress: 4}
	say := func(ip int, hash string, port int, more string) string {
		_, got := direct(b, fmt.Sprintf("127.0.0.%d:1", ip), "/announce", query(hash, "a", port, "&left=1&numwant=0"+more))
		return got
	}
	served := func(n int) string { return fmt.Sprintf("d8:completei0e10:incompletei%de8:intervali30e5:peers0:e", n) }

	require.Equal(t, served(1), say(1, "A", 1, ""))
	require.Equal(t, served(2), say(1, "A", 2, ""))
	require.Equal(t, served(3), say(1, "A", 3, ""))
	require.Equal(t, reason("this tracker remembers 3 peers of a torrent at most"), say(2, "A", 4, ""))
	require.Equal(t, served(3), say(1, "A", 3, ""), "who is known stays")
	require.Equal(t, served(1), say(1, "B", 1, ""))
	require.Equal(t, reason("this tracker remembers 4 peers of an address at most"), say(1, "B", 2, ""))
	require.Equal(t, served(2), say(2, "B", 1, ""))
	require.Equal(t, reason("this tracker remembers 5 peers at most"), say(3, "B", 1, ""))
	require.Equal(t, reason("this tracker serves 2 torrents at most"), say(2, "C", 1, ""))
	require.Equal(t, served(0), say(2, "C", 1, "&event=stopped"), "who leaves needs no room")

	require.Equal(t, served(1), say(1, "B", 1, "&event=stopped"))
	require.Equal(t, served(0), say(2, "B", 1, "&event=stopped"))
	require.Equal(t, served(1), say(2, "C", 1, ""), "a torrent without peers makes room")
	require.Len(t, b.Torrents(), 2)
}

func TestCompletedCountsOnce(t *testing.T) {
	t.Parallel()
	b := NewBuiltin(Options{})
	hash := fmt.Sprintf("%x", "HHHHHHHHHHHHHHHHHHHH")
	for _, id := range []string{"a", "a", "b"} {
		direct(b, "127.0.0.1:1", "/announce", query("H", id, 1, "&left=0&event=completed"))
		direct(b, "127.0.0.1:1", "/announce", query("H", id, 1, "&left=0"))
	}
	require.Equal(t, 2, b.Torrents()[hash].Completed)
	require.Equal(t, "completed", b.Torrents()[hash].Peers[0].Event)
}
