package bench

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	logBytes  = 64 << 20
	lineBytes = 100 // with its end
)

var logWords = [...]string{
	"accepted", "backend", "client", "deferred", "evicted", "fetched", "gateway", "handshake",
	"index", "journal", "kernel", "lease", "mirror", "notified", "offset", "peer",
}

// writeLog writes a log that is the same each time, and gives its path. Of its
// lines half end in status=NNN, of those 2 % in 5xx; 1 % carry [a/b/c], and 1 %
// begin with ERROR:.
func writeLog(b *testing.B) string {
	b.Helper()
	return writeLines(b, appendLine)
}

// writeRequests writes a log whose lines all have a latency, and gives its path.
func writeRequests(b *testing.B) string {
	b.Helper()
	return writeLines(b, appendRequest)
}

// writeLines writes a file of lines, each appended to an empty one.
func writeLines(b *testing.B, appendLine func(line []byte, r *rand.Rand, n int) []byte) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "log")
	file, err := os.Create(path)
	require.NoError(b, err)
	w := bufio.NewWriterSize(file, 1<<20)
	r := rand.New(rand.NewPCG(1, 2))
	line := make([]byte, 0, 2*lineBytes)
	for n := range logBytes / lineBytes {
		w.Write(appendLine(line, r, n))
	}
	require.NoError(b, w.Flush())
	require.NoError(b, file.Close())
	return path
}

// appendLine appends line n, with its end, to an empty line.
func appendLine(line []byte, r *rand.Rand, n int) []byte {
	var end []byte
	kind := r.IntN(100)
	if kind == 0 {
		line = append(line, "ERROR: "...)
	} else {
		line = fmt.Appendf(line, "%02d:%02d.%03d ", n/60_000%60, n/1000%60, n%1000)
	}
	switch {
	case kind == 1:
		line = fmt.Appendf(line, "[%d/%d/%d] ", r.IntN(1000), 1000, r.IntN(50))
	case 1 < kind && kind < 52:
		status := 200 + r.IntN(5)
		if r.IntN(50) == 0 {
			status += 300
		}
		end = fmt.Appendf(end, " status=%d", status)
	}
	for len(line) < lineBytes {
		line = append(line, logWords[r.IntN(len(logWords))]...)
		line = append(line, ' ')
	}
	line = append(line[:lineBytes-1-len(end)], end...)
	return append(line, '\n')
}

// appendRequest appends line n, with its end, to an empty line.
func appendRequest(line []byte, r *rand.Rand, n int) []byte {
	line = fmt.Appendf(line, "%02d:%02d.%03d INFO server.worker%d: ", n/60_000%60, n/1000%60, n%1000, r.IntN(64))
	end := fmt.Appendf(nil, " latency=%dus\n", r.IntN(100_000))
	for len(line)+len(end) < lineBytes {
		line = append(line, logWords[r.IntN(len(logWords))]...)
		line = append(line, ' ')
	}
	return append(line[:lineBytes-len(end)], end...)
}
