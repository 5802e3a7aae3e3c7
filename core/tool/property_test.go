package tool

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// declaration draws a random declaration and values that fit its types.
func declaration(t *rapid.T) (Spec, map[string]any) {
	s := Spec{DashDash: rapid.Bool().Draw(t, "dashdash")}
	given := map[string]any{}
	n := rapid.IntRange(1, 6).Draw(t, "options")
	for i := range n {
		o := Option{
			Name: "o" + strconv.Itoa(i),
			Type: rapid.SampledFrom([]Type{String, Int, Number, Flag, List}).Draw(t, "type"),
		}
		// Flags never look like values here, so that the arguments can be told apart.
		if positional := i >= n/2; !positional || o.Type == Flag {
			o.Flag = "--flag" + strconv.Itoa(i)
			o.Glue = o.Type != Flag && rapid.Bool().Draw(t, "glue")
			if o.Glue {
				o.Flag += "="
			}
			if s.DashDash && positional {
				continue
			}
		}
		if o.Type == List && rapid.Bool().Draw(t, "joined") {
			o.Sep = ","
		}
		o.Suffix = rapid.SampledFrom([]string{"", "ms"}).Draw(t, "suffix")
		s.Options = append(s.Options, o)
		given[o.Name] = value(t, o.Type)
	}
	return s, given
}

func value(t *rapid.T, typ Type) any {
	text := rapid.StringMatching(`(--?)?[a-z=/ ]{0,4}`)
	switch typ {
	case Int:
		return rapid.Int().Draw(t, "int")
	case Number:
		return rapid.Float64Range(-1e9, 1e9).Draw(t, "number")
	case Flag:
		return rapid.Bool().Draw(t, "bool")
	case List:
		return rapid.SliceOfN(text, 0, 3).Draw(t, "list")
	}
	return text.Draw(t, "string")
}

// Read as a program would read them, with the option parser's own rules, the
// arguments hold exactly the flags that were declared.
func TestNoValueBecomesAFlag(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, given := declaration(t)
		args, err := s.Argv(given)
		if err != nil {
			if !strings.Contains(err.Error(), "must not begin with '-'") || s.DashDash {
				t.Fatal(err)
			}
			return
		}
		for i := 0; i < len(args); i++ {
			arg := args[i]
			if arg == "--" && s.DashDash {
				return // all that follow are positional
			}
			if len(arg) < 2 || arg[0] != '-' {
				continue
			}
			j := slices.IndexFunc(s.Options, func(o Option) bool {
				return o.Flag == arg || o.Glue && strings.HasPrefix(arg, o.Flag)
			})
			if j < 0 {
				t.Fatalf("%q of %q is a flag that nobody declared", arg, args)
			}
			if o := s.Options[j]; o.Type != Flag && !o.Glue {
				i++ // the flag's value is taken as it is
			}
		}
	})
}

func TestNumbersSurvive(t *testing.T) {
	o := Options{{Name: "n", Flag: "-n", Type: Number}}
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64().Filter(func(f float64) bool { return !math.IsInf(f, 0) && !math.IsNaN(f) }).Draw(t, "f")
		args, err := o.Argv(map[string]any{"n": f})
		if err != nil || strings.ContainsAny(args[1], "eE+") {
			t.Fatal(args, err)
		}
		if back, err := strconv.ParseFloat(args[1], 64); back != f || err != nil {
			t.Fatalf("%v came back as %v, %v", f, back, err)
		}
	})
}

func TestWholeNumbersSurvive(t *testing.T) {
	o := Options{
		{Name: "i", Flag: "-i", Type: Int}, {Name: "u", Flag: "-u", Type: Uint},
		{Name: "x", Flag: "-x", Type: UintHex}, {Name: "o", Flag: "-o", Type: UintOctal},
	}
	rapid.Check(t, func(t *rapid.T) {
		i, u := rapid.Int64().Draw(t, "i"), rapid.Uint64().Draw(t, "u")
		args, err := o.Argv(map[string]any{"i": i, "u": u, "x": u, "o": u})
		if err != nil {
			t.Fatal(err)
		}
		if back, _ := strconv.ParseInt(args[1], 10, 64); back != i {
			t.Fatal(args)
		}
		for j, base := range map[int]int{3: 10, 5: 0, 7: 8} {
			if back, _ := strconv.ParseUint(args[j], base, 64); back != u {
				t.Fatal(args)
			}
		}
	})
}
