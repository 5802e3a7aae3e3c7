package results

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

// docs/events.md names every kind and every field.
func TestEventsAreDocumented(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/events.md")
	require.NoError(t, err)
	text := string(b)
	n := 0
	for k := event.JobStarted; k.String() != "unknown"; k++ {
		require.Contains(t, text, "| `"+k.String()+"` |")
		n++
	}
	require.Greater(t, n, 20)
	require.Contains(t, text, "| `"+outputLost+"` |")
	for _, s := range []any{line{}, failure{}, expected{}, amount{}, param{}} {
		for f := range reflect.TypeOf(s).Fields() {
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			require.True(t, strings.Contains(text, "`"+tag+"`") || strings.Contains(text, `"`+tag+`"`), tag)
		}
	}
	// The fields of kinds are those of a line, and no others.
	_, kinds, _ := strings.Cut(text, "\n## Kinds\n")
	kinds, _, _ = strings.Cut(kinds, "\n## ")
	tags := map[string]bool{}
	for f := range reflect.TypeFor[line]().Fields() {
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		tags[tag] = true
	}
	for _, row := range regexp.MustCompile("(?m)^\\| `\\w+` \\| (.*?) \\|").FindAllStringSubmatch(kinds, -1) {
		for _, name := range regexp.MustCompile("`(\\w+)`").FindAllStringSubmatch(row[1], -1) {
			require.True(t, tags[name[1]], name[1])
		}
	}
	// The example is a line.
	for _, example := range regexp.MustCompile("(?s)```json\n(.*?)```").FindAllStringSubmatch(text, -1) {
		d := json.NewDecoder(strings.NewReader(example[1]))
		d.DisallowUnknownFields()
		var l line
		require.NoError(t, d.Decode(&l))
		require.Equal(t, event.Failed, l.Result)
		require.Len(t, l.failures(), 1)
	}
}
