package results

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/core/job"
)

// lock has a folder of runs to itself until unlock is called: no other process
// adds or removes runs.
func lock(base string) (unlock func(), err error) {
	d, err := os.Open(base)
	if err != nil {
		return nil, job.IOError("", base, err)
	}
	if err := flock(d, unix.LOCK_EX); err != nil {
		d.Close()
		return nil, err
	}
	return func() { d.Close() }, nil
}

// hold marks a run as going on, until its journal is closed.
func hold(journal *os.File) error { return flock(journal, unix.LOCK_SH) }

// goesOn reports whether the process that writes a journal still does. One that
// cannot be opened belongs to no run that goes on.
func goesOn(journal string) bool {
	f, err := os.Open(journal)
	if err != nil {
		return false
	}
	defer f.Close()
	return errors.Is(flock(f, unix.LOCK_EX|unix.LOCK_NB), unix.EWOULDBLOCK)
}

// flock locks a file. Where the file system knows no locks there are none.
func flock(f *os.File, how int) error {
	var err error
	for {
		if err = unix.Flock(int(f.Fd()), how); !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if err == nil || errors.Is(err, unix.ENOLCK) || errors.Is(err, unix.EOPNOTSUPP) {
		return nil
	}
	return job.IOError("", f.Name(), err)
}
