package tracker

import (
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
)

// maxQuery is how long a query may be, in bytes. It has room for a scrape of
// more than a hundred torrents.
const maxQuery = 8 << 10

// web answers HTTP requests. What it cannot answer gets a bencoded failure
// reason (BEP 3), with status 200 if it is an announce or a scrape, since
// clients look for the reason in such answers only.
type web struct {
	swarms   *registry
	interval int64 // seconds
	report   *reporter
}

func (h *web) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status, body, err := h.answer(r)
	if err != nil {
		body = failure(err.Error())
		h.report.refused(r.RemoteAddr, err.Error())
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that left is none of our business
}

func (h *web) answer(r *http.Request) (status int, body []byte, err error) {
	path := r.URL.Path
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return http.StatusMethodNotAllowed, nil, fmt.Errorf("a GET request was expected, got %.20q", r.Method)
	case path != "/announce" && path != "/scrape":
		return http.StatusNotFound, nil, fmt.Errorf("only /announce and /scrape are served here, not %.60q", path)
	case r.ContentLength != 0:
		err = fmt.Errorf("a request without a body was expected")
	case len(r.URL.RawQuery) > maxQuery:
		err = fmt.Errorf("the query has %d bytes, more than %d", len(r.URL.RawQuery), maxQuery)
	case path == "/announce":
		body, err = h.announce(r)
	default:
		body, err = h.scrape(r.URL.RawQuery)
	}
	return http.StatusOK, body, err
}

func (h *web) announce(r *http.Request) ([]byte, error) {
	client, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !client.Addr().Unmap().Is4() {
		return nil, fmt.Errorf("a client with an IPv4 address was expected, got %.60q", r.RemoteAddr)
	}
	a, err := parseAnnounce(r.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	a.from = endpointOf(client.Addr(), a.port)
	res := h.swarms.announce(a)
	h.report.announced(a)
	if res.full != "" {
		h.report.forgot(a.from, res.full, res.forgotten)
	}
	return a.encode(res, h.interval), nil
}

// failure gives the answer that tells a client why it gets no other.
func failure(reason string) []byte {
	b := appendText([]byte("d"), "failure reason")
	return append(appendText(b, reason), 'e')
}

// appendText adds s as a bencoded string.
func appendText(b []byte, s string) []byte {
	b = strconv.AppendInt(b, int64(len(s)), 10)
	return append(append(b, ':'), s...)
}

// appendPair adds a dictionary's key and its bencoded number.
func appendPair(b []byte, key string, n int64) []byte {
	b = append(appendText(b, key), 'i')
	return append(strconv.AppendInt(b, n, 10), 'e')
}
