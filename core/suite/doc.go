// Package suite runs tests: it finds the files, chooses among their tests, runs
// several files side by side, bounds the time of each test, tries again those
// that failed, and tells all of it as events. It knows no Lua: what is in a file
// is an Executor's.
package suite
