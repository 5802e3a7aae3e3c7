package results

import (
	"os"
	"reflect"
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
		for i := range reflect.TypeOf(s).NumField() {
			tag, _, _ := strings.Cut(reflect.TypeOf(s).Field(i).Tag.Get("json"), ",")
			require.True(t, strings.Contains(text, "`"+tag+"`") || strings.Contains(text, `"`+tag+`"`), tag)
		}
	}
}
