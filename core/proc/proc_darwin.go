package proc

import (
	"time"

	"golang.org/x/sys/unix"
)

// Process is a live process, as the system's table of processes shows it. One
// that has ended and was not reaped is none.
type Process struct {
	PID, Parent, Group, Session int

	start unix.Timeval
	name  string
}

const zombie = 5 // SZOMB

func of(k unix.KinfoProc) Process {
	name := k.Proc.P_comm[:]
	for i, b := range name {
		if b == 0 {
			name = name[:i]
			break
		}
	}
	return Process{
		PID: int(k.Proc.P_pid), Parent: int(k.Eproc.Ppid), Group: int(k.Eproc.Pgid),
		start: k.Proc.P_starttime, name: string(name),
	}
}

// Of gives the process of a number; it is not ok if there is none.
func Of(pid int) (p Process, ok bool) {
	k, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil || k.Proc.P_stat == zombie {
		return p, false
	}
	return of(*k), true
}

// Argv gives the command's name: its arguments are not asked for here.
func (p Process) Argv() []string { return []string{p.name} }

// Getenv is not ok: the system does not show it.
func (p Process) Getenv(string) (value string, ok bool) { return "", false }

// Limit is not ok: the system does not show it.
func (p Process) Limit(string) (soft uint64, ok bool) { return 0, false }

// Holds reports false: the system does not show it.
func (p Process) Holds(...string) bool { return false }

// Started gives the time when the process was started.
func (p Process) Started() time.Time { return time.Unix(p.start.Unix()) }

// Signal sends sig to this process. ESRCH if it is gone.
func (p Process) Signal(sig unix.Signal) error {
	if now, ok := Of(p.PID); !ok || now.start != p.start {
		return unix.ESRCH
	}
	return unix.Kill(p.PID, sig)
}

// Adopted gives the live processes that lost their parents, of all that there
// are on this machine.
func Adopted() (adopted []Process) {
	all, _ := unix.SysctlKinfoProcSlice("kern.proc.all")
	for _, k := range all {
		if k.Eproc.Ppid == 1 && k.Proc.P_stat != zombie {
			adopted = append(adopted, of(k))
		}
	}
	return adopted
}

// Children gives the numbers of a process's live children.
func Children(pid int) (pids []int) {
	all, _ := unix.SysctlKinfoProcSlice("kern.proc.all")
	for _, k := range all {
		if int(k.Eproc.Ppid) == pid && k.Proc.P_stat != zombie {
			pids = append(pids, int(k.Proc.P_pid))
		}
	}
	return pids
}
