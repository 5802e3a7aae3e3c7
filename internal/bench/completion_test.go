package bench

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	transfersPerRound = 5
	transferBytes     = 1 << 20
)

// BenchmarkCompletion measures how many milliseconds after ctorrent has written
// that its download is complete wait_completion returns to the script. The
// client's standard output goes through testdata/relay.c, which notes the time
// just before it passes that line on: what comes after is the same as without
// it, a write to a pipe and what tlua does then. The peer is the time
// that a loop in Go needs to read a line from a pipe.
func BenchmarkCompletion(b *testing.B) {
	needs(b, "ctorrent")
	relay, stamp := compile(b, "relay.c"), compile(b, "stamp.c")
	bare := pipeLatency(b, stamp)
	p := compare(b, "ms", transfers(b, relay), func() []float64 { return []float64{median(bare()) / 1e3} })
	b.ReportMetric(p.subject.quantile(1), "max-ms")
}

// transfers moves a small file from one client to another, a few times a round.
func transfers(b *testing.B, relay string) side {
	var c clock
	s := newScript(b, c.module())
	s.run(`
		dir = fs.tmpdir()
		original, torrent = dir .. "/original", dir .. "/torrent"
		fs.random(original, tonumber(arg[1]))
		swarm = tracker.create{interval_s = 5}
		swarm:start()
		ctorrent.create_metainfo_file(swarm, torrent, original)
		local seeder = ctorrent.create{metainfo_file = torrent, save_to_file = original}
		seeder:start()
		assert(seeder:check_completion())`, strconv.Itoa(transferBytes))
	return func() (out []float64) {
		for range transfersPerRound {
			s.run(`
				local copy = dir .. "/copy"
				local leecher = ctorrent.create{metainfo_file = torrent, save_to_file = copy, program = arg[1]}
				leecher:start()
				leecher:wait_completion()
				clock.mark("")
				assert(fs.same(original, copy))
				leecher:destroy()
				fs.remove(copy)`, relay)
			returned := c.take()
			require.Len(b, returned, 1)
			written, err := os.ReadFile(relay + ".stamp")
			require.NoError(b, err)
			t, err := micros(returned[0].now, strings.TrimSpace(string(written)))
			require.NoError(b, err)
			out = append(out, t/1e3)
		}
		return out
	}
}
