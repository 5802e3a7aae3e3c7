// Package names makes names in the manner of scripts, and finds those that were
// meant by misspelt ones.
package names

import "strings"

// longest is how long a name may be to be taken for a misspelling, in bytes.
const longest = 64

// Snake makes the snake_case of a Go name: SaveToFile is save_to_file, HTTPPort
// is http_port, PeerID is peer_id.
func Snake(name string) string {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		c := name[i]
		if !upper(c) {
			b.WriteByte(c)
			continue
		}
		if i > 0 && name[i-1] != '_' && (!upper(name[i-1]) || i+1 < len(name) && lower(name[i+1])) {
			b.WriteByte('_')
		}
		b.WriteByte(c + 'a' - 'A')
	}
	return b.String()
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

func lower(c byte) bool { return c >= 'a' && c <= 'z' }

// Nearest gives the one of choices that got is most likely a misspelling of, ""
// if none is near. Of equally near ones it takes the first; case does not
// count.
func Nearest(got string, choices []string) string {
	if len(got) > longest {
		return ""
	}
	best, least := "", len(got)/3+2
	for _, c := range choices {
		if d := distance(strings.ToLower(got), strings.ToLower(c)); d < least {
			best, least = c, d
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
