package job

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Code is the errno-style name of an error's class. A Code is itself an error,
// so that it serves as the sentinel: errors.Is(err, job.ETIMEDOUT).
type Code string

// The codes that the package itself gives. Errors of the operating system that
// are none of these keep their own errno's name (EADDRINUSE, ENOSPC, …).
const (
	EINVAL      Code = "EINVAL"      // bad argument or option
	EEXIST      Code = "EEXIST"      // it is there already
	ENOENT      Code = "ENOENT"      // no such file or program
	ENOEXEC     Code = "ENOEXEC"     // the file is no program
	EACCES      Code = "EACCES"      // the file may not be used so
	EINPROGRESS Code = "EINPROGRESS" // still running
	ECHILD      Code = "ECHILD"      // never started
	EALREADY    Code = "EALREADY"    // already running
	ETIMEDOUT   Code = "ETIMEDOUT"   // it did not happen in time
	EPERM       Code = "EPERM"       // not allowed on this channel or filter
	ENODATA     Code = "ENODATA"     // nothing there, and nothing to come
	ESRCH       Code = "ESRCH"       // not running
	EPIPE       Code = "EPIPE"       // nobody reads
	ESHCMD      Code = "ESHCMD"      // the command failed
	EXDEV       Code = "EXDEV"       // handles of different hosts
	ENOTCONN    Code = "ENOTCONN"    // the host is out of reach
	ECANCELED   Code = "ECANCELED"   // interrupted
	EBADF       Code = "EBADF"       // the handle was destroyed
	EBUSY       Code = "EBUSY"       // a job left processes running
	EADDRINUSE  Code = "EADDRINUSE"  // the address and port are taken
	EIO         Code = "EIO"         // any failure without a name of its own
)

// Error makes a Code an error: its text is its name.
func (c Code) Error() string { return string(c) }

// Is lets the standard library's sentinels match a Code: ENOENT is
// fs.ErrNotExist, ETIMEDOUT is context.DeadlineExceeded, and so on.
func (c Code) Is(target error) bool {
	switch target {
	case fs.ErrNotExist:
		return c == ENOENT
	case fs.ErrExist:
		return c == EEXIST
	case fs.ErrPermission:
		return c == EACCES || c == EPERM
	case fs.ErrClosed:
		return c == EBADF
	case context.DeadlineExceeded:
		return c == ETIMEDOUT || c == EINPROGRESS
	case context.Canceled:
		return c == ECANCELED
	}
	return false
}

// CodeOf gives err's code: that of the outermost *Error or Code in it, the
// name of its errno, ETIMEDOUT and ECANCELED for the errors of contexts, and
// else EIO.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	var c Code
	if errors.As(err, &c) {
		return c
	}
	var no syscall.Errno
	if errors.As(err, &no) {
		if name := unix.ErrnoName(no); name != "" {
			return Code(name)
		}
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return ETIMEDOUT
	case errors.Is(err, context.Canceled):
		return ECANCELED
	case errors.Is(err, fs.ErrNotExist):
		return ENOENT
	case errors.Is(err, fs.ErrExist):
		return EEXIST
	case errors.Is(err, fs.ErrPermission):
		return EACCES
	}
	return EIO
}

// Error is the error of every operation in tlua's core. It matches its Code,
// the standard sentinel of that Code, and whatever Err matches.
type Error struct {
	Op      string   // the operation's name in Lua, such as "job.wait"
	Code    Code     // its class
	Message string   // one line: what, where, and what would be right
	Tail    []string // the last lines of output of the job concerned, oldest first
	Err     error    // the cause, if there is one
}

// Error gives "op: CODE: message", all on one line.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op)
		b.WriteString(": ")
	}
	b.WriteString(string(e.Code))
	if m := e.message(); m != "" {
		b.WriteString(": ")
		b.WriteString(m)
	}
	return b.String()
}

func (e *Error) message() string {
	if e.Message == "" && e.Err != nil {
		return e.Err.Error()
	}
	return e.Message
}

// messageOf gives err's message without operation and code.
func messageOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.message()
	}
	return err.Error()
}

// Unwrap gives the code and the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Code}
	}
	return []error{e.Code, e.Err}
}

// Errorf makes an *Error of op and code with a formatted message. What %w names
// becomes the cause.
func Errorf(op string, code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Op: op, Code: code, Message: err.Error(), Err: errors.Unwrap(err)}
}

// WithOp gives err as an *Error under another operation's name: what a higher
// operation says when one that it is made of failed.
func WithOp(op string, err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		c := *e
		c.Op = op
		return &c
	}
	return &Error{Op: op, Code: CodeOf(err), Message: err.Error(), Err: err}
}

// IOError makes an *Error of op out of an error of the operating system or of
// an FS, with the path in its message: "a.bin: no such file or directory".
func IOError(op, path string, err error) *Error {
	text := err.Error()
	var pe *fs.PathError
	var no syscall.Errno
	switch {
	case errors.As(err, &no):
		text = no.Error()
	case errors.As(err, &pe):
		text = pe.Err.Error()
	}
	return &Error{Op: op, Code: CodeOf(err), Message: path + ": " + text, Err: err}
}

// Each gives the errors that were joined. Those that have a meaning as a whole
// have several behind them too.
func Each(err error) []error {
	switch joined := err.(type) {
	case nil:
		return nil
	case *Error:
	case interface{ Unwrap() []error }:
		var all []error
		for _, e := range joined.Unwrap() {
			all = append(all, Each(e)...)
		}
		return all
	}
	return []error{err}
}
