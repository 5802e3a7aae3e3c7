package html

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// repeatRun is the command that does a run once more, in the same order.
func repeatRun(run *results.Run) string {
	argv := run.Argv
	seeded := func(arg string) bool { return arg == "--seed" || strings.HasPrefix(arg, "--seed=") }
	if run.Seed != 0 && len(argv) > 0 && !slices.ContainsFunc(argv, seeded) {
		argv = append(slices.Clone(argv), "--seed", strconv.FormatUint(run.Seed, 10))
	}
	return command(argv)
}

// repeatTest is the command that runs a test alone, and repeatFile all of its
// file.
func repeatTest(t *event.Test) string {
	return repeatFile(t.File, t.Params) + " --name " + quoted(t.Name)
}

func repeatFile(file string, params []event.Param) string {
	if len(params) > 0 {
		file += ":" + joined(params)
	}
	return "tlua test " + word(file)
}

// joined are parameters as the command line has them.
func joined(params []event.Param) string {
	var all []string
	for _, p := range params {
		value := fmt.Sprint(p.Value)
		if f, ok := p.Value.(float64); ok {
			value = strconv.FormatFloat(f, 'f', -1, 64)
		}
		all = append(all, p.Name+"="+value)
	}
	return strings.Join(all, ",")
}

// command is a line for the shell that has these arguments.
func command(argv []string) string {
	words := make([]string, len(argv))
	for i, arg := range argv {
		words[i] = word(arg)
	}
	return strings.Join(words, " ")
}

// word is an argument as the shell reads it, quoted if it has to be.
func word(s string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./:=,@%+", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return quoted(s)
}

// quoted is an argument in quotes that keep all of it as it is. What is
// invisible is written by its number, so that the line can be copied.
func quoted(s string) string {
	if report.Printable(s) != s || strings.Contains(s, "\t") {
		var b strings.Builder
		for i := range len(s) {
			switch c := s[i]; {
			case c == '\'' || c == '\\':
				b.WriteString(`\` + string(rune(c)))
			case c < ' ' || c > '~':
				fmt.Fprintf(&b, `\%03o`, c)
			default:
				b.WriteByte(c)
			}
		}
		return "$'" + b.String() + "'"
	}
	if strings.ContainsAny(s, "\"$`\\!") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return `"` + s + `"`
}
