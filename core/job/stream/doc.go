// Package stream matches regular expressions against, and splits into lines,
// bytes that arrive in pieces.
//
// A Pattern is compiled once and may be used by any number of goroutines; a
// Matcher runs it over one stream:
//
//	p, err := stream.Compile(`^rtt (\d+)`)
//	m := p.NewMatcher(1<<20, func(t stream.Match) { … t.Text(1) … })
//	io.Copy(m, r)
//	m.Close()
//
// # What is matched
//
// The matches are those that regexp.FindAllSubmatchIndex finds in the whole
// stream with multi-line ^ and $, however the stream is cut into pieces. Each is
// reported by the Write after which no later byte can change it: a prompt that
// no newline follows is reported at once. (Two things are not foreseen: how a
// rune goes on of which only some bytes have arrived, and that a look-behind
// will never hold.)
//
// The syntax is that of regexp/syntax with Perl flags, and look-behind (?<=…)
// and (?<!…) of at most 255 characters, which sees the stream as it is,
// including what precedes the candidate. Everything else that other dialects
// have is refused by Compile, with its name and position. Bytes are characters,
// so that nothing is ever changed or refused for not being UTF-8: the pattern
// and the text are both taken as Latin-1. A pattern that begins with (*UTF) sees
// runes; bytes that are not UTF-8 are then one U+FFFD each, as in package regexp.
//
// The time is linear in the length of the stream, whatever the pattern. What is
// held for a match that has not ended is bounded by NewMatcher's argument; what
// is given up for that is counted by Lost, and the Matcher goes on behind it.
//
// # How it works
//
// A pattern becomes a program of a non-deterministic automaton (program.go).
// The stepper (step.go) takes an ordered list of threads, each with a row of
// capture registers, over one character; threads are ordered by preference, as
// in Perl. An assertion may ask for the next character, so the empty
// transitions out of a thread are followed only when that character is known.
// Nothing has to be undone when a piece ends in the middle of a match. Threads
// that cannot lead to a match any more are dropped (live.go); so a match is
// decided when every next character gives the same (settle.go).
//
// What a step does to the registers depends on the list and the character
// only, never on where in the stream it happens. A list is therefore a state
// of a deterministic automaton whose transitions carry register moves
// (state.go). The states are built when they are first reached and are shared
// by all matchers of a Pattern. Their number is bounded; a matcher that needs
// one that does not fit computes its steps one by one until no candidate is
// under way. Look-behinds have states of their own (reverse.go).
//
// While no candidate is under way the matcher looks for the next place where
// one can begin (skip.go): for a text that all matches begin with (needle.go)
// or for what their first bytes can be (opening.go). It does so in the chunk
// that is being written; only what may be asked for again is copied (window.go).
package stream
