package proc

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Process is a live process, as /proc shows it. One that has ended and was not
// reaped is none.
type Process struct {
	PID, Parent, Group, Session int

	start uint64 // in clock ticks since the system started
}

// Of gives the process of a number; it is not ok if there is none.
func Of(pid int) (p Process, ok bool) {
	b, err := os.ReadFile(path(pid, "stat"))
	if err != nil {
		return p, false
	}
	// The command's name may hold anything, also blanks and parentheses.
	f := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(f) < 20 || f[0][0] == 'Z' || f[0][0] == 'X' {
		return p, false
	}
	p = Process{PID: pid, Parent: number(f[1]), Group: number(f[2]), Session: number(f[3])}
	p.start, _ = strconv.ParseUint(string(f[19]), 10, 64)
	return p, true
}

func number(b []byte) int {
	n, _ := strconv.Atoi(string(b))
	return n
}

func path(pid int, file string) string { return "/proc/" + strconv.Itoa(pid) + "/" + file }

// Argv gives the command line, nil if the process is gone.
func (p Process) Argv() []string {
	b, err := os.ReadFile(path(p.PID, "cmdline"))
	if err != nil || len(b) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(b), "\x00"), "\x00")
}

// Getenv gives a variable of the environment that the process was started with;
// it is not ok if there is none, or if it may not be read.
func (p Process) Getenv(name string) (value string, ok bool) {
	b, err := os.ReadFile(path(p.PID, "environ"))
	if err != nil {
		return "", false
	}
	for kv := range strings.SplitSeq(string(b), "\x00") {
		if value, ok = strings.CutPrefix(kv, name+"="); ok {
			return value, true
		}
	}
	return "", false
}

// Limit gives a soft resource limit of the process, by the name that
// /proc/PID/limits has for it, such as "Max file locks"; it is not ok if there is
// none.
func (p Process) Limit(name string) (soft uint64, ok bool) {
	b, _ := os.ReadFile(path(p.PID, "limits"))
	for line := range strings.Lines(string(b)) {
		if rest, found := strings.CutPrefix(line, name); found {
			if f := strings.Fields(rest); len(f) > 0 {
				soft, err := strconv.ParseUint(f[0], 10, 64)
				return soft, err == nil
			}
		}
	}
	return 0, false
}

// Holds reports whether one of the process's descriptors is of one of the pipes,
// which are named as the links in /proc name them: "pipe:[4711]".
func (p Process) Holds(pipes ...string) bool {
	dir := path(p.PID, "fd")
	fds, _ := os.ReadDir(dir)
	for _, fd := range fds {
		link, err := os.Readlink(dir + "/" + fd.Name())
		for _, pipe := range pipes {
			if err == nil && link == pipe {
				return true
			}
		}
	}
	return false
}

// ticks is how many a second has in /proc: that many to user space on every
// machine.
const ticks = 100

// Started gives the time when the process was started, to a hundredth of a
// second.
func (p Process) Started() time.Time {
	var now unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &now) != nil {
		return time.Time{}
	}
	return time.Now().Add(time.Duration(p.start)*(time.Second/ticks) - time.Duration(now.Nano()))
}

// Signal sends sig to this process, not to another that has its number since.
// ESRCH if it is gone.
func (p Process) Signal(sig unix.Signal) error {
	fd, err := unix.PidfdOpen(p.PID, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	// It is the same process that was there before and is there now.
	if now, ok := Of(p.PID); !ok || now.start != p.start {
		return unix.ESRCH
	}
	return unix.PidfdSendSignal(fd, sig, nil, 0)
}
