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

// Repeater gives the commands that do parts of a run once more, each under the
// flags that the run was done under.
type Repeater struct {
	suite  *event.Suite
	names  map[string]string // by the file and the line
	shared map[string]bool   // lines of several tests
}

// NewRepeater gives one for the run that began so. It is to See all of its tests.
func NewRepeater(s *event.Suite) *Repeater {
	return &Repeater{suite: s, names: map[string]string{}, shared: map[string]bool{}}
}

// See takes note of a test of the run: there may be several in one line.
func (r *Repeater) See(t *event.Test) {
	if name, ok := r.names[lineOf(t)]; ok && name != t.Name {
		r.shared[lineOf(t)] = true
	}
	r.names[lineOf(t)] = t.Name
}

func lineOf(t *event.Test) string { return fmt.Sprintf("%s:%d", t.File, t.Line) }

// Test gives the command that runs a test: by its line, and by its name where the
// line may be that of others. A test without a line is a whole file.
func (r *Repeater) Test(t *event.Test) string {
	part, named := lineOf(t), r.shared[lineOf(t)] || r.selects()
	switch {
	case t.Line == 0:
		return r.File(t.File, t.Params)
	case t.Params != nil:
		part, named = t.File+event.Suffix(t.Params), true
	}
	if named && t.Name != "" {
		return r.command(part, "--name", t.Name)
	}
	return r.command(part)
}

// File gives the command that runs a file with its parameters.
func (r *Repeater) File(file string, params []event.Param) string {
	return r.command(file + event.Suffix(params))
}

// LastFailed gives the command that runs all that failed, "" if nobody will know.
func (r *Repeater) LastFailed() string {
	output := flagged(r.suite.Argv, "--output")
	if n := len(output); n > 0 && (output[n-1] == "" || output[n-1] == "--output=") {
		return ""
	}
	return r.command("--last-failed", output...)
}

func (r *Repeater) command(what string, more ...string) string {
	argv := append([]string{"tlua", "test", what}, more...)
	argv = append(argv, flagged(r.suite.Argv, Kept...)...)
	if r.suite.Seed != 0 {
		argv = append(argv, "--shuffle="+strconv.FormatUint(r.suite.Seed, 10))
	}
	return Command(argv)
}

// Kept are the flags of tlua test, each with a value, on which it depends what
// becomes of a test.
var Kept = []string{"--timeout", "--helper", "--lpath", "--expect", "--platform", "--on-orphan"}

// Selecting are the flags of tlua test that choose tests out of files.
var Selecting = []string{"--name", "--where", "--filter", "--filter-out", "--tags", "-t", "--exclude-tags", "--shard", "--last-failed"}

// selects reports whether the run left out tests, which may be in the lines of
// others.
func (r *Repeater) selects() bool {
	return slices.ContainsFunc(r.suite.Argv, func(arg string) bool {
		name, _, _ := strings.Cut(arg, "=")
		return slices.Contains(Selecting, name)
	})
}

// flagged gives those of a command's words that are these flags, and their values.
func flagged(argv []string, flags ...string) (words []string) {
	for i, arg := range argv {
		name, _, whole := strings.Cut(arg, "=")
		switch {
		case arg == "--":
			return words
		case !slices.Contains(flags, name):
		case whole:
			words = append(words, arg)
		case i+1 < len(argv):
			words = append(words, arg, argv[i+1])
		}
	}
	return words
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
