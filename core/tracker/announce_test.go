package tracker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// reason is the bencoded failure reason.
func reason(text string) string { return fmt.Sprintf("d14:failure reason%d:%se", len(text), text) }

func TestRefusals(t *testing.T) {
	t.Parallel()
	whole := query("A", "p", 1, "")
	for _, c := range []struct{ name, query, reason string }{
		{"nothing", "", "info_hash is missing"},
		{"short hash", "info_hash=abc", "info_hash has 3 bytes, not 20"},
		{"long hash", "info_hash=" + strings.Repeat("%00", 21), "info_hash has 21 bytes, not 20"},
		{"no peer id", "info_hash=" + strings.Repeat("A", 20), "peer_id is missing"},
		{"short peer id", strings.Replace(whole, "ppp", "", 1), "peer_id has 17 bytes, not 20"},
		{"no port", strings.Replace(whole, "&port=1", "", 1), "port is missing"},
		{"port 0", query("A", "p", 0, ""), `port: a number of 1..65535 was expected, got "0"`},
		{"port too big", query("A", "p", 65536, ""), `port: a number of 1..65535 was expected, got "65536"`},
		{"port with sign", query("A", "p", -5, ""), `port: a number of 1..65535 was expected, got "-5"`},
		{"left", whole + "&left=-1", `left: a number of bytes was expected, got "-1"`},
		{"left too big", whole + "&left=9223372036854775808", `left: a number of bytes was expected, got "9223372036854775808"`},
		{"uploaded", whole + "&uploaded=1.5", `uploaded: a number of bytes was expected, got "1.5"`},
		{"downloaded", whole + "&downloaded=" + strings.Repeat("x", 50), `downloaded: a number of bytes was expected, got "` + strings.Repeat("x", 40) + `"`},
		{"numwant", whole + "&numwant=all", `numwant: a number of peers was expected, got "all"`},
		{"event", whole + "&event=start%0Aed", `event: started, completed, stopped, paused or empty was expected, got "start\ned"`},
		{"bad escape", whole + "&key=%zz", `the query has a bad escape "%zz"; two hexadecimal digits follow a %`},
		{"cut escape", whole + "&key%4", `the query has a bad escape "%4"; two hexadecimal digits follow a %`},
		{"long query", strings.Repeat("x", 8193), "the query has 8193 bytes, more than 8192"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := NewBuiltin(Options{})
			status, got := direct(b, "127.0.0.1:1", "/announce", c.query)
			require.Equal(t, 200, status)
			require.Equal(t, reason(c.reason), got)
			require.Empty(t, b.Torrents())
		})
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	b := NewBuiltin(Options{Interval: 1500 * time.Millisecond})
	say := func(ip, query string) string {
		_, got := direct(b, ip+":4711", "/announce", query)
		return got
	}
	// A is alone, then B and the seeder C come; each answer has the others.
	require.Equal(t, "d8:completei0e10:incompletei1e8:intervali2e5:peers0:e",
		say("127.0.0.1", query("H", "a", 258, "&left=5&event=started")))
	require.Equal(t, "d8:completei0e10:incompletei2e8:intervali2e5:peers6:\x7f\x00\x00\x01\x01\x02e",
		say("127.0.0.2", query("H", "b", 258, "&left=5&compact=1&event=started&ip=9.9.9.9")))
	require.Equal(t, "d8:completei1e10:incompletei2e8:intervali2e5:peers0:e",
		say("127.0.0.3", query("H", "c", 258, "&left=0&numwant=0")))
	// What was known is replaced, the asker is left out.
	require.Equal(t, "d8:completei2e10:incompletei1e8:intervali2e5:peersld2:ip9:127.0.0.27:peer id20:bbbbbbbbbbbbbbbbbbbb4:porti258eeee",
		say("127.0.0.1", query("H", "a", 258, "&left=0&event=completed&compact=0")))
	require.Equal(t, "d8:completei2e10:incompletei1e8:intervali2e5:peersld2:ip9:127.0.0.24:porti258eeee",
		say("127.0.0.1", query("H", "a", 258, "&left=0&event=empty&compact=0&no_peer_id=1")))
	// Other torrents and who leaves get no one.
	require.Equal(t, "d8:completei0e10:incompletei1e8:intervali2e5:peers0:e",
		say("127.0.0.1", query("I", "a", 258, "")))
	require.Equal(t, "d8:completei1e10:incompletei1e8:intervali2e5:peers0:e",
		say("127.0.0.1", query("H", "a", 258, "&event=stopped&left=0")))
	require.Equal(t, "d8:completei0e10:incompletei0e8:intervali2e5:peerslee",
		say("127.0.0.1", query("J", "a", 258, "&event=stopped&compact=0")))

	h := func(c string) string { return strings.Repeat(fmt.Sprintf("%02x", c), 20) }
	require.Equal(t, map[string]Torrent{
		h("H"): {Seeders: 1, Leechers: 1, Completed: 1, Peers: []Peer{
			{IP: "127.0.0.2", Port: 258, Left: 5, Event: "started", ID: strings.Repeat("b", 20)},
			{IP: "127.0.0.3", Port: 258, Left: 0, ID: strings.Repeat("c", 20)},
		}},
		h("I"): {Leechers: 1, Peers: []Peer{{IP: "127.0.0.1", Port: 258, Left: -1, ID: strings.Repeat("a", 20)}}},
	}, b.Torrents())

	_, got := direct(b, "1.1.1.1:1", "/scrape", "info_hash="+strings.Repeat("I", 20)+
		"&info_hash="+strings.Repeat("H", 20)+"&info_hash="+strings.Repeat("%49", 20)+"&info_hash="+strings.Repeat("X", 20))
	require.Equal(t, "d5:filesd"+
		"20:HHHHHHHHHHHHHHHHHHHHd8:completei1e10:downloadedi1e10:incompletei1ee"+
		"20:IIIIIIIIIIIIIIIIIIIId8:completei0e10:downloadedi0e10:incompletei1ee"+"ee", got)
	_, all := direct(b, "1.1.1.1:1", "/scrape", "")
	require.Equal(t, got, all)
	_, none := direct(NewBuiltin(Options{}), "1.1.1.1:1", "/scrape", "")
	require.Equal(t, "d5:filesdee", none)
}

func TestNumwant(t *testing.T) {
	t.Parallel()
	b := NewBuiltin(Options{})
	for i := range 300 {
		direct(b, "10.0.0.1:1", "/announce", query("H", "a", 1000+i, "&left=1"))
	}
	for want, n := range map[string]int{"": 50, "0": 0, "1": 1, "100": 100, "200": 200, "201": 200, "-1": 50, "99999999999999999999": 200} {
		_, got := direct(b, "10.0.0.2:1", "/announce", query("H", "b", 5, "&event=started&left=1&numwant="+want))
		peers := decode(t, got).(map[string]any)["peers"].(string)
		require.Len(t, peers, 6*n, "numwant=%s", want)
		seen := map[string]bool{}
		for i := 0; i < len(peers); i += 6 {
			seen[peers[i:i+6]] = true
		}
		require.Len(t, seen, n)
	}
}

func TestOldAndNewHTTP(t *testing.T) {
	t.Parallel()
	addr := address(t, started(t, Options{}))
	q := query("H", "a", 5, "&left=1")
	want := "d8:completei0e10:incompletei1e8:intervali30e5:peers0:e"
	old := ask(t, addr, "GET /announce?"+q+" HTTP/1.0\r\nUser-Agent: x\r\n\r\n")
	require.True(t, strings.HasPrefix(old, "HTTP/1.0 200 OK\r\n"), "%q", old)
	require.True(t, strings.HasSuffix(old, "\r\n\r\n"+want), "%q", old)
	require.Contains(t, old, "Content-Length: 54\r\n")
	got := ask(t, addr, "GET /announce?"+q+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	require.True(t, strings.HasPrefix(got, "HTTP/1.1 200 OK\r\n"), "%q", got)
	require.True(t, strings.HasSuffix(got, "\r\n\r\n"+want), "%q", got)
	require.Contains(t, got, "Connection: close\r\n", "as the client asks for")
	head := ask(t, addr, "HEAD /announce?"+q+" HTTP/1.0\r\n\r\n")
	require.True(t, strings.HasSuffix(head, "\r\n\r\n"), "%q", head)
}
