package job

import (
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Signal is a signal's number on this machine; hosts that need one send its
// name.
type Signal int

// The signals that the package itself sends.
const (
	SIGHUP  = Signal(unix.SIGHUP)
	SIGINT  = Signal(unix.SIGINT)
	SIGKILL = Signal(unix.SIGKILL)
	SIGTERM = Signal(unix.SIGTERM)
	SIGCONT = Signal(unix.SIGCONT)
)

// ParseSignal reads a signal's name, with or without "SIG" and in any case,
// or its number.
func ParseSignal(s string) (Signal, error) {
	if n, err := strconv.Atoi(s); err == nil {
		if n < 1 || n > 64 {
			return 0, Errorf("", EINVAL, "no signal has the number %d", n)
		}
		return Signal(n), nil
	}
	name := strings.ToUpper(s)
	if !strings.HasPrefix(name, "SIG") {
		name = "SIG" + name
	}
	n := unix.SignalNum(name)
	if n == 0 {
		return 0, Errorf("", EINVAL, "no signal is called %q; names are like TERM or SIGTERM", s)
	}
	return Signal(n), nil
}

// String gives the name without "SIG", such as "TERM", or the number.
func (s Signal) String() string {
	if name := unix.SignalName(syscall.Signal(s)); name != "" {
		return strings.TrimPrefix(name, "SIG")
	}
	return strconv.Itoa(int(s))
}
