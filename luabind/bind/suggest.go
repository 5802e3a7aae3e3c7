package bind

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tlua/tlua/core/names"
)

// longestName is where a name is cut off in messages.
const longestName = 64

// unknown says that there is no such name of a kind, such as "option", and what
// was perhaps meant. prefix leads to where the name stands.
func unknown(kind, prefix, got string, choices []string) string {
	choices = slices.Sorted(slices.Values(choices))
	text := fmt.Sprintf("%s '%s%s'", kind, prefix, shown(got))
	if s := names.Nearest(got, choices); s != "" {
		text += fmt.Sprintf(", did you mean '%s%s'?", prefix, s)
	}
	if len(choices) == 0 {
		return text
	}
	return text + " (known: " + strings.Join(choices, ", ") + ")"
}

// shown makes a script's own name fit for a message of one line.
func shown(name string) string {
	if len(name) > longestName {
		name = name[:longestName] + "..."
	}
	if q := strconv.Quote(name); q[1:len(q)-1] != name {
		return q[1 : len(q)-1]
	}
	return name
}
