package bind_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/bind"
	lua "github.com/yuin/gopher-lua"
	"pgregory.net/rapid"
)

func TestDecodeValues(t *testing.T) {
	w := newWorld(t)
	_, err := w.run(t, `
		f = job.factory()
		ctorrent.create{
			metainfo_file = "a.torrent", save_to_file = "b", port = 65535, nice = -5, big = 2^53, any = -3, rate = 0.5,
			verbose = true, trackers = {"x", "y"}, wrappers = {{program = "strace", args = {"-f"}}}, size = {program = "p"},
			factory = f, on_line = print, tracker = {1, "a", {b = true}}, dest = "d", poll_ms = 1.5, timeout_ms = -1,
			data = "\0\255", raw = 5, env = {A = "1", B = false},
		}`)
	require.NoError(t, err)
	o := w.opt
	require.NotNil(t, o.OnLine)
	require.Equal(t, 3, o.Factory.N)
	require.Equal(t, lua.LNumber(5), o.Raw)
	require.Nil(t, o.Env["B"])
	require.Equal(t, "1", *o.Env["A"])
	o.OnLine, o.Factory, o.Raw, o.Env = nil, nil, nil, nil
	nice := -5
	require.Empty(t, cmp.Diff(options{
		Common:       Common{Timeout: 7},
		MetainfoFile: "a.torrent", SaveToFile: "b", Port: 65535, Nice: &nice, Big: 1 << 53, Any: -3, Rate: 0.5,
		Verbose: true, Trackers: []string{"x", "y"}, Wrappers: []wrapper{{"strace", []string{"-f"}}}, Size: &wrapper{Program: "p"},
		Tracker: []any{1.0, "a", map[string]any{"b": true}}, Renamed: "d", Poll: 1500 * time.Microsecond, Data: []byte("\x00\xff"),
	}, o))
}

func TestDecodeEdges(t *testing.T) {
	w := newWorld(t)
	for src, want := range map[string]func() any{
		"timeout_ms = 0":          func() any { return w.opt.Timeout == 0 },
		"timeout_ms = math.huge":  func() any { return w.opt.Timeout > math.MaxInt64/2 },
		"trackers = {}":           func() any { return w.opt.Trackers != nil && len(w.opt.Trackers) == 0 },
		"tracker = {}":            func() any { return w.opt.Tracker.(map[string]any) != nil },
		"tracker = job.factory()": func() any { return w.opt.Tracker.(*Factory).N == 3 },
		"tracker = print":         func() any { return w.opt.Tracker.(*lua.LFunction) != nil },
		"verbose = nil":           func() any { return !w.opt.Verbose },
	} {
		_, err := w.run(t, "ctorrent.create{metainfo_file = 'm', "+src+"}")
		require.NoError(t, err, src)
		require.Equal(t, true, want(), src)
	}
	_, err := w.run(t, "local t = {} t.t = t ctorrent.create{metainfo_file = 'm', tracker = t}")
	require.ErrorContains(t, err, "tables are nested too deep")
	_, err = w.run(t, "ctorrent.create{metainfo_file = 'm', ['a\\nb' .. ('x'):rep(100)] = 1}")
	require.ErrorContains(t, err, `unknown option 'a\nbxxx`)
}

type everyKind struct {
	I8  int8
	U8  *uint8
	F   float64
	S   string
	L   []everyKind
	M   map[string][]int
	P   *everyKind `lua:",table"`
	A   any
	D   *time.Duration
	Fn  *lua.LFunction
	H   *Factory
	Emb Common
}

// anyValue draws a Lua value of any type, the keys of tables among those that
// everyKind has.
func anyValue(rt *rapid.T, L *lua.LState, depth int) lua.LValue {
	kinds := 7
	if depth > 3 {
		kinds = 6
	}
	switch rapid.IntRange(0, kinds).Draw(rt, "kind") {
	case 0:
		return lua.LNil
	case 1:
		return lua.LBool(rapid.Bool().Draw(rt, "bool"))
	case 2:
		return lua.LNumber(rapid.Float64().Draw(rt, "float"))
	case 3:
		return lua.LNumber(rapid.IntRange(-300, 300).Draw(rt, "int"))
	case 4:
		return lua.LString(rapid.String().Draw(rt, "string"))
	case 5:
		return L.NewFunction(func(*lua.LState) int { return 0 })
	case 6:
		return &lua.LUserData{Value: &Factory{}, Metatable: lua.LNil}
	}
	t := L.NewTable()
	for range rapid.IntRange(0, 5).Draw(rt, "n") {
		var key lua.LValue = lua.LString(rapid.SampledFrom([]string{"i8", "u8", "f", "s", "l", "m", "p", "a", "d_ms", "fn", "h", "emb"}).Draw(rt, "key"))
		if rapid.IntRange(0, 3).Draw(rt, "array") == 0 {
			key = lua.LNumber(rapid.IntRange(1, 4).Draw(rt, "index"))
		}
		t.RawSet(key, anyValue(rt, L, depth+1))
	}
	return t
}

func TestDecodeNeverPanicsAndIsDeterministic(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(rt *rapid.T) {
		v := anyValue(rt, w.L, 0)
		var a, b everyKind
		errA, errB := bind.Decode(w.L, v, &a), bind.Decode(w.L, v, &b)
		if errA != nil {
			require.EqualError(rt, errB, errA.Error())
			require.NotContains(rt, errA.Error(), "\n")
			return
		}
		require.NoError(rt, errB)
	})
}

type plainData struct {
	Name  string
	N     int64
	List  []uint16
	M     map[string]float64
	Wait  time.Duration
	Ok    bool
	Inner struct{ Data []byte }
	Opt   *string
}

func TestEncodeIsDecodesInverse(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(rt *rapid.T) {
		in := plainData{
			Name: rapid.String().Draw(rt, "name"),
			N:    rapid.Int64Range(-1<<53, 1<<53).Draw(rt, "n"),
			List: rapid.SliceOfN(rapid.Uint16(), 0, 5).Draw(rt, "list"),
			M:    rapid.MapOf(rapid.String(), rapid.Float64()).Draw(rt, "m"),
			Wait: time.Duration(rapid.IntRange(0, 1e6).Draw(rt, "wait")) * time.Millisecond,
			Ok:   rapid.Bool().Draw(rt, "ok"),
			Opt:  rapid.Ptr(rapid.String(), true).Draw(rt, "opt"),
		}
		in.Inner.Data = []byte(rapid.String().Draw(rt, "data"))
		v, err := bind.ToLua(w.L, in)
		require.NoError(rt, err)
		var out plainData
		require.NoError(rt, bind.Decode(w.L, v, &out))
		require.Empty(rt, cmp.Diff(in, out))
	})
}

func TestToLua(t *testing.T) {
	w := newWorld(t)
	type named string
	cyclic := map[string]any{}
	cyclic["self"] = cyclic
	for _, c := range []struct {
		in   any
		want string
	}{
		{nil, "nil"}, {named("x"), "x"}, {int8(-3), "-3"}, {uint64(7), "7"}, {[]byte("b"), "b"}, {1500 * time.Microsecond, "1.5"},
		{lua.LTrue, "true"}, {(*string)(nil), "nil"}, {errPlain, "EIO: plain"}, {error(nil), "nil"}, {float32(0.5), "0.5"},
	} {
		v, err := bind.ToLua(w.L, c.in)
		require.NoError(t, err)
		require.Equal(t, c.want, w.L.ToStringMeta(v).String())
	}
	for _, bad := range []any{int64(1) << 60, uint64(1) << 63, make(chan int), cyclic, []any{func() {}}, map[int]chan int{1: nil}, struct{ C chan int }{}} {
		_, err := bind.ToLua(w.L, bad)
		require.Error(t, err)
	}
	v, err := bind.ToLua(w.L, []any{[2]int{1, 2}, map[int]string{7: "x"}, struct {
		Common
		lower int
	}{}})
	require.NoError(t, err)
	w.L.SetGlobal("v", v)
	got, err := w.run(t, "return #v[1], v[1][2], v[2][7], v[3].timeout_ms, v[3].lower")
	require.NoError(t, err)
	require.Equal(t, "2|2|x|0|nil", got)
}
