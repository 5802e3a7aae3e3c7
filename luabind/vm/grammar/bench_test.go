package grammar_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
	"github.com/tlua/tlua/luabind/vm/grammar"
)

// BenchmarkCheck is the share of Check in the time that a chunk takes to load.
func BenchmarkCheck(b *testing.B) {
	for name, src := range map[string]string{"line": "return x + 1", "chunk": strings.Repeat("do "+seedChunk+" end\n", 20)} {
		b.Run(name, func(b *testing.B) {
			text := []byte(src)
			_, err := vm.Compile("=x", text)
			require.NoError(b, err)
			var check, load time.Duration
			for b.Loop() {
				start := time.Now()
				_, _ = grammar.Check(text)
				check += time.Since(start)
				start = time.Now()
				_, _ = vm.Compile("=x", text)
				load += time.Since(start)
			}
			b.ReportMetric(100*float64(check)/float64(load), "%/load")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// seedChunk are those seeds that can stand together.
var seedChunk = "do " + strings.Join(strings.Split(strings.TrimSpace(seeds), "\n\n")[:4], " end do ") + " end"
