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
	"time"

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
		if err := begins(answers, "d8:completei"); err != nil {
			return err
		}
	}
	return nil
}

// raceDetector tells that it is at work, which makes everything ten times slower.
var raceDetector bool

// TestEverAnotherPeer has one client be another peer at another torrent with each
// of 100 000 announces, which it does not wait for the answers of: each is
// answered, and what it leaves behind is within the limits. Nothing runs beside it:
// it looks at the heap.
func TestEverAnotherPeer(t *testing.T) {
	const connections = 8
	perConnection := 12_500
	if raceDetector {
		perConnection /= 5
	}
	told := new(warnings)
	b := started(t, Options{Observer: told})
	addr := address(t, b)
	heapBefore, before := heap(), runtime.NumGoroutine()
	var all sync.WaitGroup
	var open []net.Conn
	for i := range connections {
		conn, err := net.Dial("tcp4", addr)
		require.NoError(t, err)
		defer conn.Close()
		open = append(open, conn)
		all.Go(func() { // until it is cut off, or all is sent
			w := bufio.NewWriter(conn)
			for n := range perConnection {
				q, _ := odd(i*perConnection + n)
				_, _ = io.WriteString(w, "GET /announce?"+q+" HTTP/1.1\r\nHost: x\r\n\r\n")
			}
			_ = w.Flush()
		})
		all.Go(func() {
			r := bufio.NewReader(conn)
			for n := range perConnection {
				q, want := odd(i*perConnection + n)
				if err := begins(r, want); err != nil {
					t.Errorf("announce %d, %.200q: %v", n, q, err)
					conn.Close()
					return
				}
			}
		})
	}
	all.Wait()
	require.LessOrEqual(t, runtime.NumGoroutine(), before+4*connections, "two of each end of a connection, at most")
	for _, conn := range open {
		conn.Close()
	}
	left := func() bool { return runtime.NumGoroutine() <= before+1 } // it runs in one of its own
	require.Eventually(t, left, 30*time.Second, time.Millisecond)
	grown := heap() - heapBefore
	t.Logf("%d torrents, %d peers, %d KB", len(b.swarms.torrents), len(b.swarms.peers), grown>>10)
	require.Len(t, b.swarms.torrents, MaxTorrents)
	require.LessOrEqual(t, len(b.swarms.peers), MaxPeersPerAddress)
	require.Less(t, grown, int64(8<<20))
	require.Positive(t, told.Load())
	runtime.KeepAlive(b)
}

// odd gives the query of announce n, and how its answer begins. No peer comes
// twice, and some are such as no client sends.
func odd(n int) (query, answer string) {
	q := fmt.Sprintf("info_hash=%%00%%ff%018d&peer_id=%020d&port=%d&left=%d&numwant=200&compact=%d", n, n, 1+n%65535, n%2, n%3%2)
	const fine, refused = "d8:completei", "d14:failure reason"
	switch n % 50 {
	case 0:
		return q + "&key=" + strings.Repeat("x", 7500), fine
	case 1:
		return q + strings.Repeat("&a=%41", 1000), fine
	case 2:
		return q + "&event=stopped", fine
	case 3:
		return q + "&uploaded=9223372036854775807&downloaded=9223372036854775807&event=completed", fine
	case 4:
		return q + "&port=x&ip=10.0.0.1", fine // the first port counts, and no other address
	case 5:
		return "port=0&" + q, refused
	case 6:
		return "info_hash=short&" + q, refused
	case 7:
		return q + "&x=%zz", refused
	case 8:
		return q + "&" + strings.Repeat("x", maxQuery), refused
	case 9:
		return "", refused
	}
	return q, fine
}

// begins reads the answer to a request, whose body must begin with start.
func begins(r *bufio.Reader, start string) error {
	res, err := http.ReadResponse(r, nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && (res.StatusCode != http.StatusOK || !strings.HasPrefix(string(body), start)) {
		err = fmt.Errorf("%s, %q", res.Status, body)
	}
	return err
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
