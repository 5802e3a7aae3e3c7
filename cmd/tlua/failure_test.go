package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/bind"
)

// A mistake in Go is told as one, with what is needed to find it.
func TestPanicIsAnInternalError(t *testing.T) {
	rt, err := luabind.New(context.Background(), luabind.Options{Modules: []*bind.Module{{
		Name:  "broken",
		Funcs: []bind.Func{{Name: "call", Call: func(*bind.Call) error { panic("a mistake") }}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	_, err = rt.RunString("script.lua", "broken.call()")
	f := rt.Explain(err)
	for _, want := range []string{"internal error: ", "a mistake", "https://github.com/tlua/tlua/issues"} {
		if !strings.Contains(f.Message, want) {
			t.Errorf("message %q lacks %q", f.Message, want)
		}
	}
	for _, want := range []string{"script.lua:1: in main chunk", "goroutine ", "failure_test.go"} {
		if !strings.Contains(f.Traceback, want) {
			t.Errorf("traceback lacks %q:\n%s", want, f.Traceback)
		}
	}
}

// The command has no world but the one that it is given.
func TestWorldsAreApart(t *testing.T) {
	for _, w := range []struct {
		args         []string
		stdin        string
		code         int
		stdout, text string
	}{
		{[]string{"run", "-e", "print(io.read())"}, "typed\n", 0, "typed\n", ""},
		{[]string{"run", "-"}, "error('x')", 1, "", "error: stdin:1: x\n"},
		{[]string{"repl"}, "1\nos.exit(3)", 3, "1\n", ""},
		{[]string{"run", "no.lua"}, "", 4, "", "error: cannot open no.lua: no such file or directory\n"},
	} {
		var stdout, stderr bytes.Buffer
		code := run(world{
			args: w.args, getenv: func(string) string { return "" }, dir: t.TempDir(),
			stdin: strings.NewReader(w.stdin), stdout: &stdout, stderr: &stderr,
		})
		if code != w.code || stdout.String() != w.stdout || !strings.HasPrefix(stderr.String(), w.text) {
			t.Errorf("%v: exit code %d, stdout %q, stderr %q", w.args, code, stdout.String(), stderr.String())
		}
	}
}
