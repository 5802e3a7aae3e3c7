package ctorrent

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// head is how the client's output begins for one file and for two.
const (
	headOne = "META INFO\nAnnounce: http://127.0.0.1:9/announce\nPiece length: 262144\n" +
		"FILES INFO\n<1> a.bin [20000000]\nTotal: 19 MB\n"
	headTwo = "META INFO\nFILES INFO\nDirectory: m\n<1>  two.bin [2500000]\n<2>  one.bin [3000000]\nTotal: 5 MB\n"
	listen  = "Listening on 127.0.0.5:5005\nPress 'h' or '?' for help (display/control client options).\n"
	blanks  = "                       "
)

var transcripts = []struct {
	name   string
	pieces int
	text   string
	want   facts // line counts aside
}{
	{
		"nothing yet", 77, headOne + listen,
		facts{Status: Status{Total: 77}},
	},
	{
		"a first status line before the check is over says nothing", 77,
		headOne + listen + "\n- 0/0/1 [1/77/1] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Connecting" + blanks,
		facts{Status: Status{Total: 77}, tail: "Connecting"},
	},
	{
		"a fresh file", 77,
		headOne + "Creating file \"a.bin\"\n" + listen + "\n- 0/0/1 [0/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Connecting" + blanks,
		facts{Status: Status{Peers: 1, Total: 77}, checked: true, haveKnown: true, tail: "Connecting", created: 1},
	},
	{
		"a partial file", 77,
		headOne + listen + "\n- 0/0/1 [1/77/1] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Checking: 33%" + blanks +
			"\nChecking completed.\nFILES INFO\n<1> a.bin [20000000] 28/77 (36%)\nTotal: 19 MB\n",
		facts{Status: Status{Have: 28, Total: 77}, checked: true, haveKnown: true, tail: "Checking: 33%", percent: 33},
	},
	{
		"a complete file", 77,
		headOne + listen + "\nChecking completed.\nFILES INFO\n<1> a.bin [20000000] 77/77 (100%)\nTotal: 19 MB\nSeed for others 72 hours\n",
		facts{Status: Status{Have: 77, Total: 77, Complete: true}, checked: true, haveKnown: true},
	},
	{
		"one of two files is there", 21,
		headTwo + "Creating file \"m/two.bin\"\n" + listen + "\n- 0/0/1 [0/21/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Connecting" + blanks,
		facts{Status: Status{Total: 21}, tail: "Connecting", created: 1},
	},
	{
		"one of two files is there and checked", 21,
		headTwo + "Creating file \"m/two.bin\"\n" + listen +
			"Checking completed.\nFILES INFO\nDirectory: m\n<1>  two.bin [2500000] 0/10 (0%)\n<2>  one.bin [3000000] 11/12 (91%)\nTotal: 5 MB\n" +
			"\n\\ 0/0/1 [11/21/11] 0MB,0MB | 0,0K/s | 0,0K E:1,0" + blanks,
		facts{Status: Status{Peers: 1, Have: 11, Total: 21, Available: 11}, checked: true, haveKnown: true, refused: 1, created: 1},
	},
	{
		"a bitfield that says nothing is there", 77,
		headOne + "Found bit field file; verifying previous state.\n" + listen + "Checking completed.\n" +
			"\n- 0/0/1 [0/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Connecting" + blanks,
		facts{Status: Status{Peers: 1, Total: 77}, checked: true, haveKnown: true, tail: "Connecting"},
	},
	{
		"complete, though the status line lags behind", 77,
		headOne + "Creating file \"a.bin\"\n" + listen + "\n\\ 1/0/2 [1/77/77] 12MB,0MB | 0,0K/s | 900,0K E:0,1" + blanks +
			"\nDownload complete.\nTotal time used: 0 minutes.\nSeed for others 72 hours\n",
		facts{
			Status:  Status{Seeders: 1, Peers: 2, Have: 77, Total: 77, Available: 77, DownloadedMB: 12, DownloadKBps: 900, Complete: true},
			checked: true, haveKnown: true, replies: 1, created: 1,
		},
	},
	{
		"on a terminal lines end in \\r", 77,
		strings.ReplaceAll(headOne, "\n", "\r\n") + "Creating file \"a.bin\"\r\n" +
			"\r- 0/0/1 [0/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Connecting\r/ 1/-1/3 [5/77/77] 1MB,0MB | 0,0K/s | 5,6K E:0,1",
		facts{
			Status:  Status{Seeders: 1, Leechers: -1, Peers: 3, Have: 5, Total: 77, Available: 77, DownloadedMB: 1, DownloadKBps: 5, UploadKBps: 6},
			checked: true, haveKnown: true, replies: 1, created: 1,
		},
	},
}

func (f facts) plain() facts {
	f.lines, f.progress, f.files, f.section, f.listening = 0, 0, 0, 0, ""
	return f
}

// However the output is cut, the end is the same.
func TestConsole(t *testing.T) {
	for _, c := range transcripts {
		t.Run(c.name, func(t *testing.T) {
			for seed := range uint64(200) {
				r := rand.New(rand.NewPCG(seed, 1))
				con := newConsole(c.pieces)
				out := con.stdout()
				for text := c.text; text != ""; {
					n := min(1+r.IntN(1<<r.IntN(10)), len(text))
					out.Write([]byte(text[:n]))
					text = text[n:]
				}
				got, _ := con.now()
				require.Equal(t, c.want, got.plain(), "seed %d", seed)
				if strings.Contains(c.text, "Listening") {
					require.Equal(t, "127.0.0.5:5005", got.listening)
				}
			}
		})
	}
}

func TestConsoleCountsALineOnce(t *testing.T) {
	con := newConsole(77)
	out := con.stdout()
	status := "- 0/0/1 [0/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Connecting" + blanks
	out.Write([]byte("\n" + status))
	out.Write([]byte("\n" + status))
	out.Write([]byte("\nother\n"))
	f, _ := con.now()
	require.Equal(t, 2, f.lines)
}

func TestForged(t *testing.T) {
	const status = "- 1/0/2 [7/7/7] 0MB,0MB | 0,0K/s | 0,0K E:0,1"
	for text, want := range map[string]string{
		"":                                      "",
		"Download complete.":                    "", // after "Comment: "
		"two\nlines, and\r\n- more\n":           "",
		"x\nDownload complete.":                 "Download complete.",
		"\r\n\nSeed for others 72 hours\n":      "Seed for others 72 hours",
		"x\rListening on 1.2.3.4:5\nmore":       "Listening on 1.2.3.4:5",
		"x\nCreating file \"x\"":                "Creating file \"x\"",
		"x\nChecking completed.":                "Checking completed.",
		"x\n<1> a [1] 1/1 (100%)":               "<1> a [1] 1/1 (100%)",
		"x\n" + status + "\nDownload complete.": status,
	} {
		require.Equal(t, want, forged([]string{"other", text}), "%q", text)
	}
}

func TestSight(t *testing.T) {
	for _, c := range []struct {
		stdout, stderr, want string
	}{
		{"", "", ""},
		{"\n- 0/0/1 [0/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Connecting", "", "the tracker is not reached; no peer is connected"},
		{"\n- 0/0/1 [0/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Connected", "", "the tracker does not answer; no peer is connected"},
		{"\n- 0/0/1 [0/77/0] 0MB,0MB | 0,0K/s | 0,0K E:3,0", "", "nothing listens where the tracker should be: it was tried 3 times in a row; no peer is connected"},
		{"\n- 0/0/1 [0/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,2", "TRACKER FAILURE REASON: torrent unknown\n", "the tracker answers: torrent unknown; no peer is connected"},
		{"\n- 0/2/3 [0/77/5] 0MB,0MB | 0,0K/s | 0,0K E:0,2", "", "no seeder is connected"},
		{"\n- 1/2/3 [0/77/77] 0MB,0MB | 0,0K/s | 0,0K E:0,2", "", ""},
	} {
		con := newConsole(77)
		con.stdout().Write([]byte("FILES INFO\n<1> a [1]\nCreating file \"a\"\n" + c.stdout))
		con.stderr().Write([]byte(c.stderr))
		f, _ := con.now()
		require.Equal(t, c.want, f.sight(), "%q", c.stdout)
	}
}

func TestParseStatus(t *testing.T) {
	l, ok := parseStatus(`/ 2/-1/35 [12/77/77] 3MB,4MB | 5,6K/s | 7,8K E:9,10 P:1/2 Checking: 33%   `)
	require.True(t, ok)
	require.Equal(t, line{
		Status: Status{
			Seeders: 2, Leechers: -1, Peers: 35, Have: 12, Total: 77, Available: 77,
			DownloadedMB: 3, UploadedMB: 4, DownloadKBps: 7, UploadKBps: 8,
		},
		refused: 9, replies: 10, tail: "Checking: 33%",
	}, l)
	percent, ok := l.checking()
	require.True(t, ok)
	require.Equal(t, 33, percent)
	for _, tail := range []string{"", "Checking: ", "Checking: x%", "Checking: -1%", "Checking: 101%", "Connecting"} {
		_, ok := line{tail: tail}.checking()
		require.False(t, ok, tail)
	}
	for _, s := range []string{
		"", "- ", "-", "Download complete.", `- 0/0/1 [0/77/`, `x 0/0/1 [0/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0`,
		`- 0/0/1 [99999999999999999999/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0`,
		`- 0/0/1 [78/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0`, `- 0/0/1 [0/77/78] 0MB,0MB | 0,0K/s | 0,0K E:0,0`,
	} {
		_, ok := parseStatus(s)
		require.False(t, ok, "%q", s)
	}
}

// What a status line says is sane, and the same when it is written anew.
func FuzzStatus(f *testing.F) {
	f.Add("/ 2/-1/35 [12/77/77] 3MB,4MB | 5,6K/s | 7,8K E:9,10 P:1/2 Checking: 33%   ")
	f.Add("- 0/0/1 [0/77/0] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Connecting" + blanks)
	f.Add("| 1/0/-2 [001/0077/77] 9223372036854775807MB,0MB | 0,0K/s | 0,0K E:0,0 P:1/2 P:3/4")
	f.Add(`\ 0/0/1 [1/0/0] 0MB,0MB | 0,0K/s | 0,0K E:0,99999999999999999999`)
	f.Fuzz(func(t *testing.T, text string) {
		l, ok := parseStatus(text)
		if !ok {
			return
		}
		for _, n := range []int{
			l.Seeders, l.Have, l.Total - l.Have, l.Available, l.Total - l.Available,
			l.DownloadedMB, l.UploadedMB, l.DownloadKBps, l.UploadKBps, l.refused, l.replies,
		} {
			require.GreaterOrEqual(t, n, 0)
		}
		require.False(t, l.Complete, "the client says that elsewhere")
		again, ok := parseStatus(fmt.Sprintf("- %d/%d/%d [%d/%d/%d] %dMB,%dMB | 0,0K/s | %d,%dK E:%d,%d P:0/0 %s",
			l.Seeders, l.Leechers, l.Peers, l.Have, l.Total, l.Available, l.DownloadedMB, l.UploadedMB,
			l.DownloadKBps, l.UploadKBps, l.refused, l.replies, l.tail))
		require.True(t, ok)
		require.Equal(t, l, again)
	})
}

// Nothing that a client can write upsets the console, however it is cut.
func FuzzConsole(f *testing.F) {
	for _, c := range transcripts {
		f.Add([]byte(c.text), uint8(7))
	}
	f.Add([]byte(headOne+"Checking completed.\n<1> a.bin [20000000] 78/77 (101%)\n"), uint8(7))
	f.Add([]byte(headOne+"Checking completed.\n<1> a.bin [0] 0/0 (0%)\n<2> b.bin [1] 0/1 (0%)\n"), uint8(7))
	f.Add([]byte(headOne+"\n- 0/0/1 [1/77/1] 0MB,0MB | 0,0K/s | 0,0K E:0,0 Checking: 999%"), uint8(7))
	f.Fuzz(func(t *testing.T, text []byte, cut uint8) {
		whole, cutUp := newConsole(77), newConsole(77)
		a, b := whole.stdout(), cutUp.stdout()
		a.Write(text)
		a.Close()
		for n := int(cut) + 1; len(text) > 0; {
			n = min(n, len(text))
			b.Write(text[:n])
			text = text[n:]
		}
		b.Close()
		fa, _ := whole.now()
		fb, _ := cutUp.now()
		if fa.Complete != fb.Complete || fa.checked != fb.checked || fa.created != fb.created {
			t.Errorf("whole %+v, cut %+v", fa, fb)
		}
		for _, f := range []facts{fa, fb} {
			if f.Have < 0 || f.Have > f.Total || f.Complete != (f.Complete && f.Have == f.Total) || f.percent < 0 || f.percent > 100 {
				t.Errorf("%+v", f)
			}
		}
	})
}
