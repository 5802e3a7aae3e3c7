package vm

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// zone is the time zone that the environment of a script names.
type zone struct {
	name string
	loc  *time.Location
}

// location gives the zone of TZ, which is the process's own unless a script
// changed it.
func (s *files) location() *time.Location {
	name, ok := s.lookup("TZ")
	if own, has := os.LookupEnv("TZ"); name == own && ok == has {
		return time.Local
	}
	if s.zone.loc == nil || s.zone.name != name {
		loc, err := time.LoadLocation(strings.TrimPrefix(name, ":"))
		if err != nil {
			loc = time.UTC
		}
		s.zone = zone{name: name, loc: loc}
	}
	return s.zone.loc
}

// date is os.date.
func (s *files) date(c libCall) int {
	format := c.optStr(1, "%c")
	at := time.Now()
	if !c.absent(2) {
		at = time.Unix(int64(c.integer(2)), 0)
	}
	if rest, ok := strings.CutPrefix(format, "!"); ok {
		format, at = rest, at.In(time.FixedZone("GMT", 0))
	} else {
		at = at.In(s.location())
	}
	switch {
	case int64(at.Year())-1900 != int64(int32(at.Year()-1900)): // C counts years by an int
		c.L.Push(lua.LNil)
	case format == "*t":
		c.L.Push(dateTable(c.L, at))
	default:
		c.L.Push(lua.LString(strftime(format, at)))
	}
	return 1
}

func dateTable(L *lua.LState, t time.Time) *lua.LTable {
	tbl := L.CreateTable(0, 9)
	for name, v := range map[string]int{
		"year": t.Year(), "month": int(t.Month()), "day": t.Day(), "hour": t.Hour(), "min": t.Minute(), "sec": t.Second(),
		"wday": int(t.Weekday()) + 1, "yday": t.YearDay(),
	} {
		tbl.RawSetString(name, lua.LNumber(v))
	}
	tbl.RawSetString("isdst", lua.LBool(t.IsDST()))
	return tbl
}

// strftime expands the conversions of C's strftime in the locale "C". Lua knows
// those of one letter.
func strftime(format string, t time.Time) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i == len(format)-1 {
			b.WriteByte(format[i])
			continue
		}
		i++
		b.WriteString(convert(format[i], t))
	}
	return b.String()
}

// composed are the conversions that stand for several.
func composed(c byte) string {
	switch c {
	case 'c':
		return "%a %b %e %H:%M:%S %Y"
	case 'x', 'D':
		return "%m/%d/%y"
	case 'X', 'T':
		return "%H:%M:%S"
	case 'r':
		return "%I:%M:%S %p"
	case 'R':
		return "%H:%M"
	case 'F':
		return "%Y-%m-%d"
	}
	return ""
}

// convert gives what %c stands for.
func convert(c byte, t time.Time) string {
	if format := composed(c); format != "" {
		return strftime(format, t)
	}
	if v, width, ok := dateNumber(c, t); ok {
		return fmt.Sprintf("%0*d", width, v)
	}
	hour12 := (t.Hour()+11)%12 + 1
	switch c {
	case 'a', 'A':
		return short(t.Weekday().String(), c == 'a')
	case 'b', 'h', 'B':
		return short(t.Month().String(), c != 'B')
	case 'e':
		return fmt.Sprintf("%2d", t.Day())
	case 'k':
		return fmt.Sprintf("%2d", t.Hour())
	case 'l':
		return fmt.Sprintf("%2d", hour12)
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'p':
		return t.Format("PM")
	case 'P':
		return t.Format("pm")
	case 's':
		return strconv.FormatInt(t.Unix(), 10)
	case 'z':
		return t.Format("-0700")
	case 'Z':
		return t.Format("MST")
	case '%':
		return "%"
	}
	if c >= '1' && c <= '9' { // a width, of the text that is no conversion
		return fmt.Sprintf("%*s", c-'0', "%"+string(c))
	}
	return string([]byte{'%', c})
}

func short(name string, abbreviate bool) string {
	if abbreviate {
		return name[:3]
	}
	return name
}

// dateNumber gives the number that %c stands for, and its width.
func dateNumber(c byte, t time.Time) (v, width int, ok bool) {
	isoYear, isoWeek := t.ISOWeek()
	wday, yday := int(t.Weekday()), t.YearDay()-1
	switch c {
	case 'C':
		return int(math.Floor(float64(t.Year()) / 100)), 2, true
	case 'd':
		return t.Day(), 2, true
	case 'g':
		return (isoYear%100 + 100) % 100, 2, true
	case 'G':
		return isoYear, 1, true
	case 'H':
		return t.Hour(), 2, true
	case 'I':
		return (t.Hour()+11)%12 + 1, 2, true
	case 'j':
		return yday + 1, 3, true
	case 'm':
		return int(t.Month()), 2, true
	case 'M':
		return t.Minute(), 2, true
	case 'S':
		return t.Second(), 2, true
	case 'u':
		return (wday+6)%7 + 1, 1, true
	case 'U':
		return (yday - wday + 7) / 7, 2, true
	case 'V':
		return isoWeek, 2, true
	case 'w':
		return wday, 1, true
	case 'W':
		return (yday - (wday+6)%7 + 7) / 7, 2, true
	case 'y':
		return (t.Year()%100 + 100) % 100, 2, true
	case 'Y':
		return t.Year(), 1, true
	}
	return 0, 0, false
}
