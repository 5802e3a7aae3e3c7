// Package job runs programs and tells exactly what they did.
//
// A Factory creates Jobs on a Host. A Job is one program that can be started,
// again and again; what it writes flows through its channels to Filters, which
// cut it into Messages. Every output is read by a goroutine of its own,
// whatever the user of the job does, so a program is never held up by a full
// pipe. Calls that wait take a context and return as soon as what they wait
// for happened, or can no longer happen.
package job
