package stream

import (
	"bytes"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// split gives the lines of data, written in the pieces that cut asks for, as
// offset:line, and the bytes lost.
func split(max int, data []byte, cut func(left int) int) (lines []string, lost int64) {
	l := NewLines(max, func(line []byte, offset int64) {
		lines = append(lines, fmt.Sprintf("%d:%s", offset, line))
	})
	for len(data) > 0 {
		n := cut(len(data))
		_, _ = l.Write(data[:n])
		data = data[n:]
	}
	_ = l.Close()
	return lines, l.Lost()
}

// splitWhole does the same by normalizing the ends of lines first.
func splitWhole(max int, data []byte) (lines []string, lost int64) {
	text := strings.ReplaceAll(string(data), "\r\n", "\n\x01")
	text = strings.ReplaceAll(text, "\r", "\n")
	offset := 0
	all := strings.Split(text, "\n")
	for i, line := range all {
		if strings.HasPrefix(line, "\x01") { // the \n of \r\n
			line = line[1:]
			offset++
		}
		switch {
		case i == len(all)-1 && line == "":
		case max > 0 && len(line) > max:
			lost += int64(len(line))
		default:
			lines = append(lines, fmt.Sprintf("%d:%s", offset, line))
		}
		offset += len(line) + 1
	}
	return lines, lost
}

func TestLinesWhateverTheCuts(t *testing.T) {
	for seed := range cases(20000) {
		r := rand.New(rand.NewSource(int64(seed)))
		data := make([]byte, r.Intn(30))
		for i := range data {
			data[i] = "ab\x00\xff\r\n\r\n"[r.Intn(8)]
		}
		max := r.Intn(5)
		want, wantLost := splitWhole(max, data)
		got, lost := split(max, data, randomCuts(r, 1+r.Intn(10)))
		require.Equal(t, want, got, "seed %d: max %d %q", seed, max, data)
		require.Equal(t, wantLost, lost, "seed %d: max %d %q", seed, max, data)
	}
}

func TestLinesComeAtOnce(t *testing.T) {
	for _, c := range []struct {
		writes []string
		want   [][]string // what every write, and Close at last, delivers
	}{
		{[]string{"a", "b\n", "c"}, [][]string{nil, {"0:ab"}, nil, {"3:c"}}},
		{[]string{"a\r", "\nb\n"}, [][]string{{"0:a"}, {"3:b"}, nil}},
		{[]string{"a\r", "b\r"}, [][]string{{"0:a"}, {"2:b"}, nil}},
		{[]string{"a\r\n", "\nb"}, [][]string{{"0:a"}, {"3:"}, {"4:b"}}},
		{[]string{"10%\r20%", "\r"}, [][]string{{"0:10%"}, {"4:20%"}, nil}},
		{[]string{"\n\n"}, [][]string{{"0:", "1:"}, nil}},
		{[]string{"\r", "\n", "\n"}, [][]string{{"0:"}, nil, {"2:"}, nil}},
	} {
		var got []string
		l := NewLines(0, func(line []byte, offset int64) { got = append(got, fmt.Sprintf("%d:%s", offset, line)) })
		for i, text := range c.writes {
			got = nil
			n, err := l.Write([]byte(text))
			require.NoError(t, err)
			require.Equal(t, len(text), n)
			require.Equal(t, c.want[i], got, "write %d of %q", i, c.writes)
		}
		got = nil
		require.NoError(t, l.Close())
		require.Equal(t, c.want[len(c.writes)], got, "close after %q", c.writes)
		got = nil
		_, _ = l.Write([]byte("x\n"))
		require.NoError(t, l.Close())
		require.Empty(t, got)
	}
}

func TestLongLineIsGivenUp(t *testing.T) {
	var lines []string
	l := NewLines(10, func(line []byte, _ int64) { lines = append(lines, string(line)) })
	_, _ = l.Write([]byte("0123456789\n"))
	for range 1000 {
		_, _ = l.Write(bytes.Repeat([]byte("x"), 7))
		require.LessOrEqual(t, cap(l.held), 16)
	}
	require.Equal(t, int64(7000), l.Lost())
	_, _ = l.Write([]byte("yy\rnext\n01234567890"))
	require.Equal(t, int64(7013), l.Lost())
	require.NoError(t, l.Close())
	require.Equal(t, []string{"0123456789", "next"}, lines)
}
