package tracker

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/internal/leak"
)

func TestMain(m *testing.M) {
	if manner := os.Getenv(fakeVar); manner != "" {
		fake(manner, os.Args[1:])
	}
	os.Exit(descriptors{leak.Checked{Tests: m}}.Run()) // once no goroutine is left to close them
}

// descriptors are tests that fail if they leave sockets, pipes or files open.
type descriptors struct{ tests interface{ Run() int } }

func (d descriptors) Run() int {
	before := openFiles()
	if code := d.tests.Run(); code != 0 {
		return code
	}
	if after := openFiles(); len(after) > len(before) {
		fmt.Fprintf(os.Stderr, "leak: these are left open: %q, at first there were %q\n", after, before)
		return 1
	}
	return 0
}

// openFiles lists what the process has open, but for what Go's network poller keeps.
func openFiles() (list []string) {
	links, _ := filepath.Glob("/proc/self/fd/*")
	for _, link := range links {
		if what, err := os.Readlink(link); err == nil && !strings.HasPrefix(what, "anon_inode:") {
			list = append(list, what)
		}
	}
	return list
}

// soon bounds what must happen at once.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// loopback gives an address of this machine that hardly anyone else uses.
func loopback() string {
	return fmt.Sprintf("127.%d.%d.%d", 1+rand.IntN(254), rand.IntN(256), 1+rand.IntN(254))
}

// started gives a running tracker.
func started(t testing.TB, o Options) *Builtin {
	if o.IP == "" {
		o.IP = loopback()
	}
	b := NewBuiltin(o)
	require.NoError(t, b.Start(soon(t)))
	t.Cleanup(func() { require.NoError(t, b.Destroy(soon(t))) })
	return b
}

// address gives the IP:PORT of a tracker.
func address(t testing.TB, b *Builtin) string {
	raw, err := b.AnnounceURL()
	require.NoError(t, err)
	u, err := url.Parse(raw)
	require.NoError(t, err)
	return u.Host
}

// query gives an announce's query: torrent and peer id are of one letter each.
func query(hash, id string, port int, more string) string {
	return fmt.Sprintf("info_hash=%s&peer_id=%s&port=%d%s", strings.Repeat(hash, 20), strings.Repeat(id, 20), port, more)
}

// ask sends raw bytes and gives all that comes back.
func ask(t testing.TB, addr, raw string) string {
	conn, err := net.Dial("tcp4", addr)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
	_, err = io.WriteString(conn, raw)
	require.NoError(t, err)
	got, err := io.ReadAll(conn)
	require.NoError(t, err)
	return string(got)
}

// body gives the body of the answer to a request.
func body(t testing.TB, addr, path string) string {
	got := ask(t, addr, "GET "+path+" HTTP/1.0\r\n\r\n")
	_, b, ok := strings.Cut(got, "\r\n\r\n")
	require.True(t, ok, "%q", got)
	return b
}

// direct hands a request to the handler without a network.
func direct(b *Builtin, from, path, query string) (int, string) {
	w := httptest.NewRecorder()
	b.web.ServeHTTP(w, &http.Request{
		Method: "GET", URL: &url.URL{Path: path, RawQuery: query}, RemoteAddr: from,
	})
	return w.Code, w.Body.String()
}

// clock is a clock that a test turns.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Unix(1e9, 0)} }

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) turn(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// observer hands on the logged events. It blocks when nobody takes them, which
// no test lets happen.
type observer chan event.Event

func (o observer) Wants(k event.Kind) bool { return k == event.Log }
func (o observer) Observe(e event.Event)   { o <- e }

// await gives the first event that fits.
func (o observer) await(t testing.TB, what string, fits func(event.Event) bool) event.Event {
	for ctx := soon(t); ; {
		select {
		case e := <-o:
			if fits(e) {
				return e
			}
		case <-ctx.Done():
			require.FailNow(t, "it never came: "+what)
		}
	}
}

// watcher is an output in which one text is waited for.
type watcher struct {
	mu    sync.Mutex
	want  string
	text  strings.Builder
	found chan struct{}
}

func watch(want string) *watcher { return &watcher{want: want, found: make(chan struct{})} }

func (w *watcher) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := strings.Contains(w.text.String(), w.want)
	w.text.Write(p)
	if !before && strings.Contains(w.text.String(), w.want) {
		close(w.found)
	}
	return len(p), nil
}

func (w *watcher) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// decode reads one bencoded value and fails if anything is left.
func decode(t testing.TB, s string) any {
	r := bufio.NewReader(strings.NewReader(s))
	v := decodeValue(t, r)
	_, err := r.ReadByte()
	require.ErrorIs(t, err, io.EOF, "%q", s)
	return v
}

func decodeValue(t testing.TB, r *bufio.Reader) any {
	c, err := r.ReadByte()
	require.NoError(t, err)
	switch c {
	case 'i':
		var n int64
		_, err := fmt.Fscanf(r, "%de", &n)
		require.NoError(t, err)
		return n
	case 'l':
		l := []any{}
		for !ends(t, r) {
			l = append(l, decodeValue(t, r))
		}
		return l
	case 'd':
		d, last := map[string]any{}, ""
		for !ends(t, r) {
			k := decodeValue(t, r).(string)
			require.True(t, len(d) == 0 || k > last, "the keys %q and %q are not in order", last, k)
			last, d[k] = k, decodeValue(t, r)
		}
		return d
	}
	require.NoError(t, r.UnreadByte())
	var n int
	_, err = fmt.Fscanf(r, "%d:", &n)
	require.NoError(t, err)
	b := make([]byte, n)
	_, err = io.ReadFull(r, b)
	require.NoError(t, err)
	return string(b)
}

// ends takes an 'e' if it is next.
func ends(t testing.TB, r *bufio.Reader) bool {
	c, err := r.ReadByte()
	require.NoError(t, err)
	if c == 'e' {
		return true
	}
	require.NoError(t, r.UnreadByte())
	return false
}
