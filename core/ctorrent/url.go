package ctorrent

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/tlua/tlua/core/job"
)

// checkURL refuses announce URLs that the client cannot use: it speaks plain
// HTTP whatever the scheme says, needs a path, and knows IPv4 only.
func checkURL(option, s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil, u.Scheme != "http", u.Hostname() == "", u.User != nil, strings.Contains(u.Host, "["):
	case u.Path == "":
	default:
		return nil
	}
	return job.Errorf("", job.EINVAL, "option '%s': an announce URL like http://127.0.0.1:6969/announce expected, got %q", option, s)
}

// isLoopback reports whether a tracker is on a loopback address.
func isLoopback(tracker string) bool {
	u, err := url.Parse(tracker)
	if err != nil {
		return false
	}
	a, err := netip.ParseAddr(u.Hostname())
	return err == nil && a.IsLoopback() || u.Hostname() == "localhost"
}
