package tracker

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// heap is how many bytes live on the heap.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// warnings counts the warnings.
type warnings struct{ atomic.Int64 }

func (w *warnings) Wants(k event.Kind) bool { return k == event.Log }
func (w *warnings) Observe(e event.Event) {
	if e.Level >= slog.LevelWarn {
		w.Add(1)
	}
}

// TestFlood has clients at four addresses that are new ones with each announce,
// and send long requests. Nothing runs beside it: it looks at the heap.
func TestFlood(t *testing.T) {
	const addresses, perClient = 4, 2500
	told := new(warnings)
	b := started(t, Options{Observer: told})
	addr := address(t, b)
	before := heap()
	var all sync.WaitGroup
	for i := range 2 * addresses {
		all.Go(func() {
			d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(1+i%addresses))}}
			conn, err := d.DialContext(soon(t), "tcp4", addr)
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			if err := flood(conn, perClient); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.LessOrEqual(t, len(b.swarms.torrents), MaxTorrents)
	require.LessOrEqual(t, len(b.swarms.peers), addresses*MaxPeersPerAddress)
	require.Greater(t, len(b.swarms.peers), addresses*MaxPeersPerAddress/2, "the newest are there")
	require.Less(t, heap()-before, int64(10<<20))
	require.LessOrEqual(t, told.Load(), int64(10), "a flood is one warning a minute")
	runtime.KeepAlive(b)
}

// flood announces ever other clients on one connection.
func flood(conn net.Conn, n int) error {
	answers := bufio.NewReader(conn)
	padding := strings.Repeat("x", 4000)
	for range n {
		q := fmt.Sprintf("info_hash=%020d&peer_id=%020d&port=%d&left=%d&event=%s&key=%s",
			rand.Uint64(), rand.Uint64(), 1+rand.IntN(65535), rand.IntN(2), append(events, "")[rand.IntN(5)], padding)
		if _, err := io.WriteString(conn, "GET /announce?"+q+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			return err
		}
		res, err := http.ReadResponse(answers, nil)
		if err != nil {
			return err
		}
		got, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || !strings.HasPrefix(string(got), "d8:completei") {
			return fmt.Errorf("%q, %w", got, err)
		}
	}
	return nil
}

// TestFullRegistry fills a registry to its limits: what it takes is what the
// limits' comment promises.
func TestFullRegistry(t *testing.T) {
	before := heap()
	c := newClock()
	g := newRegistry(c.read, 0)
	g.resume()
	say := func(i int) {
		hash := fmt.Appendf(nil, "%020d", i%MaxTorrents)
		from := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		g.announce(announce{hash: infoHash(hash), from: endpointOf(from, 1), left: 1, event: "started"})
	}
	for i := range MaxPeers + 5000 {
		say(i)
	}
	require.Len(t, g.torrents, MaxTorrents)
	require.Greater(t, len(g.peers), MaxPeers-100)
	require.LessOrEqual(t, len(g.peers), MaxPeers)
	require.Less(t, heap()-before, int64(40<<20))

	c.turn(1)
	say(0)
	require.Len(t, g.peers, 1, "the others have expired")
	for h, s := range g.torrents {
		require.LessOrEqual(t, cap(s.peers), 4, "%x", h)
	}
	runtime.KeepAlive(g)
}
