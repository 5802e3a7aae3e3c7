package local

import "golang.org/x/sys/unix"

func renameNoReplace(from, to string) error {
	err := unix.RenamexNp(from, to, unix.RENAME_EXCL)
	if err == unix.ENOTSUP {
		return unix.ENOSYS // what a file system that cannot do it says elsewhere
	}
	return err
}
