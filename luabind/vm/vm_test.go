package vm_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
)

func TestExit(t *testing.T) {
	for src, want := range map[string]int{
		"os.exit()": 0, "os.exit(3)": 3, "os.exit(true)": 0, "os.exit(false)": 1,
		"pcall(os.exit, 4) error('not reached')":                                                       4,
		"xpcall(function() os.exit(5) end, function(e) seen = e return 'x' end) error(tostring(seen))": 5,
		"coroutine.resume(coroutine.create(function() os.exit(6) end)) error('no')":                    6,
		"coroutine.wrap(function() pcall(pcall, os.exit, 7) end)() error('no')":                        7,
		"pcall(protect, function() os.exit(8) end) error('no')":                                        8,
		"load(function() os.exit(9) end) error('no')":                                                  9,
		"pcall(table.sort, {2, 1, 3}, function() os.exit(10) end) error('no')":                         10,
	} {
		w := newWorld(t, "")
		_, err := w.run(t, src)
		require.Error(t, err, src)
		e := vm.ExitOf(err)
		require.NotNil(t, e, "%s: %v", src, err)
		require.Equal(t, want, e.Code, src)
		require.Equal(t, lua.LNil, w.L.GetGlobal("seen"))
	}
	require.Nil(t, vm.ExitOf(nil))
}

func TestProtectedCallsStayAsTheyWere(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{
		"return pcall(error, 'x', 0)":                                                                                                   "false|x",
		"return pcall(function(...) return select('#', ...), ... end, 1, nil)":                                                          "true|2|1|nil",
		"return xpcall(function() error('x', 0) end, function(e) return '<' .. e .. '>' end)":                                           "false|<x>",
		"return xpcall(function() return 1, 2 end, print)":                                                                              "true|1|2",
		"return coroutine.resume(coroutine.create(function(a) local b = coroutine.yield(a + 1) error(b, 0) end), 1)":                    "true|2",
		"local co = coroutine.create(function() coroutine.yield(1) error('e', 0) end) coroutine.resume(co) return coroutine.resume(co)": "false|e",
		"return channel, _printregs, package.loaded.channel":                                                                            "nil|nil|nil",
	})
}

func TestSizes(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{
		"local t = {} for i = 1, 100000 do t[i] = 'x' end return #table.concat(t)":                "100000",
		"local t = {} for i = 1, 8000 do t[i] = i end return select('#', unpack(t))":              "8000",
		"local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end return f(19000)": "19000",
		"return #{('x'):rep(8000):byte(1, -1)}":                                                   "8000",
	})
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		vm.New(vm.Options{}).Close()
	}
}

func BenchmarkProtect(b *testing.B) {
	w := newWorld(b, "")
	p, err := vm.Compile("=f", []byte("return 1"))
	require.NoError(b, err)
	fn := w.L.NewFunctionFromProto(p)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := vm.Protect(w.L, fn); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProtectError(b *testing.B) {
	w := newWorld(b, "")
	p, err := vm.Compile("=f", []byte("error('x')"))
	require.NoError(b, err)
	fn := w.L.NewFunctionFromProto(p)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := vm.Protect(w.L, fn); err == nil {
			b.Fatal("no error")
		}
	}
}

func BenchmarkDeepRecursion(b *testing.B) {
	p, err := vm.Compile("=f", []byte("local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end return f(19000)"))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		L := vm.New(vm.Options{})
		if _, err := vm.Protect(L, L.NewFunctionFromProto(p)); err != nil {
			b.Fatal(err)
		}
		L.Close()
	}
}
