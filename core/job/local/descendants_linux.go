package local

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

// Descendants lists the live processes that are children of this one, theirs,
// and so on, or that are still in its group: those whose parents are gone.
func (p *process) Descendants() ([]job.Proc, error) {
	all, err := processes()
	if err != nil {
		return nil, err
	}
	family := map[int]bool{p.pid: true}
	for grown := true; grown; {
		grown = false
		for _, s := range all {
			if !family[s.pid] && (family[s.ppid] || s.pgrp == p.pid) {
				family[s.pid], grown = true, true
			}
		}
	}
	var out []job.Proc
	for _, s := range all {
		if family[s.pid] && s.pid != p.pid {
			out = append(out, s.proc())
		}
	}
	return out, nil
}

// stat is what /proc tells of a process.
type stat struct {
	pid, ppid, pgrp int
	start           uint64 // in clock ticks since the system started
}

// processes lists the live processes of this machine; zombies are not.
func processes() ([]stat, error) {
	dir, err := os.Open("/proc")
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	var out []stat
	for _, name := range names {
		if pid, err := strconv.Atoi(name); err == nil {
			if s, ok := readStat(pid); ok {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// readStat reads /proc/PID/stat; it is not ok for one that is gone or dead.
func readStat(pid int) (stat, bool) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return stat{}, false
	}
	// The command's name may hold anything, also blanks and parentheses.
	f := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(f) < 20 || f[0][0] == 'Z' || f[0][0] == 'X' {
		return stat{}, false
	}
	s := stat{pid: pid}
	s.ppid, _ = strconv.Atoi(string(f[1]))
	s.pgrp, _ = strconv.Atoi(string(f[2]))
	s.start, _ = strconv.ParseUint(string(f[19]), 10, 64)
	return s, true
}

// ticks is how the kernel counts time in /proc: always a hundredth of a second
// to user space.
const ticks = 100

func (s stat) proc() job.Proc {
	p := job.Proc{PID: s.pid, PPID: s.ppid, Group: s.pgrp}
	if b, err := os.ReadFile("/proc/" + strconv.Itoa(s.pid) + "/cmdline"); err == nil {
		p.Argv = strings.Split(strings.TrimSuffix(string(b), "\x00"), "\x00")
	}
	var now unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &now) == nil {
		up := time.Duration(now.Nano())
		p.Started = time.Now().Add(time.Duration(s.start)*(time.Second/ticks) - up)
	}
	return p
}
