package vm

import (
	"time"

	lua "github.com/yuin/gopher-lua"
)

// How far from a time, and in which steps, one looks for a time of the year in
// which the clock is set otherwise, as C's mktime does.
const (
	clockStep  = 601200
	clockReach = 536454000/2 + clockStep
)

// time is os.time.
func (s *files) time(c libCall) int {
	L := c.L
	if c.absent(1) {
		L.Push(lua.LNumber(time.Now().Unix()))
		return 1
	}
	t := c.table(1)
	L.SetTop(1)
	f := dateFields{c, t}
	sec, minute, hour := f.number("sec", 0), f.number("min", 0), f.number("hour", 12)
	day, month, year := f.number("day", -1), f.number("month", -1), f.number("year", -1)
	local := time.Date(year, time.Month(month), day, hour, minute, sec, 0, s.location())
	at := local.Unix()
	if isdst := L.GetField(t, "isdst"); isdst != lua.LNil {
		at = withClock(local, time.Date(year, time.Month(month), day, hour, minute, sec, 0, time.UTC), lua.LVAsBool(isdst))
	}
	if at == -1 { // C's sign of failure, also for that second
		L.Push(lua.LNil)
	} else {
		L.Push(lua.LNumber(at))
	}
	return 1
}

// dateFields reads the fields of a table for os.time.
type dateFields struct {
	libCall
	t *lua.LTable
}

// number gives a field, or other where there is none; a negative other says that
// there must be one.
func (f dateFields) number(name string, other int) int {
	v, ok := asNumber(f.L.GetField(f.t, name))
	switch {
	case ok:
		return int(int32(int64(v)))
	case other < 0:
		f.raise("field '%s' missing in date table", name)
	}
	return other
}

// withClock gives the time at which a clock that is set to summer time or not,
// as dst says, shows what wall does in UTC. local is what the clock shows that
// is as it is at that time.
func withClock(local, wall time.Time, dst bool) int64 {
	if local.IsDST() == dst {
		return local.Unix()
	}
	for delta := int64(clockStep); delta < clockReach; delta += clockStep {
		for _, d := range []int64{-delta, delta} {
			near := time.Unix(local.Unix()+d, 0).In(local.Location())
			if near.IsDST() == dst {
				_, offset := near.Zone()
				return wall.Unix() - int64(offset)
			}
		}
	}
	if dst { // no such time: summer time is an hour
		return local.Unix() - 3600
	}
	return local.Unix() + 3600
}
