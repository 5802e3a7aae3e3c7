package vm_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
	"pgregory.net/rapid"
)

func TestSyntaxErrors(t *testing.T) {
	for _, c := range []struct {
		src, want  string
		incomplete bool
	}{
		{"x = = 1", "f.lua:1: unexpected symbol near '='", false},
		{"\n\nx y", "f.lua:3: '=' expected near 'y'", false},
		{"if x", "f.lua:1: 'then' expected near '<eof>'", true},
		{"if x then\n", "f.lua:2: 'end' expected (to close 'if' at line 1) near '<eof>'", true},
		{"x =", "f.lua:1: unexpected symbol near '<eof>'", true},
		{"end", "f.lua:1: '<eof>' expected near 'end'", false},
		{"\nx = 'abc\ny = 1", "f.lua:2: unfinished string near ''abc'", false},
		{"x = 'abc", "f.lua:1: unfinished string near '<eof>'", false},
		{"x = 'abc\\", "f.lua:1: unfinished string near '<eof>'", true},
		{"x = [[abc\n\n", "f.lua:3: unfinished long string near '<eof>'", true},
		{"x = 1\n--[==[ abc\n", "f.lua:3: unfinished long comment near '<eof>'", true},
		{"break", "f.lua:1: no loop to break near '<eof>'", false},
		{"x = 1 [[a\nb]]", "f.lua:2: unexpected symbol near '[[a...'", false},
		{"x = 1 'a\\nb'", "f.lua:1: unexpected symbol near ''a...'", false},
	} {
		_, err := vm.Compile("@f.lua", []byte(c.src))
		var se *vm.SyntaxError
		require.ErrorAs(t, err, &se, c.src)
		require.Equal(t, c.want, err.Error(), c.src)
		require.Equal(t, c.incomplete, se.Incomplete, c.src)
	}
}

// What the interpreter alone refuses.
func TestLimitsOfTheInterpreter(t *testing.T) {
	list := func(n int, format, separator string) string {
		items := make([]string, n)
		for i := range items {
			items[i] = strings.ReplaceAll(format, "%d", strconv.Itoa(i))
		}
		return strings.Join(items, separator)
	}
	upvalues := func(n int) string {
		return list(n/2, "local u%d", "\n") + " function f()\n" + list(n-n/2, "local v%d", " ") + "\nfunction g() return " +
			list(n/2, "u%d", "+") + "+" + list(n-n/2, "v%d", "+") + " end end"
	}
	for src, want := range map[string]string{
		"f(" + list(190, "%d", ",") + ")":                  "",
		"f(" + list(240, "%d", ",") + ")":                  "f.lua:1: function or expression too complex",
		"\nfunction f(" + list(200, "a%d", ",") + ")\nend": "f.lua:2: function or expression too complex",
		list(190, "local a%d = %d", "\n"):                  "",
		upvalues(255):                                      "",
		upvalues(256):                                      "f.lua:130: function at line 130 has more than 255 upvalues",
		"goto nowhere":                                     "f.lua:2: no visible label 'nowhere' for <goto> at line 1",
	} {
		_, err := vm.Compile("@f.lua", []byte(src))
		if want == "" {
			require.NoError(t, err)
			continue
		}
		var se *vm.SyntaxError
		require.ErrorAs(t, err, &se)
		require.Equal(t, want, err.Error())
		require.False(t, se.Incomplete)
	}
}

// What gopher-lua's parser does not read.
func TestSourceAsLua(t *testing.T) {
	differ(t, `
		--[=== a title, and no long comment
		print(loadstring("\vreturn\f0x1p4 +\v1 --[=")())
		print(pcall(loadstring("--[=\n\f\nerror 'x'", "=x")))
		print(0010, 0xffffffffffffffff, 1e400, -1e400, 0x1p9999, 08, 1.50, 5., .5e1, 1e15, 2^53 == 9007199254740993)
	`)
}

func TestCompileNeverPanics(t *testing.T) {
	words := []string{"if", "then", "end", "x", "=", "1", "'a'", "(", ")", "{", "}", "function", "local", "return", "\n", "[[", "]]", "--", "..", "...", "for", "in", "do", ",", "0x", "1e", "\"", "\\", "~", "goto", "::", "break"}
	rapid.Check(t, func(rt *rapid.T) {
		src := ""
		for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(rt, "words") {
			src += w + " "
		}
		if _, err := vm.Compile("=x", []byte(src)); err != nil {
			var se *vm.SyntaxError
			require.ErrorAs(rt, err, &se)
			require.Positive(rt, se.Line)
			require.NotContains(rt, se.Error(), "\n")
		}
	})
}

func TestChunkNames(t *testing.T) {
	for in, want := range map[string]string{
		"@dir/f.lua": "dir/f.lua", "=stdin": "stdin", "return 1": `[string "return 1"]`, "a\nb": `[string "a..."]`, "": `[string ""]`,
	} {
		require.Equal(t, want, vm.ChunkName(in))
	}
	long := strings.Repeat("folder/", 20) + "f.lua"
	require.Equal(t, long, vm.ChunkName("@"+long))
}

func TestFirstLine(t *testing.T) {
	newWorld(t, "").same(t, map[string]string{
		"return 1":             "1",
		"\xef\xbb\xbfreturn 2": "2",
		"#!/usr/bin/tlua\nreturn debug.getinfo(1, 'l').currentline": "2",
		"\xef\xbb\xbf#!x\nreturn 4":                                 "4",
		"#only":                                                     "",
		"":                                                          "",
	})
}

func TestChunksAreSharedBetweenStates(t *testing.T) {
	p, err := vm.Compile("=shared", []byte("local n = 0 for i = 1, 1000 do n = n + i end return n"))
	require.NoError(t, err)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			L := vm.New(vm.Options{})
			defer L.Close()
			vs, err := vm.Protect(L, L.NewFunctionFromProto(p))
			if err != nil || vs[0].String() != "500500" {
				t.Error(vs, err)
			}
		})
	}
	all.Wait()
}
