// Package guard starts processes from a guardian: a process of the same program
// that outlives this one just long enough to end whatever this one has started.
//
// Processes that are started here are the guardian's children. It is a subreaper:
// what they start, and leave behind, comes to it, however far it went: into a
// session of its own, into another process group, away from its parents. When
// this process ends, in whatever way, the guardian's pipes do: it kills all that
// is below it, round by round, until it has no child any more, removes the
// folders that it was told of, and ends.
//
// Should the guardian be killed, each process that it started is killed by the
// system, as its parent's death is its own; what those have started comes to this
// process, which is a subreaper too, and is killed by it. Where a control group
// can be made, all processes are in one, which is killed as a whole. What
// remains beyond reach: what a process started that is not in such a group, if
// this process and the guardian are killed at the same moment.
//
// A socket and three pipes connect the two processes: a start is asked for on the
// socket, with the descriptors that the new process is to have, and answered on a
// pipe before the next; whatever else is asked for goes through the second, and
// what is told, such as that a process has ended, through the third.
//
// All that is so on Linux. Elsewhere a Guardian is none, and says so.
//
// A program needs nothing to be its own guardian: when this package is
// initialised, and the process was started to be one, it becomes one and never
// gets to main.
package guard
