package spec_test

import (
	"bytes"
	"context"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
	"github.com/tlua/tlua/luabind/spec"
)

// Files of tests end as they do under busted, and do the same things in the same
// order.
func TestAsBusted(t *testing.T) {
	busted, err := exec.LookPath("busted")
	require.NoError(t, err, "apt-get install lua-busted")
	for folder, helper := range map[string]string{"": "", "helped": "testdata/busted/helped/helper.lua"} {
		files, err := filepath.Glob(filepath.Join("testdata/busted", folder, "*_spec.lua"))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			t.Run(filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				args := []string{"-o", "TAP", "--lang=en", file}
				if helper != "" {
					args = append(args, "--helper="+helper)
				}
				var out bytes.Buffer
				c := exec.Command(busted, args...)
				c.Stdout = &out
				_ = c.Run() // it fails where a test does
				require.Equal(t, theirs(out.String()), ours(file, helper))
			})
		}
	}
}

var tapLine = regexp.MustCompile(`^(ok|not ok) \d+ - (# SKIP )?(.*)$`)

// told is what the tests of a file printed, and how each ended. When that is told
// differs: here it is after after_each, which may fail the test.
type told struct{ Printed, Results []string }

// theirs gives what busted tells.
func theirs(tap string) (t told) {
	for line := range strings.SplitSeq(tap, "\n") {
		if m := tapLine.FindStringSubmatch(line); m != nil {
			t.Results = append(t.Results, tidy(m[1], m[3], m[2] != ""))
		} else if strings.HasPrefix(line, "> ") {
			t.Printed = append(t.Printed, line)
		}
	}
	return t
}

// tidy words a result. Of one that is pending busted forgets the name.
func tidy(status, name string, pending bool) string {
	if pending {
		return "ok pending"
	}
	return status + " " + strings.TrimSpace(name)
}

// ours gives the same of our own.
func ours(file, helper string) (t told) {
	x := spec.New(spec.Options{Helper: helper})
	suite.Run(context.Background(), []suite.File{{Path: file}}, x, suite.Options{Observer: observer(func(e event.Event) {
		switch e.Kind {
		case event.Printed:
			for line := range strings.SplitSeq(strings.TrimSuffix(string(e.Data), "\n"), "\n") {
				if strings.HasPrefix(line, "> ") {
					t.Printed = append(t.Printed, line)
				}
			}
		case event.TestEnded:
			status := "ok"
			if e.Result.Bad() {
				status = "not ok"
			}
			t.Results = append(t.Results, tidy(status, e.Test.Name, e.Result == event.Pending))
		}
	})})
	return t
}

// observer wants all events.
type observer func(event.Event)

func (o observer) Wants(event.Kind) bool { return true }
func (o observer) Observe(e event.Event) { o(e) }
