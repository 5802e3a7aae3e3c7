package job

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The history is the end of what was written.
func TestHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := history{limit: rapid.IntRange(1, 40).Draw(t, "limit")}
		var all []byte
		for _, p := range rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 0, 100)).Draw(t, "pieces") {
			h.write(p)
			all = append(all, p...)
			require.Equal(t, int64(len(all)), h.end)
			require.Equal(t, int64(max(len(all)-h.limit, 0)), h.start())
			from := rapid.Int64Range(h.start(), h.end).Draw(t, "from")
			buf := make([]byte, rapid.IntRange(0, 60).Draw(t, "buffer"))
			n := h.read(buf, from)
			require.Equal(t, min(len(buf), len(all)-int(from)), n)
			require.True(t, bytes.Equal(all[from:int(from)+n], buf[:n]))
		}
	})
}

func TestTail(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want []string
	}{
		{"", 3, nil},
		{"a\nb\nc\n", 2, []string{"b", "c"}},
		{"a\nb\nunfinished", 2, []string{"b", "unfinished"}},
		{"a\r\n\r\nb   \r", 3, []string{"a", "b"}},
		{"one", 0, nil},
		{"x" + string(bytes.Repeat([]byte("y"), 9000)), 1, []string{string(bytes.Repeat([]byte("y"), 8192))}},
	} {
		h := history{limit: 1 << 20}
		h.write([]byte(c.text))
		require.Equal(t, c.want, h.tail(c.n), "%.20q", c.text)
	}
}
