package tracker

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"log/slog"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// model is a registry written the plainest way.
type model struct {
	maxAge   time.Duration
	max      limits
	torrents map[infoHash]*modelTorrent
	peers    []modelPeer // the oldest first
	turn     int
}

type modelPeer struct {
	announce
	seen time.Duration
}

type modelTorrent struct {
	completed int
	touched   int // the turn when one of its peers announced itself, or its last one went
}

func (m *model) announce(a announce, now time.Duration) {
	m.drop(all, func(p modelPeer) bool { return now-p.seen > m.maxAge })
	same := func(p modelPeer) bool { return p.hash == a.hash && p.from == a.from }
	if a.event == "stopped" {
		m.drop(all, same)
		return
	}
	var old modelPeer
	if i := slices.IndexFunc(m.peers, same); i >= 0 {
		old = m.peers[i]
		m.peers = slices.Delete(m.peers, i, i+1)
	} else {
		m.makeRoom(a)
	}
	t := m.torrents[a.hash]
	if t == nil {
		t = &modelTorrent{}
		m.torrents[a.hash] = t
	}
	m.turn++
	t.touched = m.turn
	if a.event == "completed" && old.event != "completed" {
		t.completed++
	}
	if a.event == "" {
		a.event = old.event
	}
	m.peers = append(m.peers, modelPeer{a, now})
}

// makeRoom keeps the limits.
func (m *model) makeRoom(a announce) {
	for _, l := range []struct {
		most int
		fits func(modelPeer) bool
	}{
		{m.max.perAddress, func(p modelPeer) bool { return p.from.addr() == a.from.addr() }},
		{m.max.perTorrent, of(a.hash)},
		{m.max.peers, func(modelPeer) bool { return true }},
	} {
		if m.count(l.fits) == l.most {
			m.drop(1, l.fits)
		}
	}
	if m.torrents[a.hash] == nil && len(m.torrents) == m.max.torrents {
		oldest := slices.MinFunc(slices.Collect(maps.Keys(m.torrents)), func(x, y infoHash) int {
			return cmp.Or(min(m.count(of(x)), 1)-min(m.count(of(y)), 1), m.torrents[x].touched-m.torrents[y].touched)
		})
		m.drop(all, of(oldest))
		delete(m.torrents, oldest)
	}
}

const all = -1

// drop takes out the oldest n peers that fit.
func (m *model) drop(n int, fits func(modelPeer) bool) {
	for ; n != 0; n-- {
		i := slices.IndexFunc(m.peers, fits)
		if i < 0 {
			return
		}
		hash := m.peers[i].hash
		m.peers = slices.Delete(m.peers, i, i+1)
		if m.count(of(hash)) == 0 {
			m.turn++
			m.torrents[hash].touched = m.turn
		}
	}
}

func (m *model) count(fits func(modelPeer) bool) (n int) {
	for _, p := range m.peers {
		n += count(fits(p))
	}
	return n
}

func of(h infoHash) func(modelPeer) bool { return func(p modelPeer) bool { return p.hash == h } }

// TestRegistryAgainstModel lets random clients come, go, fall silent and be too
// many.
func TestRegistryAgainstModel(t *testing.T) {
	t.Parallel()
	const maxAge = 75 * time.Second
	rapid.Check(t, func(t *rapid.T) {
		c := newClock()
		g := newRegistry(c.read, maxAge)
		g.resume()
		few := rapid.SampledFrom([]int{2, 3, 4, 1000})
		g.max = limits{few.Draw(t, "torrents"), 2 + few.Draw(t, "peers"), few.Draw(t, "per torrent"), few.Draw(t, "per address")}
		m := model{maxAge: maxAge, max: g.max, torrents: map[infoHash]*modelTorrent{}}
		var now time.Duration
		for range rapid.IntRange(1, 60).Draw(t, "announces") {
			d := time.Duration(rapid.IntRange(1, 40).Draw(t, "seconds")) * time.Second
			c.turn(d)
			now += d
			a := drawAnnounce(t)
			m.announce(a, now)
			got := g.announce(a)

			leechers := func(p modelPeer) bool { return p.hash == a.hash && p.left != 0 }
			require.Equal(t, []int{m.count(of(a.hash)) - m.count(leechers), m.count(leechers)}, []int{got.seeders, got.leechers})
			checkPicked(t, a, got, &m)
			checkKnown(t, g, &m)
		}
	})
}

func drawAnnounce(t *rapid.T) announce {
	ip := netip.AddrFrom4([4]byte{127, 0, 0, byte(rapid.IntRange(1, 3).Draw(t, "ip"))})
	return announce{
		hash:  infoHash{byte(rapid.IntRange(0, 5).Draw(t, "torrent"))},
		from:  endpointOf(ip, uint16(rapid.IntRange(1, 4).Draw(t, "port"))),
		left:  int64(rapid.IntRange(-1, 1).Draw(t, "left")),
		event: rapid.SampledFrom([]string{"", "", "started", "completed", "stopped"}).Draw(t, "event"),
		want:  rapid.IntRange(0, 12).Draw(t, "want"),
	}
}

func checkPicked(t *rapid.T, a announce, got result, m *model) {
	eligible := map[endpoint]bool{}
	for _, p := range m.peers {
		if a.event != "stopped" && p.hash == a.hash && p.from != a.from && !(a.left == 0 && p.left == 0) {
			eligible[p.from] = true
		}
	}
	require.Len(t, got.peers, min(a.want, len(eligible)))
	for _, p := range got.peers {
		require.Contains(t, eligible, p.at)
		delete(eligible, p.at) // each once
	}
}

// checkKnown compares all that the two remember.
func checkKnown(t *rapid.T, g *registry, m *model) {
	require.Len(t, g.torrents, len(m.torrents))
	for h, want := range m.torrents {
		require.Contains(t, g.torrents, h)
		require.Equal(t, want.completed, g.torrents[h].completed)
		require.Len(t, g.torrents[h].peers, m.count(of(h)))
	}
	require.Len(t, g.peers, len(m.peers))
	addresses := map[[4]byte]int{}
	for _, want := range m.peers {
		p := g.peers[placement{g.torrents[want.hash], want.from}]
		require.NotNil(t, p)
		require.Equal(t, want.event, p.event)
		require.Equal(t, want.left, p.left)
		require.Same(t, p, p.swarm.peers[p.index])
		addresses[p.at.addr()]++
	}
	require.Len(t, g.addresses, len(addresses))
	for a, n := range addresses {
		require.Equal(t, n, g.addresses[a].count)
	}
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

// TestLimits fills each limit: the oldest makes room, and that is told once.
func TestLimits(t *testing.T) {
	t.Parallel()
	events := make(observer, 100)
	c := newClock()
	b := NewBuiltin(Options{Observer: events, now: c.read})
	b.swarms.max = limits{torrents: 3, peers: 6, perTorrent: 3, perAddress: 4}
	say := func(ip int, hash string, port int) {
		_, got := direct(b, fmt.Sprintf("127.0.0.%d:1", ip), "/announce", query(hash, "a", port, "&left=1"))
		require.Contains(t, got, "8:completei0e")
	}
	// who gives the peers as TORRENT IP:PORT, the letter and the ends.
	who := func() (list []string) {
		for h, s := range b.Torrents() {
			letter, err := hex.DecodeString(h[:2])
			require.NoError(t, err)
			for _, p := range s.Peers {
				list = append(list, fmt.Sprintf("%s%s:%d", letter, strings.TrimPrefix(p.IP, "127.0.0."), p.Port))
			}
		}
		slices.Sort(list)
		return list
	}
	told := func() (texts []string) {
		for len(events) > 0 {
			if e := <-events; e.Level >= slog.LevelWarn {
				texts = append(texts, fmt.Sprintf("%s; %v", e.Text, e.Fields["forgotten"]))
			}
		}
		return texts
	}
	const full = "tracker forgot its oldest peers: it remembers "

	say(1, "A", 1)
	say(1, "A", 2)
	say(2, "A", 3)
	say(1, "A", 1) // the oldest no more
	require.Empty(t, told())
	say(2, "A", 4)
	require.Equal(t, []string{"A1:1", "A2:3", "A2:4"}, who(), "a torrent is full")
	require.Equal(t, []string{full + "3 peers of a torrent at most; 1"}, told())

	say(1, "B", 1)
	say(1, "B", 2)
	say(1, "B", 3)
	say(1, "C", 1)
	require.Equal(t, []string{"A2:3", "A2:4", "B1:1", "B1:2", "B1:3", "C1:1"}, who(), "an address is full")
	say(3, "C", 1)
	require.Equal(t, []string{"A2:4", "B1:1", "B1:2", "B1:3", "C1:1", "C3:1"}, who(), "the tracker is full")
	require.Empty(t, told(), "once a minute is enough")

	c.turn(time.Minute)
	say(3, "D", 1)
	require.Equal(t, []string{"B1:1", "B1:2", "B1:3", "C1:1", "C3:1", "D3:1"}, who(), "a torrent without peers made room")
	require.Len(t, b.Torrents(), 3)
	require.Equal(t, []string{full + "6 peers at most; 3"}, told(), "with those that were not told")
	b.swarms.max.peers = 100
	say(3, "E", 1)
	require.Equal(t, []string{"C1:1", "C3:1", "D3:1", "E3:1"}, who(), "there are too many torrents with peers")
	c.turn(time.Minute)
	say(3, "F", 1)
	require.Equal(t, []string{"D3:1", "E3:1", "F3:1"}, who())
	require.Equal(t, []string{full + "3 torrents at most; 5"}, told())
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
