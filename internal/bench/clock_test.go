package bench

import (
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/tlua/tlua/luabind/bind"
)

// monotonic reads the clock that all processes share, in nanoseconds.
func monotonic() int64 {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &t); err != nil {
		panic(err) // there is no Linux without that clock
	}
	return t.Nano()
}

// micros gives the microseconds from a stamp to now; the stamp is a time of the
// monotonic clock as text.
func micros(now int64, stamp string) (float64, error) {
	then, err := strconv.ParseInt(stamp, 10, 64)
	return float64(now-then) / 1e3, err
}

// mark is a moment of a script, and a stamp that it had at that moment.
type mark struct {
	now   int64
	stamp string
}

// clock lets a script note moments.
type clock struct{ marks []mark }

// take gives what was noted, and forgets it.
func (c *clock) take() []mark {
	out := c.marks
	c.marks = nil
	return out
}

// module is the Lua module clock: clock.mark(stamp) notes the moment.
func (c *clock) module() *bind.Module {
	return &bind.Module{Name: "clock", Funcs: []bind.Func{{
		Name:   "mark",
		Params: []bind.Param{{Name: "stamp", Type: "string"}},
		Call: func(call *bind.Call) error {
			now := monotonic()
			c.marks = append(c.marks, mark{now, call.String(1, "stamp")})
			return nil
		},
	}}}
}
