package tracker

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// What is no announce or scrape, too large or cut short gets a failure reason
// over the network, too, and the tracker goes on.
func TestHostileRequests(t *testing.T) {
	t.Parallel()
	b := started(t, Options{})
	addr := address(t, b)
	const expected = "an HTTP GET request was expected: 400 Bad Request"
	get := func(header string) string {
		return "GET /announce?" + query("A", "p", 1, "&left=1") + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n"
	}
	lots := strings.Repeat("x", 1<<20)
	for _, c := range []struct {
		name, request string
		status        int
		reason        string
	}{
		{"other page", "GET / HTTP/1.0\r\n\r\n", 404, `only /announce and /scrape are served here, not "/"`},
		{"long page", "GET /" + lots[:9000] + " HTTP/1.0\r\n\r\n", 404, `only /announce and /scrape are served here, not "/` + lots[:59] + `"`},
		{"page above", "GET /../announce HTTP/1.0\r\n\r\n", 404, `only /announce and /scrape are served here, not "/../announce"`},
		{"post", "POST /announce HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc", 405, `a GET request was expected, got "POST"`},
		{"options", "OPTIONS * HTTP/1.0\r\n\r\n", 405, `a GET request was expected, got "OPTIONS"`},
		{"proxy", "CONNECT a:1 HTTP/1.0\r\n\r\n", 405, `a GET request was expected, got "CONNECT"`},
		{"http 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 405, `a GET request was expected, got "PRI"`},
		{"long method", lots[:100] + " /announce HTTP/1.0\r\n\r\n", 405, `a GET request was expected, got "` + lots[:20] + `"`},

		{"no query", "GET /announce HTTP/1.0\r\n\r\n", 200, "info_hash is missing"},
		{"long query", "GET /announce?" + lots[:9000] + " HTTP/1.0\r\n\r\n", 200, "the query has 9000 bytes, more than 8192"},
		{"zero byte", strings.Replace(get(""), "pp", "%00%zz", 1), 200, `the query has a bad escape "%zz"; two hexadecimal digits follow a %`},
		{"short scrape", "GET /scrape?info_hash=a HTTP/1.0\r\n\r\n", 200, "info_hash has 1 bytes, not 20"},
		{"bad scrape", "GET /scrape?%g HTTP/1.0\r\n\r\n", 200, `the query has a bad escape "%g"; two hexadecimal digits follow a %`},
		{"long scrape", "GET /scrape?" + lots[:9000] + " HTTP/1.0\r\n\r\n", 200, "the query has 9000 bytes, more than 8192"},
		{"body", get("Content-Length: 3\r\n") + "abc", 200, "a request without a body was expected"},
		{"body of unknown length", get("Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n", 200, "a request without a body was expected"},
		{"body that never comes", get("Content-Length: 9223372036854775807\r\n"), 200, "a request without a body was expected"},
		{"body to be asked for", get("Expect: 100-continue\r\nContent-Length: 3\r\n"), 200, "a request without a body was expected"},
		{"large body", get("Content-Length: 1048576\r\n") + lots, 200, "a request without a body was expected"},

		{"no http", "hello\r\n\r\n", 400, expected},
		{"no http, long", "hello\r\n\r\n" + lots, 400, expected},
		{"tls", "\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\n\n", 400, expected},
		{"old http", "GET /announce\r\n\r\n", 400, expected},
		{"new http", "GET / HTTP/9.9\r\n\r\n", 505, "an HTTP GET request was expected: 505 HTTP Version Not Supported: unsupported protocol version"},
		{"bad escape", "GET /%zz HTTP/1.0\r\n\r\n", 400, expected},
		{"blank in the query", "GET /announce?info_hash=a b HTTP/1.0\r\n\r\n", 400, expected},
		{"bad header", get("X\x00: y\r\n"), 400, expected},
		{"no host", "GET /announce HTTP/1.1\r\n\r\n", 400, expected + ": missing required Host header"},
		{"two hosts", get("Host: y\r\n"), 400, expected},
		{"negative body", get("Content-Length: -1\r\n"), 400, expected},
		{"two lengths", get("Content-Length: 1\r\nContent-Length: 2\r\n"), 400, expected},
		{"unknown encoding", get("Transfer-Encoding: zip\r\n"), 501, "an HTTP GET request was expected: 501 Not Implemented"},
		{"unknown expectation", get("Expect: more\r\n"), 417, "an HTTP GET request was expected: 417 Expectation Failed"},
		{"huge header", get("X: " + lots + "\r\n"), 431, "the request has more than 16384 bytes"},
		{"many headers", get(strings.Repeat("X: y\r\n", 10_000)), 431, "the request has more than 16384 bytes"},
		{"huge url", "GET /announce?" + lots, 431, "the request has more than 16384 bytes"},
		{"huge method", lots, 431, "the request has more than 16384 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, err := net.Dial("tcp4", addr)
			require.NoError(t, err)
			defer conn.Close()
			require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
			_, _ = io.WriteString(conn, c.request) // it may be closed before all is sent
			status, got := answerOf(t, conn)
			require.Equal(t, reason(c.reason), got)
			require.Equal(t, c.status, status)
		})
	}
	require.Empty(t, b.Torrents(), "none of them counts")
}

// TestMutatedRequests sends requests that were changed at random, in two parts:
// each answer is a whole one, and bencoded.
func TestMutatedRequests(t *testing.T) {
	t.Parallel()
	addr := address(t, started(t, Options{}))
	get := "GET /announce?" + query("A", "p", 1, "&left=1") + " HTTP/1.1\r\nHost: x\r\n"
	seeds := []string{
		get + "\r\n", get + "\r\n" + get + "Connection: close\r\n\r\n", "GET /scrape HTTP/1.0\r\n\r\n",
		get + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc",
		get + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
	}
	for range 1000 {
		raw := mutated(seeds[rand.IntN(len(seeds))], seeds)
		answers, err := talk(addr, raw, rand.IntN(len(raw)+1))
		require.NoError(t, err, "%q", raw)
		for _, a := range answers {
			require.IsType(t, map[string]any{}, decode(t, a), "%q", raw)
		}
	}
}

// mutated changes a text in up to five places.
func mutated(s string, others []string) string {
	for range rand.IntN(6) {
		i := rand.IntN(len(s) + 1)
		j := i + rand.IntN(min(len(s)-i, 8)+1)
		other := others[rand.IntN(len(others))]
		other = other[rand.IntN(len(other)):]
		s = s[:i] + []string{"", string(rune(rand.IntN(256))), s[i:j] + s[i:j], other}[rand.IntN(4)] + s[j:]
	}
	return s
}

// talk sends a text in two parts and gives the bodies that come back.
func talk(addr, raw string, cut int) (bodies []string, err error) {
	conn, err := net.Dial("tcp4", addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(30 * time.Second))
	_, _ = io.WriteString(conn, raw[:cut])
	_, _ = io.WriteString(conn, raw[cut:]) // it may be closed before
	_ = conn.(*net.TCPConn).CloseWrite()
	for answers := bufio.NewReader(conn); ; {
		res, err := http.ReadResponse(answers, nil)
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET): // there is no more
			return bodies, nil
		case err != nil:
			return nil, err
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil && !errors.Is(err, syscall.ECONNRESET) {
			return nil, err
		}
		if res.StatusCode >= http.StatusOK {
			bodies = append(bodies, string(body))
		}
	}
}

// answerOf reads one answer. That the connection is reset after it, since the
// tracker did not take all that was sent, does no harm.
func answerOf(t testing.TB, conn net.Conn) (status int, body string) {
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if !errors.Is(err, syscall.ECONNRESET) {
		require.NoError(t, err)
	}
	return res.StatusCode, string(got)
}

// gone reports whether the tracker closes a connection soon enough, with an
// answer or without.
func gone(t testing.TB, conn net.Conn, within time.Duration) bool {
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(within)))
	_, err := io.Copy(io.Discard, conn)
	return !errors.Is(err, os.ErrDeadlineExceeded)
}

// Clients that are slow, or never say anything, are cut off.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	b := started(t, Options{patience: 100 * time.Millisecond})
	addr := address(t, b)
	for _, c := range []struct{ name, first, then string }{
		{"silent", "", ""},
		{"silent in the request", "GET /announce HTTP/1.1\r\nHost: x\r\n", ""},
		{"header without end", "GET /announce HTTP/1.1\r\nHost: x\r\n", "X"},
		{"request line without end", "GET /announce?", "x"},
		{"silent after an answer", "GET /scrape HTTP/1.1\r\nHost: x\r\n\r\n", ""},
		{"header without end after an answer", "GET /scrape HTTP/1.1\r\nHost: x\r\n\r\n", "X"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp4", addr)
			require.NoError(t, err)
			defer conn.Close()
			_, err = io.WriteString(conn, c.first)
			require.NoError(t, err)
			if strings.HasSuffix(c.first, "\r\n\r\n") {
				_, got := answerOf(t, conn)
				require.Equal(t, "d5:filesdee", got)
			}
			if c.then == "" {
				require.True(t, gone(t, conn, 30*time.Second))
				return
			}
			// A byte now and then does not help.
			for end := time.Now().Add(30 * time.Second); !gone(t, conn, 10*time.Millisecond); {
				require.True(t, time.Now().Before(end), "it is not cut off")
				_, _ = io.WriteString(conn, c.then)
			}
		})
	}
}

// A client that asks and does not read the answers is cut off, too.
func TestClientThatDoesNotRead(t *testing.T) {
	t.Parallel()
	b := started(t, Options{patience: 100 * time.Millisecond})
	for i := range maxScrape { // so that answers are large
		direct(b, "127.0.0.1:1", "/announce", fmt.Sprintf("info_hash=%020d&peer_id=%020d&port=1", i, i))
	}
	conn, err := net.Dial("tcp4", address(t, b))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
	for err == nil {
		_, err = io.WriteString(conn, "GET /scrape HTTP/1.1\r\nHost: x\r\n\r\n")
	}
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded)
}

// TestTooManyConnections has one client more than an address may have, and one
// more than there may be.
func TestTooManyConnections(t *testing.T) {
	t.Parallel()
	events := make(observer, 100)
	b := started(t, Options{Observer: events})
	addr := address(t, b)
	b.run.conns.mu.Lock()
	require.Equal(t, []int{1024, 256}, []int{b.run.conns.max, b.run.conns.perAddress})
	b.run.conns.max, b.run.conns.perAddress = 5, 3
	b.run.conns.mu.Unlock()

	open := map[string][]net.Conn{}
	dial := func(from string) net.Conn {
		d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
		conn, err := d.Dial("tcp4", addr)
		require.NoError(t, err)
		t.Cleanup(func() { conn.Close() })
		open[from] = append(open[from], conn)
		return conn
	}
	for range 3 {
		dial("127.0.0.1")
	}
	for range 2 { // the second is not told
		require.True(t, gone(t, dial("127.0.0.1"), 30*time.Second))
	}
	dial("127.0.0.2")
	dial("127.0.0.2")
	require.True(t, gone(t, dial("127.0.0.2"), 30*time.Second))
	for from := range open {
		conn := open[from][0]
		require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
		_, err := io.WriteString(conn, "GET /scrape HTTP/1.0\r\n\r\n")
		require.NoError(t, err)
		_, got := answerOf(t, conn)
		require.Equal(t, "d5:filesdee", got, "the others are served")
	}
	e := events.await(t, "the event", func(e event.Event) bool { return e.Level == slog.LevelWarn })
	require.Equal(t, "tracker closed a connection: it has 3 of an address at most", e.Text)
	for len(events) > 0 {
		require.Less(t, (<-events).Level, slog.LevelWarn)
	}
}

// TestKeptConnections has clients of one address ask twice: only so many of
// them keep their connection for it.
func TestKeptConnections(t *testing.T) {
	t.Parallel()
	addr := address(t, started(t, Options{}))
	ask := func(conn net.Conn) (kept bool) {
		require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
		_, err := io.WriteString(conn, "GET /scrape HTTP/1.1\r\nHost: x\r\n\r\n")
		require.NoError(t, err)
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err)
		defer res.Body.Close()
		got, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.Equal(t, "d5:filesdee", string(got))
		return !res.Close
	}
	for i := range maxKept + 1 {
		conn, err := net.Dial("tcp4", addr)
		require.NoError(t, err)
		defer conn.Close()
		require.Equal(t, i < maxKept, ask(conn), "connection %d", i+1)
		if i < maxKept {
			require.True(t, ask(conn))
		}
	}
}

// It listens where it is told, and nowhere else.
func TestListensThereOnly(t *testing.T) {
	t.Parallel()
	ip := loopback()
	b := started(t, Options{IP: ip})
	here, err := netip.ParseAddrPort(address(t, b))
	require.NoError(t, err)
	require.Equal(t, ip, here.Addr().String())
	for _, other := range []string{loopback(), here.Addr().Next().String()} {
		conn, err := net.Dial("tcp4", net.JoinHostPort(other, fmt.Sprint(here.Port())))
		if err == nil {
			conn.Close()
		}
		require.Error(t, err, "%s", other)
	}
}

// Refusals without end are told now and then.
func TestRefusalsAreRationed(t *testing.T) {
	t.Parallel()
	c := newClock()
	events := make(observer, 1000)
	b := NewBuiltin(Options{Observer: events, now: c.read})
	for range 500 {
		direct(b, "127.0.0.1:1", "/announce", "")
	}
	require.Len(t, events, maxRefusals)
	for range maxRefusals {
		require.NotContains(t, (<-events).Fields, "refused")
	}
	c.turn(time.Minute)
	direct(b, "127.0.0.1:1", "/announce", "")
	require.Equal(t, 501-maxRefusals, (<-events).Fields["refused"])
}
