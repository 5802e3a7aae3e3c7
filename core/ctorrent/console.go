package ctorrent

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/tlua/tlua/core/job"
)

// console follows what one run of the client says on its outputs. It is
// written to by the goroutines that read them.
type console struct {
	mu sync.Mutex
	facts
	changed  chan struct{} // closed at the next fact, and replaced
	onStatus func(Status)
	onListen func(address string)
}

// facts are what the client has said so far.
type facts struct {
	Status            // what it last said when it knew
	refused   int     // connections to the tracker refused in a row
	replies   int     // replies of the tracker
	tail      string  // what it is busy with, such as "Connecting"
	lines     int     // status lines so far, of any kind
	checked   bool    // it knows which pieces it has
	haveKnown bool    // and so do we
	progress  int     // grows when anything has come forward
	percent   int     // of the pieces checked, while it checks
	failure   string  // what the tracker complains of
	files     int     // of the torrent
	created   int     // files that were not there
	section   section // where in its output it is
	listening string  // address and port
}

// section is a part of the output whose lines look like others.
type section int

const (
	start   section = iota
	checks          // after "Checking completed."
	running         // after the first status line, or the result of the check
)

// newConsole follows a run on a torrent of so many pieces.
func newConsole(pieces int) *console {
	c := &console{changed: make(chan struct{})}
	c.Total = pieces
	return c
}

// now gives the facts, and a channel that is closed when there are new ones.
func (c *console) now() (facts, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.facts, c.changed
}

// stdout and stderr give the sinks for the two outputs.
func (c *console) stdout() job.Sink { return &splitter{line: c.said, tail: c.saying} }
func (c *console) stderr() job.Sink { return &splitter{line: c.complained} }

// said takes a line of standard output.
func (c *console) said(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.take(text)
}

// saying takes the unfinished last line, if it is a status line: the client
// ends one only when it begins the next. Nothing else is worth taking early.
func (c *console) saying(text string) (taken bool) {
	l, ok := parseStatus(text)
	if ok {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.status(l)
	}
	return ok
}

var (
	fileLine   = lazily(`^<(\d+)> `)
	fileResult = lazily(` (\d+)/(\d+) \(\d+%\)$`)
)

// take looks at a whole line; c.mu is held.
func (c *console) take(text string) {
	if l, ok := parseStatus(text); ok {
		c.status(l)
		return
	}
	switch {
	case strings.HasPrefix(text, "Creating file "):
		c.created++
		if c.created == c.files && !c.Complete { // nothing was there: there is nothing to check
			c.know(0)
		}
	case text == "Checking completed.":
		c.section = checks
	case text == "Download complete.", strings.HasPrefix(text, "Seed for others "):
		c.complete()
	case strings.HasPrefix(text, "Listening on "):
		c.listening = strings.TrimPrefix(text, "Listening on ")
		if c.onListen != nil {
			c.onListen(c.listening)
		}
	case fileLine().MatchString(text):
		c.file(text)
	}
}

// file takes a line of the list of files: before the check it counts them,
// after it, it tells how many pieces each has.
func (c *console) file(text string) {
	if c.section == start {
		c.files++
		return
	}
	m := fileResult().FindStringSubmatch(text)
	if c.section != checks || m == nil || c.Complete {
		return
	}
	have, err := strconv.Atoi(m[1])
	total, bad := strconv.Atoi(m[2])
	switch {
	case err != nil || bad != nil || have > total: // part of a name, maybe
	case c.files == 1 && have == total:
		c.Total = total
		c.complete()
	case c.files == 1:
		c.Total = total
		c.know(have)
	case have < total: // a piece may be in two files: the sum says nothing
		c.checked = true
		c.tell()
	}
}

// status takes a status line; c.mu is held.
func (c *console) status(l line) {
	c.lines++
	c.refused, c.replies, c.tail = l.refused, l.replies, l.tail
	defer c.tell()
	if !c.checked && c.section != checks {
		// What it has is not known to it yet; that it checks is a sign of life.
		if percent, ok := l.checking(); ok && percent > c.percent {
			c.percent = percent
			c.progress++
		}
		return
	}
	if l.Have > c.Have || l.DownloadedMB > c.DownloadedMB || !c.haveKnown {
		c.progress++
	}
	if c.Complete { // from here on no line can say less
		l.Have, l.Complete = l.Total, true
	}
	c.Status = l.Status
	c.checked, c.haveKnown, c.section = true, true, running
	c.report()
}

func (c *console) report() {
	if c.onStatus != nil {
		c.onStatus(c.Status)
	}
}

// know takes that the pieces are checked and have of them are there.
func (c *console) know(have int) {
	c.checked, c.haveKnown = true, true
	c.Have = have
	c.progress++
	c.tell()
}

// complete takes that all pieces are there; the client may say so twice.
func (c *console) complete() {
	if c.Complete {
		return
	}
	c.Complete = true
	c.know(c.Total)
	c.report()
}

func (c *console) tell() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// complained takes a line of standard error.
func (c *console) complained(text string) {
	why, ok := strings.CutPrefix(text, "TRACKER FAILURE REASON: ")
	if !ok {
		switch {
		case strings.HasPrefix(text, "Tracker reponse code >= 400"): // sic
			why = "an HTTP error"
		case strings.HasPrefix(text, "warn, get tracker's ip address failed"):
			why = "its name is unknown"
		default:
			return
		}
	}
	c.mu.Lock()
	c.failure = why
	c.mu.Unlock()
}

// sight says what the client sees of tracker and peers: why nothing moves.
func (f facts) sight() string {
	if f.lines == 0 {
		return ""
	}
	var says []string
	switch {
	case f.failure != "" && f.replies == 0 && f.refused == 0, f.failure != "" && f.Peers <= 1:
		says = append(says, fmt.Sprintf("the tracker answers: %s", f.failure))
	case f.refused > 0:
		times := "once"
		if f.refused > 1 {
			times = fmt.Sprintf("%d times in a row", f.refused)
		}
		says = append(says, "nothing listens where the tracker should be: it was tried "+times)
	case f.tail == "Connected":
		says = append(says, "the tracker does not answer")
	case f.tail == "Connecting":
		says = append(says, "the tracker is not reached")
	}
	if f.Seeders <= 0 && f.Leechers <= 0 {
		says = append(says, "no peer is connected")
	} else if f.Seeders <= 0 && f.Available < f.Total {
		says = append(says, "no seeder is connected")
	}
	return strings.Join(says, "; ")
}

// forged gives a line of texts that the client shows which would pass for one of
// its own, "" if there is none. The first of a text comes after a word of the
// client, such as "Comment: ".
func forged(texts []string) string {
	for _, text := range texts {
		for _, line := range strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n")[1:] {
			c := newConsole(1)
			before := c.facts
			if c.said(line); c.facts != before {
				return line
			}
		}
	}
	return ""
}

// splitter cuts an output into lines, at \n and \r, and shows the unfinished
// last one as well.
type splitter struct {
	line  func(string)
	tail  func(string) (taken bool) // may be nil
	rest  []byte
	taken string // what tail has taken of the line at hand
}

// longest is the longest line that is looked at, in bytes; what goes on longer
// is nothing that the client says of itself.
const longest = 64 << 10

func (s *splitter) Write(p []byte) (int, error) {
	n := len(p)
	for {
		i := bytes.IndexAny(p, "\r\n")
		if i < 0 {
			break
		}
		s.end(append(s.rest, p[:i]...))
		p = p[i+1:]
	}
	if len(s.rest)+len(p) <= longest {
		s.rest = append(s.rest, p...)
	}
	if s.tail != nil && len(s.rest) > 0 && s.tail(string(s.rest)) {
		s.taken = string(s.rest)
	}
	return n, nil
}

// end takes a whole line, unless it was taken as it stands while it was
// unfinished.
func (s *splitter) end(text []byte) {
	if s.taken == "" || s.taken != string(text) {
		s.line(string(text))
	}
	s.rest, s.taken = s.rest[:0], ""
}

func (s *splitter) Close() error {
	if len(s.rest) > 0 {
		s.end(s.rest)
	}
	return nil
}
