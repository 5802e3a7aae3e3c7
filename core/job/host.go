package job

import (
	"context"
	"io"
	"io/fs"
	"time"
)

// Host is where processes run: this machine, or any other place that can
// start a process and hand over its pipes. A host knows nothing of jobs,
// channels or filters.
type Host interface {
	// Start starts a process. Errors have the codes ENOENT, EACCES, ENOEXEC,
	// EINVAL or ENOTCONN. ctx bounds the start, not the process.
	Start(ctx context.Context, s Spec) (Process, error)
	// FS gives the host's files.
	FS() FS
	// TempDir names the folder for temporary files.
	TempDir() string
	// Name tells hosts apart in messages, such as "local".
	Name() string
	// Close ends what the host keeps open. Processes are their jobs' affair: left
	// are those that came from a job nobody knows which, so that it did not end
	// them; they are gone, after LastWill at the latest.
	Close() (left []Proc, err error)
}

// Spec says how to start a process.
type Spec struct {
	Argv     []string          // Argv[0] is searched in the PATH that the process will have if it has no slash
	Env      map[string]string // added to the host's environment, or all of it
	Unset    []string          // names taken out of the host's environment
	ClearEnv bool              // begin with an empty environment
	Path     string            // searched if the process will have no PATH. Default: the host's own PATH
	Dir      string            // "" is the host's own
	Nice     *int              // the niceness itself; nil inherits
	Affinity []int             // processors; nil inherits
	NoStdin  bool              // descriptor 0 is the null device, not a pipe
	PTY      *PTY              // descriptors 0, 1 and 2 are one pseudo-terminal
	Inputs   []int             // further descriptors that the process reads, each from a pipe of its own
	Outputs  []int             // further descriptors that it writes
	JobID    string            // marks the process as this job's
}

// PTY is a pseudo-terminal. The process leads a session of its own, whose
// terminal it is.
type PTY struct {
	Size
	NoEcho bool // what is sent is not echoed, unless the process turns that on
}

// Size is a terminal's size in characters.
type Size struct{ Rows, Cols int }

// Process is one started process.
type Process interface {
	PID() int
	// Input gives the writing end of descriptor fd: 0, unless the spec has
	// NoStdin, or one of the spec's Inputs. Its Write may block; where it has a
	// SetWriteDeadline as net.Conn has, that ends a blocked Write. After its
	// Close the process reads an end of file: a terminal gets the character
	// that stands for one.
	Input(fd int) io.WriteCloser
	// Output gives the reading end of descriptor fd: 1, 2 unless that is a
	// terminal's, or one of the spec's Outputs. It is asked for once. Closing a
	// terminal's hangs up.
	Output(fd int) Output
	// Resize sets the size of the process's pseudo-terminal.
	Resize(Size) error
	// Signal sends sig as far as reach says. ESRCH if nobody is there.
	Signal(sig Signal, reach Reach) error
	// Descendants lists the live processes that came from this one, also those
	// that outlived it and went to another group or session. For one that ended
	// and left none it costs nothing.
	Descendants() ([]Proc, error)
	// Sweep waits, once the process has ended, until it has no descendants any
	// more. It sends sig, if that is not 0, to each that comes in sight, more than
	// once perhaps. Errors: context.Cause(ctx).
	Sweep(ctx context.Context, sig Signal) error
	// Ended has f called once, on a goroutine of its own, when the process has
	// ended; Wait returns without delay from then on.
	Ended(f func())
	// Wait waits for the end. A host that was lost is the error ENOTCONN.
	Wait() (Exit, error)
}

// Reach is whom a signal is for.
type Reach int

// A signal is for the process itself, for its group, or for everything that came
// from it, wherever that went.
const (
	Self Reach = iota
	Group
	Family
)

// Output is what a process writes. One goroutine at a time reads it, and none
// while there is nothing to read.
type Output interface {
	// Next waits for something to read, and hands it to w in one Write. io.EOF
	// at the end; os.ErrDeadlineExceeded past the read deadline.
	Next(w io.Writer) error
	// SetReadDeadline ends a Next that waits, and those after it, from t on.
	SetReadDeadline(t time.Time) error
	// Arm has f called once, not by Arm itself, when there is something to read
	// or the output is at its end. Only in the first case may f wait for more.
	Arm(f func())
	// Disarm takes that back; it reports whether that was in time.
	Disarm() bool
	// Buffered gives how many bytes can be read without waiting.
	Buffered() (int, error)
	// Close ends a Next that waits: it gives another error.
	Close() error
}

// Proc is a live process.
type Proc struct {
	PID, PPID, Group int
	Argv             []string
	Started          time.Time
}

// Exit is how a process ended.
type Exit struct {
	Code   int    // exit code, if Signal is 0
	Signal Signal // the signal that ended it, or 0
	Usage  Usage
}

// Usage is what a process used from its start to its end.
type Usage struct {
	User, Sys, Wall time.Duration
	MaxRSS          int64 // bytes
}

// FS is the files of a host. Errors match fs.ErrNotExist, fs.ErrExist and
// fs.ErrPermission, and carry the errno where there is one.
type FS interface {
	Stat(name string) (fs.FileInfo, error)
	Open(name string) (io.ReadCloser, error)
	// Create makes or truncates a file.
	Create(name string, perm fs.FileMode) (io.WriteCloser, error)
	// MkdirTemp makes a folder with mode 0700 whose name nobody can guess.
	MkdirTemp(dir, prefix string) (string, error)
	MkdirAll(name string, perm fs.FileMode) error
	// Rename replaces what is at to; RenameNew fails with fs.ErrExist if
	// anything is.
	Rename(from, to string) error
	RenameNew(from, to string) error
	Chmod(name string, perm fs.FileMode) error
	Remove(name string) error
	RemoveAll(name string) error
	Glob(pattern string) ([]string, error)
}
