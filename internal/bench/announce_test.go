package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/tracker"
)

const (
	announcesPerRound = 4000
	announcers        = 4 // connections at once
)

// visit is how a client announces: how often on one connection, and how many
// announces it sends before it reads the answers.
type visit struct{ announces, ahead int }

var (
	kept   = visit{announcesPerRound / announcers, 50}
	single = visit{1, 1}
)

// BenchmarkAnnounce counts the announces a second that a tracker answers one
// client, over the network: on connections that are kept, and on one for each. The
// peer is opentracker, which keeps none.
func BenchmarkAnnounce(b *testing.B) {
	needs(b, "opentracker")
	for _, c := range []struct {
		name  string
		visit visit
	}{{"kept", kept}, {"single", single}} {
		b.Run(c.name+"/vs=opentracker", func(b *testing.B) {
			compare(b, "announces/s", announces(b, tracker.EngineBuiltin, c.visit), announces(b, tracker.EngineOpentracker, single))
		})
	}
}

// announces has clients announce themselves to a tracker, all at one torrent.
func announces(b *testing.B, e tracker.Engine, v visit) side {
	ctx := context.Background()
	t, err := tracker.New(newFactory(b), e, tracker.Options{}, tracker.ProcessOptions{})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, t.Destroy(ctx)) })
	require.NoError(b, t.Allow(ctx, [20]byte([]byte(strings.Repeat("H", 20)))))
	require.NoError(b, t.Start(ctx))
	at, err := t.AnnounceURL()
	require.NoError(b, err)
	u, err := url.Parse(at)
	require.NoError(b, err)
	return rate(announcesPerRound, func() {
		var all sync.WaitGroup
		for i := range announcers {
			all.Go(func() {
				if err := v.pay(u.Host, i*announcesPerRound/announcers); err != nil {
					b.Error(err)
				}
			})
		}
		all.Wait()
	})
}

// pay sends one announcer's announces, of a peer with a port of its own each, the
// first of which is the one after base.
func (v visit) pay(addr string, base int) error {
	for sent := 0; sent < announcesPerRound/announcers; sent += v.announces {
		conn, err := net.Dial("tcp4", addr)
		if err != nil {
			return err
		}
		err = v.talk(conn, base+sent)
		conn.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (v visit) talk(conn net.Conn, base int) error {
	answers, last := bufio.NewReader(conn), ""
	if v.announces == 1 {
		last = "Connection: close\r\n"
	}
	var requests bytes.Buffer
	for sent := 0; sent < v.announces; sent += v.ahead {
		requests.Reset()
		for i := range v.ahead {
			port := base + sent + i + 1
			fmt.Fprintf(&requests, "GET /announce?info_hash=HHHHHHHHHHHHHHHHHHHH&peer_id=%020d&port=%d&uploaded=0&downloaded=0&left=1&compact=1 HTTP/1.1\r\nHost: x\r\n%s\r\n",
				port, port, last)
		}
		if _, err := conn.Write(requests.Bytes()); err != nil {
			return err
		}
		for range v.ahead {
			if err := answered(answers); err != nil {
				return err
			}
		}
	}
	return nil
}

// answered reads the answer to an announce. It costs little beside the tracker.
func answered(r *bufio.Reader) error {
	size := 0
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) == len("\r\n") {
			break
		}
		if n, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if size, err = strconv.Atoi(string(bytes.TrimSpace(n))); err != nil {
				return err
			}
		}
	}
	if start, err := r.Peek(min(size, 12)); err != nil || string(start) != "d8:completei" {
		return fmt.Errorf("no answer to an announce: %q, %w", start, err)
	}
	_, err := r.Discard(size)
	return err
}
