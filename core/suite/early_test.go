package suite_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
)

// What ended a suite before its end is told with what was not run, and only then.
func TestWhatWasNotRunIsTold(t *testing.T) {
	two := files{
		"a": {"1": ends(event.Failed), "2": ends(event.Failed), "3": ends(event.Passed)},
		"b": {"4": ends(event.Passed)}, "c": {"5": ends(event.Passed)},
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	cancels := files{"a": {"1": func(*suite.Attempt) suite.Outcome {
		cancel(errors.New("enough"))
		return ends(event.Passed)(nil)
	}, "2": ends(event.Passed)}, "b": {"3": ends(event.Passed)}}
	for _, c := range []struct {
		name   string
		ctx    context.Context
		f      files
		max    int
		result event.Result
		text   string
	}{
		{"by all", t.Context(), two, 0, "", ""},
		{"at the first", t.Context(), two, 1, "", "the first failure ended it; 2 files were not begun, 1 file was not run to its end"},
		{"at the second", t.Context(), two, 2, "", "2 failures ended it; 2 files were not begun, 1 file was not run to its end"},
		{"at the last", t.Context(), files{"a": {"1": ends(event.Failed)}}, 1, "", ""},
		{"interrupted", ctx, cancels, 0, event.Interrupted, "enough; 1 file was not begun, 1 file was not run to its end"},
	} {
		sum, s := run(c.ctx, c.f, suite.Options{MaxFail: c.max})
		last := s.all[len(s.all)-1]
		require.Equal(t, event.SuiteEnded, last.Kind)
		require.Equal(t, c.result, last.Result, c.name)
		require.Equal(t, c.text, last.Text, c.name)
		require.Equal(t, c.text, sum.Early(), c.name)
	}
}
