package spec

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/yuin/gopher-lua/ast"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/luabind/vm"
)

// shapeIn reads the shape of a file with that text.
func shapeIn(src string) (s shape, err error) {
	_, err = vm.CompileSeen("@x.lua", []byte(src), func(tree []ast.Stmt) (err error) {
		s, err = shapeOf(tree)
		return err
	})
	return s, err
}

func TestShapes(t *testing.T) {
	for src, want := range map[string]bool{
		`it("x", function() end)`:                                true,
		`for i = 1, 3 do if i then test("x") end end`:            true,
		`local f = function() return {a = describe} end`:         false,
		`describe "x" (function() end)`:                          true,
		`require "busted.runner"()`:                              true,
		`local it = it; it("x")`:                                 true,
		`local function test() end test()`:                       false,
		`function context() end context()`:                       false,
		`local function f(spec) spec() end f(print)`:             false,
		`t.it("x") t:describe("x")`:                              false,
		`print("describe") assert(true)`:                         false,
		``:                                                       false,
		`pcall(insulate, function() end)`:                        false,
		`local x = 1 + (expose("x", function() end) or 0)`:       true,
		`return function() context("x", function() end) end`:     true,
		`repeat until it("x", function() end)`:                   true,
		`local t = {[it("k", print)] = 1, not test, -#"x" .. 1}`: true,
	} {
		s, err := shapeIn(src)
		require.NoError(t, err, src)
		require.Equal(t, want, s.spec, src)
	}
}

// A file without any statement has no tests.
func TestEmptyFiles(t *testing.T) {
	for src, want := range map[string]bool{``: true, "-- nothing\n--[[ here ]]\n": true, `return`: false, `local x`: false, `do end`: false} {
		s, err := shapeIn(src)
		require.NoError(t, err, src)
		require.Equal(t, want, s.empty, src)
	}
}

func TestParams(t *testing.T) {
	p := func(name string, value any) event.Param { return event.Param{Name: name, Value: value} }
	for src, want := range map[string][][]event.Param{
		`print(1)`:                              nil,
		`params{n = {1, -2}, s = {"x", true}}`:  {{p("n", 1.0), p("s", "x")}, {p("n", 1.0), p("s", true)}, {p("n", -2.0), p("s", "x")}, {p("n", -2.0), p("s", true)}},
		`local p = params{n = 0x10}`:            {{p("n", 16.0)}},
		`p = params{{n = 1}, {n = 2, s = "x"}}`: {{p("n", 1.0)}, {p("n", 2.0), p("s", "x")}},
		`local function f() params{n = 1} end`:  nil,
		`local params = print params{n = f}`:    nil,
	} {
		s, err := shapeIn(src)
		require.NoError(t, err, src)
		require.Equal(t, want, s.params, src)
	}
	for _, src := range []string{`params()`, `params{}`, `params(x)`, `params{n = f()}`, `params{n = {}}`, `params{n = {1, x}}`, `params{{n = {1, 2}}}`, `params{n = 1, n = 2}`, `params{n = {a = 1}}`} {
		_, err := shapeIn(src)
		require.ErrorContains(t, err, "line 1: params: ", src)
	}
}
