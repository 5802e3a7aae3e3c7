package vm_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/internal/leak"
	"github.com/tlua/tlua/luabind/vm"
	lua "github.com/yuin/gopher-lua"
)

func TestMain(m *testing.M) { leak.Main(m) }

// world is a state and what it writes.
type world struct {
	L           *lua.LState
	out, errOut bytes.Buffer
}

func newWorld(t testing.TB, input string) *world {
	w := &world{}
	w.L = vm.New(vm.Options{
		Stdin: strings.NewReader(input), Stdout: &w.out, Stderr: &w.errOut,
		AtEnd: func(end func() error) { t.Cleanup(func() { require.NoError(t, end()) }) },
	})
	t.Cleanup(w.L.Close)
	// protect calls its argument through Go, as a binding calls a callback.
	w.L.SetGlobal("protect", w.L.NewFunction(func(L *lua.LState) int {
		vs, err := vm.Protect(L, L.Get(1))
		if err != nil {
			L.Error(err.(*vm.Error).Value, 0)
		}
		for _, v := range vs {
			L.Push(v)
		}
		return len(vs)
	}))
	// try tells whether its argument returns.
	w.L.SetGlobal("try", w.L.NewFunction(func(L *lua.LState) int {
		_, err := vm.Protect(L, L.Get(1))
		L.Push(lua.LBool(err == nil))
		return 1
	}))
	return w
}

// run runs a chunk named case.lua and gives its results as text.
func (w *world) run(t testing.TB, src string, args ...lua.LValue) (string, error) {
	t.Helper()
	p, err := vm.Compile("@case.lua", []byte(src))
	require.NoError(t, err)
	vs, err := vm.Protect(w.L, w.L.NewFunctionFromProto(p), args...)
	var out []string
	for _, v := range vs {
		out = append(out, w.L.ToStringMeta(v).String())
	}
	return strings.Join(out, "|"), err
}

// same checks what chunks give.
func (w *world) same(t *testing.T, cases map[string]string) {
	t.Helper()
	for src, want := range cases {
		got, err := w.run(t, src)
		require.NoError(t, err, src)
		require.Equal(t, want, got, src)
	}
}
