package bind_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/bind"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
)

// benchLoop runs body b.N times in a Lua loop; app is a handle.
func benchLoop(b *testing.B, body string) {
	w := newWorld(b)
	p, err := vm.Compile("=bench", []byte("local n = ... local app = ctorrent.one() for i = 1, n do "+body+" end"))
	require.NoError(b, err)
	b.ReportAllocs()
	b.ResetTimer()
	_, err = vm.Protect(w.L, w.L.NewFunctionFromProto(p), lua.LNumber(b.N))
	require.NoError(b, err)
}

func BenchmarkMethod(b *testing.B) { benchLoop(b, "app:wait_completion(5)") }

func BenchmarkField(b *testing.B) { benchLoop(b, "local _ = app.name") }

func BenchmarkHandle(b *testing.B) { benchLoop(b, "ctorrent.one()") }

func BenchmarkNewHandle(b *testing.B) { benchLoop(b, "job.factory()") }

func BenchmarkRaise(b *testing.B) { benchLoop(b, "pcall(app.wait_completion, app, 0)") }

func BenchmarkDecode(b *testing.B) {
	w := newWorld(b)
	_, err := w.run(b, `o = {metainfo_file = "a", save_to_file = "b", port = 80, trackers = {"x", "y"}, timeout_ms = 5}`)
	require.NoError(b, err)
	v := w.L.GetGlobal("o")
	b.ReportAllocs()
	for b.Loop() {
		var o options
		if err := bind.Decode(w.L, v, &o); err != nil {
			b.Fatal(err)
		}
	}
}
