package html

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// fact is something that is known of where and how a run was.
type fact struct{ Name, Value string }

// suitesOf are those of the runs that a run was made of.
func suitesOf(run *results.Run) (all []*event.Suite) {
	for i := range run.Parts {
		all = append(all, &run.Parts[i].Suite)
	}
	if all == nil {
		all = []*event.Suite{&run.Suite}
	}
	return all
}

// environment is what is known of where and how a run was. What differs between
// the runs that it was made of is told of all.
func environment(run *results.Run) []fact {
	var all []fact
	add := func(name string, of func(*event.Suite) string) {
		var values []string
		for _, s := range suitesOf(run) {
			if v := of(s); v != "" && !slices.Contains(values, v) {
				values = append(values, v)
			}
		}
		if values != nil {
			all = append(all, fact{name, strings.Join(values, "; ")})
		}
	}
	add("folder", func(s *event.Suite) string { return s.Dir })
	add("tlua", func(s *event.Suite) string { return s.Version })
	add("built by", func(s *event.Suite) string { return s.Go })
	add("host", func(s *event.Suite) string { return s.Host })
	add("platform", func(s *event.Suite) string { return strings.Join(s.Platform, ", ") })
	add("order", func(s *event.Suite) string {
		return either(s.Seed == 0, "as written", "random, seed "+strconv.FormatUint(s.Seed, 10))
	})
	if run.Workers > 0 {
		all = append(all, fact{"workers", strconv.Itoa(run.Workers)})
	}
	files := map[string]bool{}
	for _, f := range run.Files {
		files[f.Path] = true // with whatever parameters
	}
	return append(all, fact{"shard", either(run.Shard == "", "all", run.Shard)},
		fact{"tests", count(len(run.Tests), "test", "tests") + " in " + count(len(files), "file", "files")})
}

// command is one that runs tests once more.
type command struct{ Of, Line string }

// commands are those that do a run once more: of one that was made of several,
// those of all.
func commands(run *results.Run) (all []command) {
	for _, s := range suitesOf(run) {
		c := command{Line: report.RepeatRun(s)}
		if run.Parts != nil && s.Shard != "" {
			c.Of = "shard " + s.Shard
		}
		if c.Line != "" && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}
