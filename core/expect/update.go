package expect

import (
	"slices"
	"strings"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/results"
)

// Field is one of an entry that is to be written: its value is a string, a
// float64, a bool, a []any of them, or a Draft.
type Field struct {
	Name  string
	Value any
}

// Draft is an entry that is to be written.
type Draft []Field

// Update is what a book needs to be right about runs.
type Update struct {
	Add     []Draft
	Useless []*Entry // those whose tests, all of them, are fine without
}

// Update gives what the book needs to be right about all of the runs. A test that
// came to several results gets all of them. extra are fields that each new entry
// gets, such as when and key. It is EINVAL if when does not hold for all of the
// runs: the entries would not count.
func (b Book) Update(runs []*results.Run, here Platform, extra Draft) (*Update, error) {
	if err := extra.holds(runs, here); err != nil {
		return nil, err
	}
	var tests [][]Seen // what the runs have of each
	index := map[string]int{}
	several := map[event.TestID]bool{} // the first of tests that have one name
	needed := map[*Entry]bool{}        // a test of it is not fine without it
	for _, run := range runs {
		seen, err := b.see(run, here)
		if err != nil {
			return nil, err
		}
		for _, s := range seen {
			if s.Result.Bad() || s.foreseen() {
				needed[s.entry] = true
			}
			if id := s.Test.ID(); id.Number > 1 {
				id.Number = 1
				several[id] = true
			}
			title := Title(s.Test)
			i, ok := index[title]
			if !ok {
				i = len(tests)
				index[title] = i
				tests = append(tests, nil)
			}
			tests[i] = append(tests[i], s)
		}
	}
	u := &Update{}
	for _, seen := range tests {
		i := slices.IndexFunc(seen, func(s Seen) bool { return s.fails() })
		switch {
		case i < 0:
		case seen[i].entry == nil || needed[seen[i].entry]:
			u.Add = append(u.Add, draft(seen, several, extra))
		case !slices.Contains(u.Useless, seen[i].entry):
			u.Useless = append(u.Useless, seen[i].entry)
		}
	}
	return u, nil
}

// holds refuses an expression that is to be in new entries and does not hold.
func (d Draft) holds(runs []*results.Run, here Platform) error {
	i := slices.IndexFunc(d, func(f Field) bool { return f.Name == "when" })
	if i < 0 {
		return nil
	}
	text, _ := d[i].Value.(string)
	when, err := ParseWhen(text)
	if err != nil {
		return err
	}
	for _, run := range runs {
		p, err := platformOf(run, here)
		if err != nil {
			return err
		}
		if !when.Holds(p) {
			return job.Errorf("", job.EINVAL, "%q does not hold where a run was made: entries with it would not count for what it showed", text)
		}
	}
	return nil
}

// foreseen reports whether an entry has the result, be it with other verdicts.
func (s *Seen) foreseen() bool {
	if s.entry == nil {
		return false
	}
	_, yes := s.entry.expected(s.Result)
	return yes
}

// draft gives the entry about a test that came to this.
func draft(seen []Seen, several map[event.TestID]bool, extra Draft) Draft {
	t := seen[0].Test
	d := Draft{{"test", Quote(Name(t))}}
	if t.Number > 1 || several[t.ID()] {
		d = append(d, Field{"number", float64(t.Number)})
	}
	if len(t.Params) > 0 {
		var params Draft
		for _, p := range t.Params {
			params = append(params, Field{p.Name, exactly(p.Value)})
		}
		d = append(d, Field{"params", params})
	}
	add := func(name string, value any) {
		if i := slices.IndexFunc(extra, func(f Field) bool { return f.Name == name }); i >= 0 {
			value = extra[i].Value
		}
		if value != nil {
			d = append(d, Field{name, value})
		}
	}
	add("when", nil)
	var came []any
	for _, r := range Results {
		if slices.ContainsFunc(seen, func(s Seen) bool { return s.Result == r }) {
			came = append(came, string(r))
		}
	}
	add("expect", oneOr(came))
	add("verdict", commonVerdicts(seen))
	add("key", nil)
	add("note", nil)
	return d
}

// exactly gives a value of a parameter as an entry has it that means no other.
func exactly(v any) any {
	text, ok := v.(string)
	if ok && strings.IndexAny(text, "<>!{") == 0 {
		return []any{text}
	}
	return v
}

// commonVerdicts gives the verdicts that a test had each time; nil if there are
// none.
func commonVerdicts(seen []Seen) any {
	var all []any
	for _, v := range seen[0].Verdicts {
		all = append(all, Quote(v))
	}
	if all == nil || slices.ContainsFunc(seen, func(s Seen) bool { return !slices.Equal(s.Verdicts, seen[0].Verdicts) }) {
		return nil
	}
	return oneOr(all)
}

// oneOr gives the only item of a list in place of the list.
func oneOr(list []any) any {
	if len(list) == 1 {
		return list[0]
	}
	return list
}

// plain gives the draft as a file that has it is read.
func (d Draft) plain() map[string]any {
	m := map[string]any{}
	for _, f := range d {
		m[f.Name] = f.Value
		if inner, ok := f.Value.(Draft); ok {
			m[f.Name] = inner.plain()
		}
	}
	return m
}
