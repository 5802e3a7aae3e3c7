package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/tlua/tlua/core/event"
)

// RepeatRun gives the command that does a run once more, in the same order.
func RepeatRun(s *event.Suite) string {
	argv := slices.Clone(s.Argv)
	shuffled := func(arg string) bool { return strings.HasPrefix(arg, "--shuffle=") }
	if s.Seed != 0 && !slices.ContainsFunc(argv, shuffled) {
		argv = slices.DeleteFunc(argv, func(arg string) bool { return arg == "--shuffle" })
		argv = append(argv, "--shuffle="+strconv.FormatUint(s.Seed, 10))
	}
	return Command(argv)
}

// Command gives a line for the shell that has these arguments.
func Command(argv []string) string {
	words := make([]string, len(argv))
	for i, arg := range argv {
		words[i] = Word(arg)
	}
	return strings.Join(words, " ")
}

// RepeatTest gives the command that runs a test alone: by its line where that
// tells it from others, else by its name. A test without a line is a whole file.
func RepeatTest(t *event.Test) string {
	switch {
	case t.Line == 0:
		return RepeatFile(t.File, t.Params)
	case t.Params == nil:
		return "tlua test " + Word(fmt.Sprintf("%s:%d", t.File, t.Line))
	}
	return RepeatFile(t.File, t.Params) + " --name " + Word(t.Name)
}

// RepeatFile gives the command that runs a file with its parameters.
func RepeatFile(file string, params []event.Param) string {
	return "tlua test " + Word(file+event.Suffix(params))
}

// Word gives an argument as the shell reads it, quoted if it has to be.
func Word(s string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./:=,@%+", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return shellQuoted(s)
}

// shellQuoted is an argument in quotes that keep all of it as it is. What is
// invisible is written by its number, so that the line can be copied.
func shellQuoted(s string) string {
	if Printable(s) != s || strings.Contains(s, "\t") {
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
