package results

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tlua/tlua/core/event"
)

// missing gives the shards that are not among several. One alone is what was
// asked for; of several suites that were cut differently one that is whole is
// enough.
func missing(shards []string) (all []string) {
	if len(shards) < 2 {
		return nil
	}
	there := map[int]map[int]bool{}
	for _, s := range shards {
		n, of, _ := strings.Cut(s, "/")
		number, err := strconv.Atoi(n)
		parts, err2 := strconv.Atoi(of)
		if err != nil || err2 != nil {
			continue // it is of no shape that tlua writes
		}
		if there[parts] == nil {
			there[parts] = map[int]bool{}
		}
		there[parts][number] = true
	}
	for _, parts := range slices.Sorted(maps.Keys(there)) {
		if len(there[parts]) >= parts {
			return nil
		}
		for n := 1; n <= parts; n++ {
			if !there[parts][n] {
				all = append(all, fmt.Sprintf("%d/%d", n, parts))
			}
		}
	}
	return all
}

// failureID is what tells a failure of a file from its others.
type failureID struct {
	file, kind, path string
	line             int
	message          string
}

// tellOnce leaves out of each file the failures that another shard's run of the
// same file has told: every shard runs what is outside of tests, and fails there.
func tellOnce(files []fileOf) {
	shards := map[failureID]string{} // that tell of it
	for _, f := range files {
		var own []event.Failure
		for _, x := range f.Failures {
			id := failureID{f.Path, x.Kind, x.Path, x.Line, x.Message}
			if first, told := shards[id]; told && first != f.shard {
				continue
			}
			shards[id] = f.shard
			own = append(own, x)
		}
		if f.Failures = own; own == nil {
			f.Result = ""
		}
	}
}
