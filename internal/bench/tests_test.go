package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkTests measures the milliseconds that tlua test takes beside busted:
// for one test, for 200 trivial ones in a file, for 2000 of them, and for 100
// files with a test of 50 ms each, which tlua runs eight at once.
func BenchmarkTests(b *testing.B) {
	needs(b, "busted")
	tlua := command(b)
	for _, c := range []struct {
		name  string
		files int
		tests int
		body  string
		jobs  int
		times int
	}{
		{"one", 1, 1, "assert.equal(1, 1)", 1, 10},
		{"trivial=200", 1, 200, "assert.equal(1, 1)", 1, 10},
		{"trivial=2000", 1, 2000, "assert.equal(1, 1)", 1, 3},
		{"files=100x50ms", 100, 1, `(sleep or function(ms) require "busted".sleep(ms / 1000) end)(50)`, 8, 1},
	} {
		b.Run(c.name+"/vs=busted", func(b *testing.B) {
			dir := b.TempDir()
			for f := range c.files {
				var text strings.Builder
				text.WriteString("describe('many', function()\n")
				for i := range c.tests {
					fmt.Fprintf(&text, "  it('test %d', function() %s end)\n", i, c.body)
				}
				text.WriteString("end)\n")
				require.NoError(b, os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%03d_spec.lua", f)), []byte(text.String()), 0o644))
			}
			results := b.TempDir()
			ours := func() {
				output(b, exec.Command(tlua, "test", "-j", fmt.Sprint(c.jobs), "--output", results, dir))
			}
			theirs := func() { output(b, exec.Command("busted", dir)) }
			compare(b, "ms", times(c.times, ours), times(c.times, theirs))
		})
	}
}
