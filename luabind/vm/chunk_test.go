package vm_test

import (
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
		{"\n\nx y", "f.lua:3: unexpected symbol near 'y'", false},
		{"if x", "f.lua:1: unexpected symbol near '<eof>'", true},
		{"if x then\n", "f.lua:2: unexpected symbol near '<eof>'", true},
		{"f(", "f.lua:1: unexpected symbol near '<eof>'", true},
		{"x =", "f.lua:1: unexpected symbol near '<eof>'", true},
		{"x = 1 +", "f.lua:1: unexpected symbol near '<eof>'", true},
		{"return function()", "f.lua:1: unexpected symbol near '<eof>'", true},
		{"end", "f.lua:1: unexpected symbol near 'end'", false},
		{"\nx = 'abc\ny = 1", "f.lua:2: unfinished string near '\"abc'", false},
		{"x = 'abc", "f.lua:1: unfinished string near '\"abc'", false},
		{"x = [[abc\n\n", "f.lua:3: unfinished long string near '<eof>'", true},
		{"x = 1\n--[==[ abc\n", "f.lua:3: unfinished long comment near '<eof>'", true},
		{"x = [=abc", "f.lua:1: invalid long string delimiter near 'a'", false},
		{"x = $", "f.lua:1: unexpected symbol near '$'", false},
		{"x = 1 ~ 2", "f.lua:1: unexpected symbol near '~'", false},
		{"break", "f.lua:1: no loop to break", false},
		{"function f() return ... end", "f.lua:1: cannot use '...' outside a vararg function", false},
		{"goto nowhere", "f.lua:2: no visible label 'nowhere' for <goto> at line 1", false},
	} {
		_, err := vm.Compile("@f.lua", []byte(c.src))
		var se *vm.SyntaxError
		require.ErrorAs(t, err, &se, c.src)
		require.Equal(t, c.want, err.Error(), c.src)
		require.Equal(t, c.incomplete, se.Incomplete, c.src)
	}
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
