package bind

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// longestName is where a name stops being a misspelling of anything, and where
// it is cut off in messages.
const longestName = 64

// Suggest gives the one of names that got is most likely a misspelling of, ""
// if none is near. Of equally near ones it takes the first.
func Suggest(got string, names []string) string {
	if len(got) > longestName {
		return ""
	}
	best, least := "", len(got)/3+2
	for _, n := range names {
		if d := distance(got, n); d < least {
			best, least = n, d
		}
	}
	return best
}

// distance counts the insertions, removals, replacements and swaps of
// neighbours that make b out of a.
func distance(a, b string) int {
	before, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}

// unknown says that there is no such name of a kind, such as "option", and what
// was perhaps meant. prefix leads to where the name stands.
func unknown(kind, prefix, got string, names []string) string {
	names = slices.Sorted(slices.Values(names))
	text := fmt.Sprintf("%s '%s%s'", kind, prefix, shown(got))
	if s := Suggest(got, names); s != "" {
		text += fmt.Sprintf(", did you mean '%s%s'?", prefix, s)
	}
	if len(names) == 0 {
		return text
	}
	return text + " (known: " + strings.Join(names, ", ") + ")"
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
