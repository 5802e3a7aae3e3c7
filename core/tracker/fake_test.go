package tracker

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// fakeVar, in the environment of the test binary, makes it a stand-in for a
// tracker that behaves in the manner that is its value:
//
//	answers   answers each announce with no peers
//	refuses   answers each with a failure reason
//	deaf      takes requests and never answers
//	dies      says so and exits with code 3
//	stubborn  answers, and does not end by SIGTERM
//
// It writes its arguments to the file that --dfile names, one a line.
const fakeVar = "TLUA_TEST_FAKE_TRACKER"

// fakeProgram gives a program that is a fake of that manner.
func fakeProgram(t *testing.T, manner string) string {
	self, err := os.Executable()
	require.NoError(t, err)
	return script(t, fmt.Sprintf("%s=%s exec '%s' \"$@\"", fakeVar, manner, self))
}

// script gives a program that the shell runs.
func script(t *testing.T, text string) string {
	path := filepath.Join(t.TempDir(), "program")
	// A child that inherits the file while it is open for writing would keep
	// it from being run.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o700))
	return path
}

// fake is the stand-in; it does not return.
func fake(manner string, args []string) {
	if manner == "dies" {
		fmt.Fprintln(os.Stderr, "Traceback: I am no tracker")
		os.Exit(3)
	}
	given := map[string]string{}
	for i := 0; i+1 < len(args); i += 2 {
		given[args[i]] = args[i+1]
	}
	if err := os.WriteFile(given["--dfile"], []byte(strings.Join(args, "\n")), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if manner == "stubborn" {
		signal.Ignore(syscall.SIGTERM)
	}
	err := http.ListenAndServe(given["--bind"]+":"+given["--port"], http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch manner {
		case "deaf":
			<-r.Context().Done()
		case "refuses":
			fmt.Fprint(w, reason("not today"))
		default:
			fmt.Fprint(w, "d8:intervali30e5:peers0:e")
		}
	}))
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
