package luabind_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/luabind"
)

func TestCommandsHaveTheRuntimesFolderAndEnvironment(t *testing.T) {
	h := newHost(t)
	require.NoError(t, os.WriteFile(filepath.Join(h.dir, "f.lua"), []byte("return ..."), 0o600))
	got := h.run(`
		os.setenv("TLUA_TEST", "own") os.setenv("HOME", nil)
		print("first")
		os.execute("echo $TLUA_TEST ${HOME-none}; pwd -P")
		io.open("made", "w"):close()
		return io.popen("echo $TLUA_TEST"):read(), io.popen("ls"):read("*a"), loadfile("f.lua")(7), dofile("f.lua"), require("f"), os.rename("made", "moved"), os.remove("moved")`)
	dir, err := filepath.EvalSymlinks(h.dir)
	require.NoError(t, err)
	require.Equal(t, "first\nown none\n"+dir+"\n", h.out.String())
	require.Equal(t, []any{"own", "f.lua\nmade\n", 7.0, nil, "f", true, true}, got)
	_, there := os.LookupEnv("TLUA_TEST")
	require.False(t, there)
}

func TestWhatLuasLibrariesLeaveEndsWithTheScript(t *testing.T) {
	h := newHost(t)
	got := h.run(`
		local name = os.tmpname()
		io.open(name .. ".beside", "w"):write("x")
		left = io.open("left", "w") left:write("kept")
		piped = io.popen("echo $$; exec sleep 100")
		os.execute("sleep 100 >/dev/null 2>&1 &")
		return name, piped:read()`)
	name := got[0].(string)
	require.FileExists(t, name)
	require.NotEqual(t, os.TempDir(), filepath.Dir(name))
	require.NoError(t, h.Close())
	require.NoDirExists(t, filepath.Dir(name))
	b, err := os.ReadFile(filepath.Join(h.dir, "left"))
	require.NoError(t, err)
	require.Equal(t, "kept", string(b))
}

func TestCommandsEndWithTheRuntimesContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	r, err := luabind.New(ctx, luabind.Options{Dir: t.TempDir()})
	require.NoError(t, err)
	defer func() { require.NoError(t, r.Close()) }()
	started := time.Now()
	_, err = r.RunString("test.lua", "os.execute('sleep 100; :')")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Less(t, time.Since(started), time.Minute)
}
