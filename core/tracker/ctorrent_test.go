package tracker

import (
	"bytes"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/metainfo"
)

// client is a running ctorrent.
type client struct {
	addr string // IP:PORT
	file string
	log  *watcher
}

func ctorrent(t *testing.T) string {
	path, err := exec.LookPath("ctorrent")
	require.NoError(t, err, "ctorrent is needed: apt-get install ctorrent")
	return path
}

// share makes dir/name.torrent out of dir/name.
func share(t *testing.T, url, file string) string {
	torrent := file + ".torrent"
	out, err := exec.CommandContext(soon(t), ctorrent(t), "-t", "-u", url, "-s", torrent, file).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return torrent
}

// run starts a client that has file, or makes it, and watches for a text.
func (c *client) run(t *testing.T, torrent, file, text string) *client {
	ip := loopback()
	l, err := net.Listen("tcp4", ip+":0")
	require.NoError(t, err)
	c.addr, c.file, c.log = l.Addr().String(), file, watch(text)
	_, port, err := net.SplitHostPort(c.addr)
	require.NoError(t, err)
	require.NoError(t, l.Close())

	cmd := exec.Command(ctorrent(t), "-U", "1000000", "-D", "1000000", "-b", file+".bf", "-s", file, "-i", ip, "-p", port, torrent)
	cmd.Stdout, cmd.Stderr = c.log, c.log
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s:\n%s", c.addr, c.log)
		}
	})
	return c
}

func (c *client) await(t *testing.T) {
	select {
	case <-c.log.found:
	case <-soon(t).Done():
		require.FailNow(t, "it never came: "+c.log.want)
	}
}

// TestClients lets one ctorrent fetch 2 MB from another that it finds here, and
// has a third join after an outage.
func TestClients(t *testing.T) {
	t.Parallel()
	events := make(observer, 1000)
	b := started(t, Options{Observer: events, Interval: 5 * time.Second})
	url, err := b.AnnounceURL()
	require.NoError(t, err)
	dir := t.TempDir()
	file := filepath.Join(dir, "a.bin")
	data := make([]byte, 2_000_000)
	_, _ = io.ReadFull(rand.NewChaCha8([32]byte{}), data)
	require.NoError(t, os.WriteFile(file, data, 0o600))
	torrent := share(t, url, file)
	raw, err := os.ReadFile(torrent)
	require.NoError(t, err)
	info, err := metainfo.Parse(raw)
	require.NoError(t, err)
	require.Equal(t, url, info.Announce)

	announced := func(c *client, named string) map[string]any {
		e := events.await(t, named+" of "+c.addr, func(e event.Event) bool {
			return e.Fields["peer"] == c.addr && e.Fields["event"] == named
		})
		return e.Fields
	}
	seeder := new(client).run(t, torrent, file, "Seed for others")
	require.Equal(t, info.HashHex(), announced(seeder, "started")["torrent"])
	seeder.await(t)

	leecher := new(client).run(t, torrent, filepath.Join(dir, "b.bin"), "Download complete.")
	require.EqualValues(t, len(data), announced(leecher, "started")["left"])
	leecher.await(t)
	same(t, data, leecher.file)

	require.NoError(t, b.Stop(soon(t)))
	swarm := b.Torrents()[info.HashHex()]
	require.Len(t, swarm.Peers, 2)
	for _, p := range swarm.Peers {
		require.Equal(t, "-CD0303-", p.ID[:8], hex.EncodeToString([]byte(p.ID)))
	}
	require.NoError(t, b.Start(soon(t)))

	third := new(client).run(t, torrent, filepath.Join(dir, "c.bin"), "Download complete.")
	announced(third, "started")
	third.await(t)
	same(t, data, third.file)
}

func same(t *testing.T, data []byte, file string) {
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, bytes.Equal(data, got), file)
}
