package tracker

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
)

const (
	defaultWant = 50  // peers in an answer if the client does not say
	maxWant     = 200 // peers in an answer at most
)

// unknown stands for a number of bytes that the client did not tell.
const unknown = -1

// announce is a client's announce (BEP 3).
type announce struct {
	hash       infoHash
	id         [20]byte
	port       uint16
	from       endpoint // the connection's address with port
	uploaded   int64
	downloaded int64
	left       int64
	event      string
	want       int
	list       bool // peers as dictionaries, not compact (BEP 23)
	noID       bool // without peer ids in these
}

// parseAnnounce reads the query of an announce. Its errors are failure reasons.
func parseAnnounce(raw string) (announce, error) {
	var a announce
	q, err := parseQuery(raw)
	if err != nil {
		return a, err
	}
	p := params{q: q}
	a.hash = p.twenty("info_hash")
	a.id = p.twenty("peer_id")
	a.port = p.port()
	a.uploaded = p.bytes("uploaded", 0)
	a.downloaded = p.bytes("downloaded", 0)
	a.left = p.bytes("left", unknown)
	a.event = p.event()
	a.want = p.want()
	a.list = q.Get("compact") == "0"
	a.noID = q.Get("no_peer_id") == "1"
	return a, p.err
}

// params reads parameters until one is wrong. Of one that comes twice, the
// first counts; others than those of an announce are ignored.
type params struct {
	q   url.Values
	err error // of the first that is wrong
}

func (p *params) errorf(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
}

func (p *params) twenty(key string) (b [20]byte) {
	switch s := p.q.Get(key); {
	case s == "":
		p.errorf("%s is missing", key)
	case len(s) != len(b):
		p.errorf("%s has %d bytes, not %d", key, len(s), len(b))
	default:
		copy(b[:], s)
	}
	return b
}

func (p *params) port() uint16 {
	s := p.q.Get("port")
	n, err := strconv.ParseUint(s, 10, 16)
	switch {
	case s == "":
		p.errorf("port is missing")
	case err != nil || n == 0:
		p.errorf("port: a number of 1..65535 was expected, got %.40q", s)
	}
	return uint16(n)
}

func (p *params) bytes(key string, absent int64) int64 {
	s := p.q.Get(key)
	if s == "" {
		return absent
	}
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil {
		p.errorf("%s: a number of bytes was expected, got %.40q", key, s)
	}
	return int64(n)
}

// events are BEP 3's, and BEP 21's "paused".
var events = []string{"started", "completed", "stopped", "paused"}

// event gives one of events, or "" for none, which "empty" is, too.
func (p *params) event() string {
	s := p.q.Get("event")
	if i := slices.Index(events, s); i >= 0 {
		return events[i] // not s, which is a part of the request
	}
	if s != "" && s != "empty" {
		p.errorf("event: started, completed, stopped, paused or empty was expected, got %.40q", s)
	}
	return ""
}

// want gives how many peers the client wants. A negative number, which some
// clients send for "as many as you like", is as good as none.
func (p *params) want() int {
	s := p.q.Get("numwant")
	if s == "" {
		return defaultWant
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if errors.Is(err, strconv.ErrSyntax) {
		p.errorf("numwant: a number of peers was expected, got %.40q", s)
	}
	if n < 0 {
		return defaultWant
	}
	return int(min(n, maxWant))
}

// encode gives the bencoded answer.
func (a announce) encode(r result, interval int64) []byte {
	b := make([]byte, 0, 100+6*len(r.peers))
	b = append(b, 'd')
	b = appendPair(b, "complete", int64(r.seeders))
	b = appendPair(b, "incomplete", int64(r.leechers))
	b = appendPair(b, "interval", interval)
	b = appendText(b, "peers")
	if a.list {
		b = a.appendList(b, r.peers)
	} else {
		b = appendCompact(b, r.peers)
	}
	return append(b, 'e')
}

func (a announce) appendList(b []byte, peers []contact) []byte {
	b = append(b, 'l')
	for _, p := range peers {
		b = append(b, 'd')
		b = appendText(appendText(b, "ip"), p.at.ip())
		if !a.noID {
			b = appendText(appendText(b, "peer id"), string(p.id[:]))
		}
		b = append(appendPair(b, "port", int64(p.at.port())), 'e')
	}
	return append(b, 'e')
}

func appendCompact(b []byte, peers []contact) []byte {
	b = strconv.AppendInt(b, int64(len(endpoint{})*len(peers)), 10)
	b = append(b, ':')
	for _, p := range peers {
		b = append(b, p.at[:]...)
	}
	return b
}
