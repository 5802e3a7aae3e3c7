package bench

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/bind"
)

// script is a runtime in which a benchmark's Lua code runs.
type script struct {
	*testing.B
	*luabind.Runtime
}

// newScript makes a runtime that lives as long as the benchmark.
func newScript(b *testing.B, modules ...*bind.Module) script {
	b.Helper()
	r, err := luabind.New(context.Background(), luabind.Options{
		Name: "bench", Dir: b.TempDir(), Stderr: os.Stderr, Modules: modules,
	})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, r.Close()) })
	return script{b, r}
}

// run runs code that must not fail, and gives its first result.
func (s script) run(code string, args ...string) any {
	s.Helper()
	res, err := s.RunString("bench.lua", code, args...)
	require.NoError(s, err)
	if len(res.Values) == 0 {
		return nil
	}
	return res.Values[0]
}

// newFactory makes a factory of local jobs that lives as long as the benchmark.
func newFactory(b *testing.B) *job.Factory {
	b.Helper()
	f := job.NewFactory(local.New(), job.FactoryOptions{})
	b.Cleanup(func() { require.NoError(b, f.Close()) })
	return f
}
