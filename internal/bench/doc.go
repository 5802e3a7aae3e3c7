// Package bench measures tlua beside the programs that one would use instead
// of it. It has benchmarks only:
//
//	go test -run '^$' -bench . -benchtime 7x ./internal/bench/
//
// An iteration is a round: tlua works, then its peer does, on the same data and
// with the machine in the same mood. A line shows the median of the rounds for
// each of the two, and as ratio the median of the rounds' quotients, tlua's
// figure divided by the peer's. Absolute figures are worth nothing on another
// day or another machine; the ratio is what to look at.
//
// The peers are programs of the system (cc, grep, lua5.1, ctorrent,
// opentracker), which must be installed, small C programs in testdata, and loops
// in Go.
package bench
