package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tlua/tlua/internal/leak"
)

// TestMain makes the test binary be the command, for the scripts and for tests
// that start it by its name.
func TestMain(m *testing.M) {
	testscript.Main(leak.Checked{Tests: m}, map[string]func(){"tlua": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": code,
		},
	})
}

// code N ARG... runs tlua with ARGs and wants it to exit with N.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: code N [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec("tlua", args[1:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("tlua: %v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func TestExitCodesAreDistinct(t *testing.T) {
	seen := map[int]bool{}
	for _, c := range exitCodes {
		if seen[c.Code] || c.Meaning == "" {
			t.Errorf("row %+v: a code has one meaning", c)
		}
		seen[c.Code] = true
	}
}
