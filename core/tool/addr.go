package tool

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// addr writes an IP address or the name of a machine.
func addr(path string, v any) (string, error) {
	if s, ok := addrText(v); ok && isAddr(s) {
		return s, nil
	}
	return "", wanted(path, "an IP address or a host name", v)
}

// addrPort writes an address and a port, an IPv6 address in brackets.
func addrPort(path string, v any) (string, error) {
	if s, ok := addrText(v); ok {
		host, port, err := net.SplitHostPort(s)
		_, bad := strconv.ParseUint(port, 10, 16)
		if err == nil && bad == nil && isAddr(host) {
			return net.JoinHostPort(host, port), nil
		}
	}
	return "", wanted(path, "an address with a port, such as 127.0.0.1:80 or [::1]:80", v)
}

func addrText(v any) (string, bool) {
	switch v := v.(type) {
	case netip.Addr, netip.AddrPort:
		return v.(fmt.Stringer).String(), true
	case net.IP:
		return v.String(), true
	}
	s, err := text("", v)
	return s, err == nil
}

func isAddr(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	return isHostName(s)
}

// isLabel reports whether s can be one part of a host name; beside what DNS
// allows, underscores are used.
func isLabel(s string) bool {
	const most = 63
	if s == "" || len(s) > most || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}

// isHostName reports whether s can be the name of a machine. What has only
// digits in its last label is a mistyped IPv4 address.
func isHostName(s string) bool {
	if s == "" || len(s) > 253 {
		return false
	}
	labels := strings.Split(strings.TrimSuffix(s, "."), ".")
	for _, l := range labels {
		if !isLabel(l) {
			return false
		}
	}
	return strings.Trim(labels[len(labels)-1], "0123456789") != ""
}
