package luabind_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/tlua/tlua/luabind"
)

// What a runtime costs that requires the assertions, beside one that does not.
func BenchmarkRequire(b *testing.B) {
	for name, code := range map[string]string{"nothing": ``, "luassert": `require "luassert"`} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r, err := luabind.New(context.Background(), luabind.Options{})
				if err != nil {
					b.Fatal(err)
				}
				if _, err = r.RunString("bench.lua", code); err != nil {
					b.Fatal(err)
				}
				if err = r.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What an assertion costs that holds.
func BenchmarkAssert(b *testing.B) {
	for name, call := range map[string]string{
		"nothing": ``, "lua": `lua_assert(1 == 1)`, "call": `assert(1 == 1)`, "equal": `assert.equal(1, 1)`,
		"is_not": `assert.is_not.equal(1, 2)`, "same": `assert.same({1, {2}}, {1, {2}})`,
		"message": `assert.message("m").is_true(true)`, "error": `assert.has_error(error)`,
	} {
		b.Run(name, func(b *testing.B) {
			r, err := luabind.New(context.Background(), luabind.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close()
			code := `local lua_assert, assert = assert, require "luassert" local n = ` + "%d" + ` for i = 1, n do ` + call + ` end`
			runTimes(b, r, code)
		})
	}
}

// runTimes runs a loop as often as the benchmark asks for.
func runTimes(b *testing.B, r *luabind.Runtime, code string) {
	b.Helper()
	b.ResetTimer()
	if _, err := r.RunString("bench.lua", fmt.Sprintf(code, b.N)); err != nil {
		b.Fatal(err)
	}
}
