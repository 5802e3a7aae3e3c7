package tool

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/job"
)

// FuzzArgv declares two options, of which the second is a positional text, and
// gives them any values: the arguments say what was given, each once, and none
// that is no flag looks like one.
func FuzzArgv(f *testing.F) {
	f.Add(uint8(0), "-s", "", "", "", false, false, "value", "file")
	f.Add(uint8(0), "-s", "", "", "", false, false, "value", "-x")
	f.Add(uint8(0), "-s", "", "", "", false, false, "a\x00b", "file")
	f.Add(uint8(0), "--s=", "k", "'", "", true, true, "-v", "-x")
	f.Add(uint8(1), "-c", "ms", "", "", false, false, "18446744073709551615", "-")
	f.Add(uint8(4), "-i", "", "", "", false, true, "-9223372036854775808", "--")
	f.Add(uint8(5), "", "", "", "", false, false, "-0.1", "file")
	f.Add(uint8(5), "-n", "", "", "", false, false, "170000000000010000", "file")
	f.Add(uint8(6), "-v", "", "", "", false, true, "true", "-v")
	f.Add(uint8(7), "-m", "", "", "", false, true, "fast", "")
	f.Add(uint8(9), "-l", "", "'", ",", false, true, "a\nb\n-c", "x")
	f.Add(uint8(9), "-l", "", "", "", true, true, "a\n\n-c", "x")
	f.Add(uint8(10), "-drive", "", "", ",", false, true, "file=a,b", "x")
	f.Add(uint8(11), "-a", "", "", "", false, true, "::1", "x")
	f.Add(uint8(12), "-a", "", "", "", false, true, "[::1]:80", "x")
	f.Fuzz(func(t *testing.T, typ uint8, flag, suffix, quote, sep string, glue, dashDash bool, value, file string) {
		o := Option{Name: "o", Type: Type(types()[int(typ)%len(types())]), Flag: flag, Suffix: suffix, Quote: quote, Sep: sep, Glue: glue}
		switch o.Type {
		case Enum:
			o.Values = []string{"fast", "safe"}
		case Group:
			o.Options = []Option{{Name: "m", Flag: "m=", Quote: quote}, {Name: "n", Type: Uint}}
		}
		s := Spec{DashDash: dashDash, Options: Options{o, {Name: "file"}}}
		given := map[string]any{"o": valueOf(o.Type, value), "file": file}
		args, err := s.Argv(given)
		if err != nil {
			require.ErrorIs(t, err, job.EINVAL)
			require.NotContains(t, err.Error(), "\n")
			require.Less(t, len(err.Error()), 1000)
			require.Nil(t, args)
			return
		}
		require.Equal(t, nil, s.Check())
		want, positional := o.want(value), o.Flag == ""
		at := len(want)
		if positional {
			at = 0
		}
		if at < len(args) && args[at] == "--" && (len(args) > len(want)+1) {
			require.True(t, dashDash)
			want = slices.Insert(want, at, "--")
		} else {
			for _, arg := range args[at:] {
				require.False(t, flagLike(arg), "%q", args)
			}
		}
		require.Equal(t, append(want, file), args)
		require.NotContains(t, strings.Join(args, ""), "\x00")
	})
}

// valueOf makes a value of a type out of a text.
func valueOf(typ Type, s string) any {
	n, _ := strconv.ParseFloat(s, 64)
	switch typ {
	case Uint, UintHex, UintOctal:
		u, _ := strconv.ParseUint(s, 10, 64)
		return u
	case Int:
		i, _ := strconv.ParseInt(s, 10, 64)
		return i
	case Number:
		return n
	case Flag, YesNo:
		return s == "true"
	case List:
		return strings.Split(s, "\n")
	case Group:
		return map[string]any{"m": s, "n": 5}
	}
	return s
}

// want gives, the plain way, the arguments of a value that o takes.
func (o Option) want(s string) (args []string) {
	text := func(s string) string { return o.Quote + s + o.Quote }
	v := valueOf(o.Type, s)
	texts := []string{text(fmt.Sprint(v))}
	switch o.Type {
	case UintHex:
		texts = []string{text(fmt.Sprintf("%#x", v))}
	case UintOctal:
		texts = []string{text(fmt.Sprintf("%o", v))}
	case Number:
		digits := -1 // as many as it takes to tell it from others
		if f := v.(float64); f == math.Trunc(f) && math.Abs(f) < 1<<64 {
			digits = 0 // and all of a whole number
		}
		texts = []string{text(strconv.FormatFloat(v.(float64)+0, 'f', digits, 64))}
	case Flag:
		if v == true {
			return []string{o.Flag}
		}
		return nil
	case YesNo:
		texts = []string{text(map[any]string{true: "yes", false: "no"}[v])}
	case List:
		texts = nil
		for _, item := range v.([]string) {
			texts = append(texts, text(item))
		}
		if o.Sep != "" {
			texts = []string{strings.Join(texts, o.Sep)}
		}
	case Group:
		texts = []string{text("m=" + text(s) + o.Sep + "5")}
	}
	for _, text := range texts {
		switch text += o.Suffix; {
		case o.Flag == "":
			args = append(args, text)
		case o.Glue:
			args = append(args, o.Flag+text)
		default:
			args = append(args, o.Flag, text)
		}
	}
	return args
}

func FuzzTag(f *testing.F) {
	for _, tag := range []string{"-i", ",required", "-l,sep=',',default='a,b'", "-m,enum=a|b,default=a", "-x,type=uint,default=0x10"} {
		f.Add(tag)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		o := Option{Name: "x", Type: String}
		if o.readTag(tag) != nil || (Spec{Options: Options{o}}).Check() != nil {
			return
		}
		if _, err := (Options{o}).Argv(nil); err != nil && !o.Required && !flagLike(fmt.Sprint(o.Default)) {
			t.Fatal(err)
		}
	})
}
