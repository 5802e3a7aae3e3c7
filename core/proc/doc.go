// Package proc tells of the live processes of this machine, as far as the
// system shows them: whose children they are, what they run, since when.
package proc
