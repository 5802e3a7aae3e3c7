package job

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/job/stream"
)

// Group gives what group i of the filter's pattern matched; group 0 is the
// whole match. ok is false if the group took no part, or if there is none.
func (m *Message) Group(i int) (text []byte, ok bool) {
	if m.groups == nil {
		return m.Data, i == 0 && !m.EOS
	}
	n, rest := len(m.Filter.names), m.groups
	var start, end uint64 // of group i in the whole match, plus 1
	for k := range n {
		from, width := binary.Uvarint(rest)
		rest = rest[width:]
		to, width := binary.Uvarint(rest)
		rest = rest[width:]
		if k == i {
			start, end = from, to
		}
	}
	if start == 0 {
		return nil, false
	}
	return rest[start-1 : end-1 : end-1], true
}

// Names gives the names of the groups by their numbers, "" for one without a
// name and for group 0; nil if the message is not that of a pattern with groups.
// It must not be changed.
func (m *Message) Names() []string {
	if m.groups == nil {
		return nil
	}
	return m.Filter.names
}

// foundGroups takes a match of a pattern with groups, of which group g, at
// offset at, is the message's data. The bounds of all groups and the whole match
// are kept in one piece of the arena.
func (t *tap) foundGroups(match stream.Match, g int, at int64) {
	whole, first := match.Text(0), match.Start(0)
	b := t.bounds[:0]
	for i := range t.filter.names {
		var start, end int64
		if match.Start(i) >= 0 {
			start, end = match.Start(i)-first+1, match.End(i)-first+1
		}
		b = binary.AppendUvarint(b, uint64(start))
		b = binary.AppendUvarint(b, uint64(end))
	}
	t.bounds = b
	m := t.message()
	m.Pos = t.base + at
	m.groups = append(append(t.room(len(b)+len(whole)), b...), whole...)
	if match.Start(g) >= 0 {
		from := len(b) + int(at-first)
		to := from + int(match.End(g)-at)
		m.Data = m.groups[from:to:to]
	}
	t.add(m)
}

// extracted gives the number of the group that a filter delivers.
func extracted(o FilterOptions, p *stream.Pattern) (int, error) {
	if o.ExtractName == "" {
		if o.Extract > p.Groups() {
			return 0, Errorf("", EINVAL, "extract %d: the pattern %q has %d groups", o.Extract, o.Pattern, p.Groups())
		}
		return o.Extract, nil
	}
	names := p.GroupNames()
	if i := slices.Index(names, o.ExtractName); i > 0 {
		return i, nil
	}
	known := "none has a name"
	if names = slices.DeleteFunc(names, func(n string) bool { return n == "" }); len(names) > 0 {
		known = "the names are " + strings.Join(names, ", ")
	}
	return 0, Errorf("", EINVAL, "extract %q: the pattern %q has no such group; %s", o.ExtractName, o.Pattern, known)
}
