package leak

import "golang.org/x/sys/unix"

// adopt has processes whose parents are gone come to this one: none is out of
// sight.
func adopt() error { return unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }
