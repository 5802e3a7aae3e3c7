package ctorrent

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/tlua/tlua/core/event"
)

// Status is how far an app has come, as its client says.
type Status struct {
	Have         int  // pieces that it has
	Total        int  // pieces of the torrent
	Available    int  // pieces that it and those it is connected to have
	Seeders      int  // connected
	Leechers     int  // connected or connecting
	Peers        int  // that the tracker knows, itself included
	DownloadedMB int  // MiB in this run
	UploadedMB   int  // MiB in this run
	DownloadKBps int  // KiB/s since the status line before
	UploadKBps   int  // KiB/s since the status line before
	Complete     bool // the client has said that it has everything
}

// line is what a status line of the client says.
type line struct {
	Status
	refused int    // connections to the tracker refused in a row
	replies int    // replies of the tracker
	tail    string // what it is busy with, such as "Connecting"
}

// The client's status line; spaces fill it up to the length of the one before.
var statusLine = lazily(`^[-\\|/] (\d+)/(-?\d+)/(-?\d+) \[(\d+)/(\d+)/(\d+)\] (\d+)MB,(\d+)MB \| ` +
	`\d+,\d+K/s \| (\d+),(\d+)K E:(\d+),(\d+)(?: P:\d+/\d+)? *(.*?) *$`)

// lazily compiles an expression when it is first used: most scripts never do.
func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// parseStatus reads a status line.
func parseStatus(text string) (l line, ok bool) {
	// Almost no line is one: a cheap look first.
	if len(text) < 20 || text[1] != ' ' || !strings.ContainsRune(`-\|/`, rune(text[0])) {
		return l, false
	}
	m := statusLine().FindStringSubmatch(text)
	if m == nil {
		return l, false
	}
	var bad error
	num := func(i int) int {
		n, err := strconv.Atoi(m[i])
		if err != nil {
			bad = err
		}
		return n
	}
	l = line{Status: Status{
		Seeders: num(1), Leechers: num(2), Peers: num(3),
		Have: num(4), Total: num(5), Available: num(6),
		DownloadedMB: num(7), UploadedMB: num(8), DownloadKBps: num(9), UploadKBps: num(10),
	}, refused: num(11), replies: num(12), tail: m[13]}
	return l, bad == nil && l.Have <= l.Total && l.Available <= l.Total
}

// checking gives how many percent of the pieces are checked, if the line says.
func (l line) checking() (percent int, ok bool) {
	s, ok := strings.CutPrefix(l.tail, "Checking: ")
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimSuffix(s, "%"))
	return n, err == nil && 0 <= n && n <= 100
}

// amount gives the status as an event has it; piece is a piece's length.
func (s Status) amount(piece int64) *event.Amount {
	a := &event.Amount{Done: int64(s.Have), Total: int64(s.Total), Unit: "pieces"}
	if piece > 0 {
		a.Rate = float64(s.DownloadKBps) * 1024 / float64(piece)
	}
	return a
}
