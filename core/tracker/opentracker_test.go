package tracker

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/metainfo"
)

// opened gives an opentracker that does not run.
func opened(t *testing.T, o Options) *process {
	_, err := exec.LookPath("opentracker")
	require.NoError(t, err, "opentracker is needed: apt-get install opentracker")
	return created(t, EngineOpentracker, o, ProcessOptions{})
}

// cutAddr gives a tracker's address in parts, and its URL.
func cutAddr(t *testing.T, p *process) (ip, port, url string) {
	url, err := p.AnnounceURL()
	require.NoError(t, err)
	ip, port, err = net.SplitHostPort(p.addr().String())
	require.NoError(t, err)
	return ip, port, url
}

func anyTorrent() (h [20]byte) {
	for i := range h {
		h[i] = byte(rand.Uint32())
	}
	return h
}

// served checks that a client of the torrent gets what it wants, or not.
func served(t *testing.T, p *process, h [20]byte, want bool) {
	t.Helper()
	_, _, url := cutAddr(t, p)
	err := probe(soon(t), url, h, "started")
	if want {
		require.NoError(t, err)
		return
	}
	var r refusal
	require.ErrorAs(t, err, &r)
	require.Contains(t, string(r), "not authorized")
}

func TestOpentrackerAllow(t *testing.T) {
	t.Parallel()
	ctx := soon(t)
	p := opened(t, Options{})
	before, after := anyTorrent(), anyTorrent()
	require.NoError(t, p.Allow(ctx, before))
	require.NoError(t, p.Allow(ctx, before))
	for range 10 { // the list is in force when Start returns, each time
		require.NoError(t, p.Start(ctx))
		served(t, p, before, true)
		require.NoError(t, p.Stop(ctx))
	}
	require.NoError(t, p.Start(ctx))
	served(t, p, after, false)
	require.NoError(t, p.Allow(ctx, after))
	served(t, p, after, true)
	served(t, p, before, true)
	served(t, p, anyTorrent(), false)
	for range 50 {
		h := anyTorrent()
		require.NoError(t, p.Allow(ctx, h))
		served(t, p, h, true)
	}
	require.NoError(t, p.Stop(ctx))
	require.NoError(t, p.Start(ctx))
	served(t, p, after, true)
	served(t, p, before, true)
}

// TestOpentrackerAsUser runs it as a user who is not root.
func TestOpentrackerAsUser(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("the other tests run as an ordinary user already")
	}
	program := script(t, `exec setpriv --reuid 65534 --regid 65534 --clear-groups opentracker "$@"`)
	p := created(t, EngineOpentracker, Options{}, ProcessOptions{Program: program})
	first, second := anyTorrent(), anyTorrent()
	require.NoError(t, p.Allow(soon(t), first))
	require.NoError(t, p.Start(soon(t)))
	pid, err := p.job.PID()
	require.NoError(t, err)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	require.NoError(t, err)
	require.Contains(t, string(status), "Uid:\t65534\t65534\t65534\t65534")
	served(t, p, first, true)
	require.NoError(t, p.Allow(soon(t), second))
	served(t, p, second, true)
}

// TestOpentrackerClients lets one ctorrent fetch 1 MB from another.
func TestOpentrackerClients(t *testing.T) {
	t.Parallel()
	p := opened(t, Options{})
	require.NoError(t, p.Start(soon(t)))
	_, _, url := cutAddr(t, p)
	dir := t.TempDir()
	file := filepath.Join(dir, "a.bin")
	data := make([]byte, 1_000_000)
	for i := range data {
		data[i] = byte(rand.Uint32())
	}
	require.NoError(t, os.WriteFile(file, data, 0o600))
	torrent := share(t, url, file)
	raw, err := os.ReadFile(torrent)
	require.NoError(t, err)
	info, err := metainfo.Parse(raw)
	require.NoError(t, err)
	require.NoError(t, p.Allow(soon(t), info.InfoHash))

	new(client).run(t, torrent, file, "Seed for others").await(t)
	leecher := new(client).run(t, torrent, filepath.Join(dir, "b.bin"), "Download complete.")
	leecher.await(t)
	same(t, data, leecher.file)
}

// folder gives a folder with these rights in one that all may enter.
func folder(t *testing.T, perm os.FileMode) string {
	dir, err := os.MkdirTemp("", "tlua-test-")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	require.NoError(t, os.Chmod(dir, perm))
	return dir
}

// TestOpentrackerUnwritable has a list that cannot be written.
func TestOpentrackerUnwritable(t *testing.T) {
	t.Parallel()
	p := opened(t, Options{})
	o := p.program.(*opentracker)
	o.tempDir = filepath.Join(t.TempDir(), "none")
	require.EqualError(t, p.Start(soon(t)), "tracker.start: ENOENT: "+o.tempDir+": no such file or directory")
	o.tempDir = folder(t, 0o755)
	require.NoError(t, p.Start(soon(t)))
	require.NoError(t, os.RemoveAll(o.dir))
	require.EqualError(t, p.Allow(soon(t), anyTorrent()), "tracker.allow: ENOENT: "+o.list()+": no such file or directory")
	require.True(t, p.Running())
}

// TestOpentrackerUnreadable has a list that the user nobody cannot read.
func TestOpentrackerUnreadable(t *testing.T) {
	t.Parallel()
	p := opened(t, Options{})
	o := p.program.(*opentracker)
	o.tempDir = folder(t, 0o700)
	err := p.Start(soon(t))
	if os.Geteuid() != 0 {
		require.NoError(t, err)
		return
	}
	require.ErrorIs(t, err, job.EACCES)
	require.Contains(t, err.Error(), "tracker.start: EACCES: it cannot read "+o.list()+
		"; if root starts it, it becomes the user nobody, who must be able to enter that folder; opentracker#1 is running (pid ")
	require.False(t, p.Running())
}
