package tracker

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestParseQuery(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]url.Values{
		"":               {},
		"&&":             {},
		"a":              {"a": {""}},
		"a=":             {"a": {""}},
		"=b":             {"": {"b"}},
		"a=1&a=2&b=3":    {"a": {"1", "2"}, "b": {"3"}},
		"a=b=c":          {"a": {"b=c"}},
		"a=1+2;3":        {"a": {"1+2;3"}},
		"a=%00%fF%2b%26": {"a": {"\x00\xff+&"}},
		"%61=%":          nil,
		"a=%1":           nil,
		"a=%1g":          nil,
		"%=1":            nil,
	} {
		got, err := parseQuery(raw)
		require.Equal(t, want == nil, err != nil, "%q: %v", raw, err)
		require.Equal(t, want, got, "%q", raw)
	}
}

// TestQueryRoundTrip escapes any bytes in one of the ways that are allowed.
func TestQueryRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := url.Values{}
		var parts []string
		for range rapid.IntRange(0, 8).Draw(t, "pairs") {
			k, v := rapid.SliceOf(rapid.Byte()), rapid.SliceOf(rapid.Byte())
			key, value := string(k.Draw(t, "key")), string(v.Draw(t, "value"))
			want[key] = append(want[key], value)
			parts = append(parts, escape(t, key)+"="+escape(t, value))
		}
		got, err := parseQuery(strings.Join(parts, "&"))
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

// escape writes each byte as itself where that is possible, or as an escape.
func escape(t *rapid.T, s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case !strings.ContainsRune("&=%", rune(c)) && rapid.Bool().Draw(t, "plain"):
			b.WriteByte(c)
		case rapid.Bool().Draw(t, "upper"):
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	return b.String()
}

// FuzzAnnounce checks that any query from anywhere gets one whole bencoded
// answer, and that queries are read as the standard library does, but for '+'
// and ';'.
func FuzzAnnounce(f *testing.F) {
	f.Add(query("A", "p", 1, "&left=1&event=started&compact=0"), "127.0.0.1:1")
	f.Add(query("%00", "%ff", 65535, "&left=0&event=stopped&numwant=-1&uploaded=1&downloaded=2"), "[::ffff:127.0.0.2]:2")
	f.Add(query("+", ";", 1, "&left=9223372036854775807&event=completed&no_peer_id=1"), "[::1]:3")
	f.Add("info_hash=%zz&&=&%", "@")
	f.Add("info_hash="+strings.Repeat("A", 20), "")
	f.Fuzz(func(t *testing.T, raw, from string) {
		b := NewBuiltin(Options{})
		direct(b, "127.0.0.2:1", "/announce", query("A", "q", 2, "&left=1"))
		for _, path := range []string{"/announce", "/scrape", "/" + raw} {
			_, got := direct(b, from, path, raw)
			require.IsType(t, map[string]any{}, decode(t, got))
			require.Less(t, len(got), 4096)
		}
		require.LessOrEqual(t, len(b.Torrents()), 2)
		if len(raw) > maxQuery || strings.ContainsAny(raw, "+;") {
			return
		}
		want, wantErr := url.ParseQuery(raw)
		got, err := parseQuery(raw)
		require.Equal(t, wantErr == nil, err == nil, "%v, %v", wantErr, err)
		if err == nil {
			require.Equal(t, want, got)
		}
	})
}
