package ctorrent_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/ctorrent"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
)

// A torrent whose files would be elsewhere than where the user said is refused
// before the client is started, which follows such names.
func TestTorrentsStayInTheirFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := job.NewFactory(local.New(), job.FactoryOptions{})
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	const rest = "12:piece lengthi65536e6:pieces20:AAAAAAAAAAAAAAAAAAAA"
	one := func(name string) string {
		return fmt.Sprintf("d6:lengthi5e4:name%d:%s%se", len(name), name, rest)
	}
	several := func(path ...string) string {
		list := ""
		for _, name := range path {
			list += fmt.Sprintf("%d:%s", len(name), name)
		}
		return "d5:filesld6:lengthi5e4:pathl" + list + "eee4:name1:d" + rest + "e"
	}
	for i, c := range []struct{ info, want string }{
		{one("../x"), `info.name: the name "../x" leads out of the folder`},
		{one("/x"), `info.name: the name "/x" leads out of the folder`},
		{one("a/x"), `info.name: the name "a/x" has a '/'`},
		{one("x\x00y"), `info.name: the name "x\x00y" has a zero byte`},
		{one(""), "info.name: the name is empty"},
		{several("a", "..", "..", "x"), `info.files.path: the name ".." leads out of the folder`},
		{several("a/../..", "x"), `info.files.path: the name "a/../.." leads out of the folder`},
		{several("/x"), `info.files.path: the name "/x" leads out of the folder`},
		{several("a", "", "x"), "info.files.path: the name is empty"},
		{several("a\x00", "x"), `info.files.path: the name "a\x00" has a zero byte`},
		{several(), "info.files.path: the path is empty"},
	} {
		torrent := filepath.Join(dir, fmt.Sprintf("%d.torrent", i))
		require.NoError(t, os.WriteFile(torrent, []byte("d8:announce14:http://x:1/ann4:info"+c.info+"e"), 0o644))
		a, err := ctorrent.Create(f, ctorrent.Options{MetainfoFile: torrent, SaveToFile: filepath.Join(dir, "to", "x")})
		require.NoError(t, err)
		err = a.Start(context.Background())
		require.ErrorIs(t, err, job.EINVAL)
		require.ErrorContains(t, err, "ctorrent.start: EINVAL: "+torrent+": no metainfo file: byte ")
		require.ErrorContains(t, err, c.want)
		require.Nil(t, a.Job().Done(), "the client was started")
		require.NoError(t, a.Destroy(context.Background(), 0))
	}
	made, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	require.Len(t, made, 11, "the metainfo files only")
}

// No name becomes a flag of the client. It runs in a folder of its own, so that
// names can begin with their '-'.
func TestNamesThatLookLikeFlags(t *testing.T) {
	w := newWorld(t, 300_000)
	t.Chdir(w.dir)
	data, err := os.ReadFile(w.original)
	require.NoError(t, err)
	require.NoError(t, os.Mkdir("-d", 0o755))
	require.NoError(t, os.WriteFile("-x", data, 0o644))
	url, err := w.tracker.AnnounceURL()
	require.NoError(t, err)
	info, err := ctorrent.CreateMetainfo(w.within(patience), w.factory, ctorrent.MetainfoOptions{
		Tracker: url, MetainfoFile: "-d/-t", Target: "-x", Comment: "-p",
	})
	require.NoError(t, err)
	require.Equal(t, "-x", info.Name)
	require.False(t, info.Private)
	app := func(name string, change ...func(*ctorrent.Options)) *ctorrent.App {
		return w.app("", append(change, func(o *ctorrent.Options) { o.MetainfoFile, o.SaveToFile = "-d/-t", name })...)
	}
	w.complete(app("-x"))
	w.complete(app("-e"))
	w.same("-e")
	// The client writes a bitfield file when it ends before it has everything.
	part := append(data[:262144:262144], make([]byte, 300_000-262144)...)
	require.NoError(t, os.WriteFile("-f", part, 0o644))
	third := app("-f", func(o *ctorrent.Options) { o.BitfieldFile, o.Announce = "-c", "http://127.0.0.1:1/" })
	done, err := third.CheckCompletion(context.Background(), patience)
	require.NoError(t, err)
	require.False(t, done)
	require.NoError(t, third.Stop(context.Background(), 1500*time.Millisecond))
	require.FileExists(t, "-c")
}
