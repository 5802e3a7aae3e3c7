// Package spec runs files of tests that are written in Lua: those with busted's
// describe and it, and plain scripts, each of which is one test. It is the
// Executor of core/suite.
package spec
