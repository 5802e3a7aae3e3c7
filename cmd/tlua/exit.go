package main

import (
	"fmt"
	"strings"
)

// The exit codes of the command. A script's os.exit gives its own.
const (
	exitPassed     = 0
	exitFailed     = 1
	exitUsage      = 2
	exitNothing    = 3
	exitLoad       = 4
	exitSignal     = 128 // and the signal's number
	exitHangup     = exitSignal + 1
	exitInterrupt  = exitSignal + 2
	exitBrokenPipe = exitSignal + 13
	exitTerminate  = exitSignal + 15
)

// exitCode is a row of the table of exit codes.
type exitCode struct {
	Code    int
	Meaning string
}

// exitCodes is the table that the help shows, and the manual.
var exitCodes = [...]exitCode{
	{exitPassed, "passed, or skipped"},
	{exitFailed, "a test or a script failed, or a report could not be made"},
	{exitUsage, "wrong usage"},
	{exitNothing, "nothing to run"},
	{exitLoad, "of run: the script could not be loaded: no such file, or no Lua"},
	{exitHangup, "hung up (SIGHUP)"},
	{exitInterrupt, "interrupted (SIGINT, Ctrl-C)"},
	{exitBrokenPipe, "nobody reads the output any more (SIGPIPE)"},
	{exitTerminate, "terminated (SIGTERM)"},
}

// exitHelp gives the table as the help shows it.
func exitHelp() string {
	var b strings.Builder
	b.WriteString("Exit codes:\n")
	for _, c := range exitCodes {
		fmt.Fprintf(&b, "  %3d  %s\n", c.Code, c.Meaning)
	}
	b.WriteString("  Of run: a script that calls os.exit(n) gives n.\n")
	return b.String()
}

// ofScript gives the exit code of a script that called os.exit with n.
func ofScript(n int) int { return n & 0xff }
