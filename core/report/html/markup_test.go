package html

import (
	"bytes"
	"fmt"
	"github.com/tlua/tlua/core/results"
	"html"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tlua/tlua/core/report"
)

// What stands in a page reads back as what can be shown of the text.
func TestTextIsEscaped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.OneOf(rapid.SampledFrom(fragments), rapid.String())).Draw(t, "text"), "")
		var m markup
		m.text(s)
		require.Equal(t, report.Printable(s), html.UnescapeString(m.String()))
		require.NotRegexp(t, `[<>"']|&(?:[^a-z#]|$)`, m.String())
	})
}

func TestPercent(t *testing.T) {
	for want, v := range map[string]float64{"0%": 0, "0.01%": 0.0051, "3.1%": 3.1, "3.14%": 3.14159, "100%": 99.999, "-2.5%": -2.5, "40%": 40} {
		var m markup
		assert.Equal(t, want, m.percent(v).String())
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(0, 1000).Draw(t, "v")
		var m markup
		require.Equal(t, strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)+"%", m.percent(v).String(), fmt.Sprint(v))
	})
}

func TestLinesAreMadeVisible(t *testing.T) {
	var m markup
	m.lines("\x1b[1m<b>\r\nsecond\n\n")
	assert.Equal(t, "\\x1b[1m&lt;b&gt;\nsecond", m.String())
}

func TestLinksAreSeenFromThePage(t *testing.T) {
	cwd, err := os.Getwd()
	require.NoError(t, err)
	for _, c := range []struct{ folder, path, want string }{
		{"", "runs/1/a b.log", "runs/1/a%20b.log"},
		{".", "runs/1/a.log", "runs/1/a.log"},
		{"other", "runs/1/a.log", "../runs/1/a.log"},
		{"runs/1", "runs/1/a.log", "a.log"},
		{"/srv/pages", "/srv/runs/a.log", "../runs/a.log"},
		{"other", filepath.Join(cwd, "runs/a.log"), "../runs/a.log"},
		{filepath.Join(cwd, "other"), "runs/a.log", "../runs/a.log"},
		{"", "javascript:alert(1)", "./javascript:alert%281%29"},
	} {
		assert.Equal(t, c.want, link(c.folder, c.path), "%s from %s", c.path, c.folder)
	}
	run := &results.Run{Tests: []*results.Test{{Attempts: []*results.Attempt{{Record: results.Record{Artifacts: []results.Artifact{{Name: "log", Path: "runs/1/a.log"}}}}}}}}
	var page bytes.Buffer
	require.NoError(t, Write(&page, run, "other"))
	assert.Contains(t, page.String(), `<a href="../runs/1/a.log">log</a>`)
}
