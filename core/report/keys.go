package report

import (
	"io"

	"golang.org/x/sys/unix"
)

// keys is a terminal on which keys that are pressed are not shown: an echo moves
// the cursor, and the lines below the log could not be found again. The keys
// themselves stay for whoever reads them.
type keys struct {
	fd     int
	silent bool
}

// keysOf gives the keys of the terminal w, nil if it is none.
func keysOf(w io.Writer) *keys {
	if d, ok := w.(descriptor); ok && sizeOf(w) != nil {
		return &keys{fd: int(d.Fd())}
	}
	return nil
}

// silence has keys not be shown. It does nothing in the background, where a
// process that changes its terminal is stopped, and where nothing is shown anyway.
func (k *keys) silence() {
	if k == nil || k.silent || !k.inForeground() {
		return
	}
	k.silent = k.set(func(t *unix.Termios) bool {
		shown := t.Lflag&unix.ECHO != 0
		t.Lflag &^= unix.ECHO
		return shown
	})
}

// restore has keys be shown if they were.
func (k *keys) restore() {
	if k == nil || !k.silent || !k.inForeground() {
		return
	}
	k.set(func(t *unix.Termios) bool {
		t.Lflag |= unix.ECHO
		return true
	})
	k.silent = false
}

// set changes the terminal, and reports whether it was to be changed and is.
func (k *keys) set(change func(*unix.Termios) bool) bool {
	t, err := unix.IoctlGetTermios(k.fd, getTermios)
	return err == nil && change(t) && unix.IoctlSetTermios(k.fd, setTermios, t) == nil
}

func (k *keys) inForeground() bool {
	group, err := unix.IoctlGetInt(k.fd, unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}
