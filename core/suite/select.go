package suite

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/tlua/tlua/core/event"
)

// Selection says which tests are run: those that all of its parts let through.
type Selection struct {
	Names       []string // the title contains one of them
	Filter      []Where  // those of --where and the like
	Tags        []string // one of them is a tag of it
	ExcludeTags []string // none of them is
	Shard       Shard
	Only        map[event.TestID]bool // these, and no others; with a unit only: all of that file; nil: all
}

// Has reports whether a test is to be run.
func (s *Selection) Has(t *event.Test) bool { return s.matches(t) && s.Shard.has(t) }

// matches reports whether a test is to be run in one of the shards.
func (s *Selection) matches(t *event.Test) bool {
	if len(s.Names) > 0 && !slices.ContainsFunc(s.Names, func(n string) bool { return strings.Contains(t.Title(), n) }) {
		return false
	}
	if len(s.Tags) > 0 && !slices.ContainsFunc(s.Tags, func(tag string) bool { return slices.Contains(t.Tags, tag) }) {
		return false
	}
	if slices.ContainsFunc(s.ExcludeTags, func(tag string) bool { return slices.Contains(t.Tags, tag) }) {
		return false
	}
	for _, w := range s.Filter {
		if !w(t) {
			return false
		}
	}
	return s.Only == nil || s.Only[t.ID()] || s.Only[event.TestID{Unit: t.File}]
}

// All reports whether the selection leaves out nothing.
func (s *Selection) All() bool {
	return len(s.Names)+len(s.Filter)+len(s.Tags)+len(s.ExcludeTags) == 0 && s.Only == nil && s.Shard.Of == 0
}

// Shard is a part of the tests: the N-th of Of. Which test is in which depends on
// its file and name alone, so that machines need not agree on anything else. The
// zero value is all.
type Shard struct{ N, Of int }

// ParseShard reads "1/3".
func ParseShard(text string) (Shard, error) {
	n, of, ok := strings.Cut(text, "/")
	s := Shard{}
	var err1, err2 error
	s.N, err1 = strconv.Atoi(n)
	s.Of, err2 = strconv.Atoi(of)
	if !ok || err1 != nil || err2 != nil || s.N < 1 || s.N > s.Of {
		return Shard{}, fmt.Errorf("I/N expected, such as 1/3 for the first of three, got %q", text)
	}
	return s, nil
}

// String gives "1/3", "" for all.
func (s Shard) String() string {
	if s.Of == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.N, s.Of)
}

func (s Shard) has(t *event.Test) bool {
	if s.Of == 0 {
		return true
	}
	h := fnv.New32a()
	id := t.ID()
	fmt.Fprintf(h, "%s\x00%s\x00%d", id.Unit, id.Name, id.Number)
	return int(h.Sum32()%uint32(s.Of)) == s.N-1
}

// TagsOf gives the tags in a test's full name: its words that begin with #.
func TagsOf(name string) (tags []string) {
	for word := range strings.FieldsSeq(name) {
		if tag, ok := strings.CutPrefix(word, "#"); ok && tag != "" {
			tags = append(tags, tag)
		}
	}
	return tags
}
