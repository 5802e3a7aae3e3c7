package guard

import (
	"errors"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Command is a process to be started.
type Command struct {
	Path     string
	Argv     []string
	Env      []string
	Dir      string // relative to this process's own
	Files    []int  // by the number that the process knows; -1 is one that it does not have
	Terminal bool   // descriptor 0 is the terminal of a session that the process leads; else it leads a group
	Nice     *int
	Affinity []int
	ID       uint64 // by which it is told apart, and marked: see Mark
}

// Exit is how a process ended.
type Exit struct {
	Status    unix.WaitStatus
	User, Sys time.Duration
	MaxRSS    int64 // bytes
	// Left reports whether processes were there that had lost their parents:
	// some may be those of this one. Where there were none, it left none behind.
	Left bool
	// Lost says that the guardian is gone, and so nothing of this is known.
	Lost bool
}

// ErrLost is the error of what is asked of a guardian that is gone.
var ErrLost = errors.New("the guardian that runs the jobs was killed")

// Stage is what a start failed at.
type Stage int

// The stages of a start.
const (
	Starting Stage = iota // to fork, to find the folder, to execute
	Nice                  // to set the niceness
	Affinity              // to bind it to processors
	Handing               // to hand over its descriptors
	Folder                // to find this process's own folder
)

// StartError says at what a start failed. It wraps the system's error.
type StartError struct {
	Stage Stage
	Errno unix.Errno
}

// Error gives the system's words.
func (e *StartError) Error() string { return e.Errno.Error() }

// Unwrap gives the system's error.
func (e *StartError) Unwrap() error { return e.Errno }

// Mark is a resource limit that the system knows and does not enforce. All that
// comes from a process inherits it, whatever it does to its environment, its
// session and its descriptors: its soft value is the ID that the process was
// started with.
const Mark = "Max file locks"

// execute starts a process. A program that was just written may be busy: a child
// of some process that is about to exec holds every open file for that moment,
// also one that is being written. So it is tried again for a while.
func execute(path string, argv []string, attr *syscall.ProcAttr) (pid int, err error) {
	const tries = 50
	for range tries {
		pid, err = syscall.ForkExec(path, argv, attr)
		if err != syscall.ETXTBSY {
			break
		}
		time.Sleep(time.Millisecond)
	}
	return pid, err
}
