// Package stream matches regular expressions against, and splits into lines,
// bytes that arrive in pieces.
//
// A Pattern is compiled once and may be used by any number of goroutines; a
// Matcher runs it over one stream. The matches are those that
// regexp.FindAllSubmatchIndex finds in the whole stream with multi-line ^ and
// $, however the stream is cut into pieces, and each is reported as soon as no
// later byte can change it: a prompt that no newline follows is reported at
// once.
//
// The syntax is that of regexp/syntax with Perl flags, and look-behind (?<=…)
// and (?<!…) of at most 255 characters, which sees the stream as it is,
// including what precedes the candidate. Bytes are characters, so that nothing
// is ever changed or refused for not being UTF-8: the pattern and the text are
// both taken as Latin-1. A pattern that begins with (*UTF) sees runes; bytes
// that are not UTF-8 are then one U+FFFD each, as in package regexp.
//
// # How it works
//
// A pattern becomes a program of a non-deterministic automaton (program.go).
// The stepper (step.go) takes an ordered list of threads, each with a row of
// capture registers, over one character; threads are ordered by preference, as
// in Perl. An assertion may ask for the next character, so the empty
// transitions out of a thread are followed only when that character is known.
// Nothing has to be undone when a piece ends in the middle of a match.
//
// What a step does to the registers depends on the list and the character
// only, never on where in the stream it happens. A list is therefore a state
// of a deterministic automaton whose transitions carry register moves
// (state.go). The states are built when they are first reached and are shared
// by all matchers of a Pattern. Their number is bounded; a matcher that needs
// one that does not fit computes its steps one by one until no candidate is
// under way. Both ways are linear in the length of the text.
//
// While no candidate is under way the matcher looks for the next place where
// one can begin with bytes.Index or a table of first bytes (skip.go).
package stream
