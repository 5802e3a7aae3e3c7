package tool

import (
	"errors"
	"math"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/tlua/tlua/core/job"
)

type values = map[string]any

// same fails the test unless args and err are what was wanted; a wanted error
// is a text that begins with "!".
func same(t *testing.T, args []string, err error, want ...string) {
	t.Helper()
	if len(want) == 1 && strings.HasPrefix(want[0], "!") {
		if err == nil || err.Error() != "EINVAL: "+want[0][1:] {
			t.Errorf("got %q, %v\nwant %s", args, err, want[0])
		}
		if err != nil && (!errors.Is(err, job.EINVAL) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("not a one-line EINVAL: %v", err)
		}
		return
	}
	if err != nil || !slices.Equal(args, want) {
		t.Errorf("got  %q, %v\nwant %q", args, err, want)
	}
}

func TestTypes(t *testing.T) {
	type named string
	for _, c := range []struct {
		o    Option
		v    any
		want []string
	}{
		{Option{Flag: "-s"}, "a b", []string{"-s", "a b"}},
		{Option{Flag: "-s", Type: String}, "", []string{"-s", ""}},
		{Option{Flag: "-s"}, named("n"), []string{"-s", "n"}},
		{Option{Flag: "-s"}, nil, nil},
		{Option{Flag: "-s"}, 5.0, []string{"!option 'x' must be a string, got 5"}},
		{Option{Flag: "-s"}, "a\x00b", []string{`!option 'x' must not contain a NUL byte, got "a\x00b"`}},
		{Option{Flag: "-s", Glue: true}, "v", []string{"-sv"}},
		{Option{Flag: "-s", Glue: true}, "", []string{"!option 'x' must not be empty"}},
		{Option{Flag: "--s=", Glue: true}, "", []string{"--s="}},
		{Option{Flag: "-s", Suffix: "k"}, "v", []string{"-s", "vk"}},
		{Option{Flag: "-s", Quote: `"`}, "v", []string{"-s", `"v"`}},
		{Option{Flag: "-s", Quote: `"`}, `a"b`, []string{`!option 'x' must not contain its quote "\"", got "a\"b"`}},
		{Option{}, "v", []string{"v"}},
		{Option{}, "-", []string{"-"}},
		{Option{}, "-v", []string{`!option 'x' must not begin with '-', got "-v"; for a file write "./-v"`}},
		{Option{Flag: "-s"}, "-v", []string{"-s", "-v"}},

		{Option{Flag: "-c", Type: Uint}, 3.0, []string{"-c", "3"}},
		{Option{Flag: "-c", Type: Uint}, uint64(math.MaxUint64), []string{"-c", "18446744073709551615"}},
		{Option{Flag: "-c", Type: Uint}, 1e19, []string{"-c", "10000000000000000000"}},
		{Option{Flag: "-c", Type: Uint}, -1, []string{"!option 'x' must be a whole number from 0, got -1"}},
		{Option{Flag: "-c", Type: Uint}, 1.5, []string{"!option 'x' must be a whole number from 0, got 1.5"}},
		{Option{Flag: "-c", Type: Uint}, 1e20, []string{"!option 'x' must be a whole number from 0, got 1e+20"}},
		{Option{Flag: "-c", Type: Uint}, "3", []string{`!option 'x' must be a whole number from 0, got "3"`}},
		{Option{Flag: "-c", Type: UintHex}, 255, []string{"-c", "0xff"}},
		{Option{Flag: "-m", Type: UintOctal}, 493, []string{"-m", "755"}},
		{Option{Flag: "-i", Type: Int}, math.MinInt64, []string{"-i", "-9223372036854775808"}},
		{Option{Flag: "-i", Type: Int}, math.Copysign(0, -1), []string{"-i", "0"}},
		{Option{Flag: "-i", Type: Int}, math.Inf(1), []string{"!option 'x' must be a whole number, got +Inf"}},
		{Option{Type: Int}, -5, []string{`!option 'x' must not begin with '-', got "-5"; for a file write "./-5"`}},
		{Option{Flag: "-n", Type: Number}, 0.1, []string{"-n", "0.1"}},
		{Option{Flag: "-n", Type: Number}, float32(0.1), []string{"-n", "0.1"}},
		{Option{Flag: "-n", Type: Number}, 1e-7, []string{"-n", "0.0000001"}},
		{Option{Flag: "-n", Type: Number}, 1e22, []string{"-n", "10000000000000000000000"}},
		{Option{Flag: "-n", Type: Number}, math.NaN(), []string{"!option 'x' must be a finite number, got NaN"}},

		{Option{Flag: "-v", Type: Flag}, true, []string{"-v"}},
		{Option{Flag: "-v", Type: Flag}, false, nil},
		{Option{Flag: "-v", Type: Flag, Default: true}, nil, []string{"-v"}},
		{Option{Flag: "-v", Type: Flag, Default: true}, false, nil},
		{Option{Flag: "-v", Type: Flag, Required: true}, false, nil},
		{Option{Flag: "-v", Type: Flag}, 1, []string{"!option 'x' must be true or false, got 1"}},
		{Option{Flag: "-y", Type: YesNo}, true, []string{"-y", "yes"}},
		{Option{Flag: "-y", Type: YesNo}, false, []string{"-y", "no"}},
		{Option{Flag: "-y", Type: YesNo}, "yes", []string{`!option 'x' must be true or false, got "yes"`}},
		{Option{Flag: "-m", Type: Enum, Values: []string{"fast", "safe"}}, "safe", []string{"-m", "safe"}},
		{Option{Flag: "-m", Type: Enum, Values: []string{"fast", "safe"}}, "sfae",
			[]string{`!option 'x' must be one of fast, safe, got "sfae" (did you mean 'safe'?)`}},
		{Option{Flag: "-m", Type: Enum, Values: []string{"fast", "safe"}}, values{}, []string{"!option 'x' must be one of fast, safe, got a table"}},

		{Option{Flag: "-a", Type: Addr}, "127.0.0.1", []string{"-a", "127.0.0.1"}},
		{Option{Flag: "-a", Type: Addr}, "::1", []string{"-a", "::1"}},
		{Option{Flag: "-a", Type: Addr}, "seed-1.example", []string{"-a", "seed-1.example"}},
		{Option{Flag: "-a", Type: Addr}, netip.MustParseAddr("10.0.0.1"), []string{"-a", "10.0.0.1"}},
		{Option{Flag: "-a", Type: Addr}, "300.1.1.1", []string{`!option 'x' must be an IP address or a host name, got "300.1.1.1"`}},
		{Option{Flag: "-a", Type: Addr}, "-x", []string{`!option 'x' must be an IP address or a host name, got "-x"`}},
		{Option{Flag: "-a", Type: AddrPort}, "[::1]:80", []string{"-a", "[::1]:80"}},
		{Option{Flag: "-a", Type: AddrPort}, netip.MustParseAddrPort("10.0.0.1:80"), []string{"-a", "10.0.0.1:80"}},
		{Option{Flag: "-a", Type: AddrPort}, "localhost:99999",
			[]string{`!option 'x' must be an address with a port, such as 127.0.0.1:80 or [::1]:80, got "localhost:99999"`}},

		{Option{Flag: "-l", Type: List}, []any{"a", 2.0}, []string{"-l", "a", "-l", "2"}},
		{Option{Flag: "-l", Type: List, Glue: true}, []string{"a", "-b"}, []string{"-la", "-l-b"}},
		{Option{Flag: "-l", Type: List, Sep: ",", Suffix: "!"}, []int{1, 2}, []string{"-l", "1,2!"}},
		{Option{Flag: "-l", Type: List, Sep: ",", Quote: "'"}, []string{"a,b", "c"}, []string{"-l", "'a,b','c'"}},
		{Option{Flag: "-l", Type: List, Sep: ","}, []string{"a,b"},
			[]string{`!option 'x' must not have the separator "," within a value, got "a,b"`}},
		{Option{Type: List}, []any{"a", "b"}, []string{"a", "b"}},
		{Option{Type: List}, []any{"a", "-b"}, []string{`!option 'x' must not begin with '-', got "-b"; for a file write "./-b"`}},
		{Option{Type: List}, []any{}, nil},
		{Option{Type: List, Required: true}, []any{}, []string{"!option 'x' is required"}},
		{Option{Type: List}, []any{true}, []string{"!option 'x[1]' must be a string or a finite number, got true"}},
		{Option{Type: List}, "a", []string{`!option 'x' must be a list, got "a"`}},
	} {
		c.o.Name = "x"
		args, err := Options{c.o}.Argv(values{"x": c.v})
		same(t, args, err, c.want...)
	}
}

func TestGroup(t *testing.T) {
	drive := Options{{Name: "drive", Flag: "-drive", Type: Group, Sep: ",", Options: []Option{
		{Name: "file", Flag: "file=", Required: true},
		{Name: "size", Flag: "size=", Type: Uint, Suffix: "M"},
		{Name: "media", Flag: "media=", Type: Enum, Values: []string{"disk", "cdrom"}, Default: "disk"},
		{Name: "ro", Flag: "readonly", Type: Flag},
	}}}
	for _, c := range []struct {
		v    any
		want string
	}{
		{nil, ""},
		{values{"file": "a.img"}, "-drive file=a.img,media=disk"},
		{map[string]string{"file": "a.img"}, "-drive file=a.img,media=disk"},
		{values{"file": "a.img", "size": 5, "ro": true}, "-drive file=a.img,size=5M,media=disk,readonly"},
		{values{"size": 5}, "!option 'drive.file' is required"},
		{values{"file": "a,b"}, `!option 'drive.file' must not have the separator "," within a value, got "a,b"`},
		{values{"fiel": "a"}, "!unknown option 'drive.fiel' (did you mean 'file'?); there are: file, size, media, ro"},
		{"a.img", `!option 'drive' must be a table of options, got "a.img"`},
	} {
		args, err := drive.Argv(values{"drive": c.v})
		if strings.HasPrefix(c.want, "!") {
			same(t, args, err, c.want)
		} else {
			same(t, args, err, strings.Fields(c.want)...)
		}
	}
}

func TestOrderAndDefaults(t *testing.T) {
	ping := Options{
		{Name: "count", Flag: "-c", Type: Uint, Default: 4},
		{Name: "interval", Flag: "-i", Type: Number},
		{Name: "dest", Required: true},
	}
	args, err := ping.Argv(values{"dest": "::1", "interval": 0.2})
	same(t, args, err, "-c", "4", "-i", "0.2", "::1")
	args, err = ping.Argv(values{"count": 1.0})
	same(t, args, err, "!option 'dest' is required")
	args, err = ping.Argv(values{"dest": "::1", "cuont": 1.0})
	same(t, args, err, "!unknown option 'cuont' (did you mean 'count'?); there are: count, interval, dest")
	args, err = ping.Argv(values{"dest": "::1", "\n": 1.0})
	same(t, args, err, `!unknown option '\n'; there are: count, interval, dest`)
}

func TestDashDash(t *testing.T) {
	s := Spec{DashDash: true, Options: Options{{Name: "v", Flag: "-v", Type: Flag}, {Name: "a"}, {Name: "b", Type: List}}}
	args, err := s.Argv(values{"v": true, "a": "x", "b": []string{"y", "-z"}})
	same(t, args, err, "-v", "--", "x", "y", "-z")
	args, err = s.Argv(values{"a": "x", "b": []string{"-"}})
	same(t, args, err, "x", "-")
	s.Options = append(s.Options, Option{Name: "w", Flag: "-w"})
	args, err = s.Argv(nil)
	same(t, args, err, `!option 'w' has a flag and comes after the positional 'b': after "--" it would be none`)
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		o    Option
		want string
	}{
		{Option{}, "!option 1 has no name, or one that cannot be typed"},
		{Option{Name: "x", Type: "unit"}, "!option 'x' has no such type as 'unit' (did you mean 'uint'?)"},
		{Option{Name: "x", Flag: "-x\x00"}, "!option 'x' has a flag with a NUL byte, which no argument can hold"},
		{Option{Name: "x", Type: Flag}, "!option 'x' is a flag and needs the field 'flag'"},
		{Option{Name: "x", Type: Enum}, "!option 'x' is an enum and needs 'values'"},
		{Option{Name: "x", Values: []string{"a"}}, "!option 'x' has 'values' but is no enum"},
		{Option{Name: "x", Type: Group}, "!option 'x' is a group and needs 'options'"},
		{Option{Name: "x", Options: []Option{{}}}, "!option 'x' has 'options' but is no group"},
		{Option{Name: "x", Glue: true}, "!option 'x' has 'glue' but no flag"},
		{Option{Name: "x", Sep: ","}, "!option 'x' has 'sep' but is no list or group"},
		{Option{Name: "x", Type: Group, Options: []Option{{Name: "y", Type: List}}}, "!option 'x.y' cannot be in a group: it is a list"},
		{Option{Name: "x", Type: Uint, Default: "5"}, `!wrong default: option 'x' must be a whole number from 0, got "5"`},
	} {
		err := Spec{Options: Options{c.o}}.Check()
		same(t, nil, err, c.want)
	}
	same(t, nil, Spec{Options: Options{{Name: "a"}, {Name: "a"}}}.Check(), "!option 'a' is declared twice")
}
