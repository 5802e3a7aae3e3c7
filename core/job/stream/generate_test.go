package stream

import (
	"fmt"
	"math/rand"
	"regexp/syntax"
	"strings"
)

var atoms = []string{
	"a", "b", "c", "ab", "x", "1", "é", ".", "", `\n`, `\r\n`, `\x00`, `\x{20ac}`, `\Q.*\E`,
	`\d`, `\w`, `\s`, `\D`, `\W`, `\S`, `\pL`, "[^a]", "[ab]", "[a-c1]", "[é€]", `[^\n]`, `[\x80-\xff]`, "[[:alpha:]]", "[^[:space:]]",
	"^", "$", `\b`, `\B`, `\A`, `\z`, "(?-m:^)", "(?-m:$)", `\r?$`,
	"(?s:.)", "(?i:A)", "(?i:ks)", "(?i:é)",
}

var repeats = []string{"*", "+", "?", "*?", "+?", "??", "{2}", "{0}", "{1,3}", "{0,2}?", "{2,}", "{1,}?"}

var flagGroups = []string{"(?i)", "(?s)", "(?-m)", "(?U)", "(?is-m)", "(?i:", "(?s:", "(?-m:", "(?U:", "(?i-s:"}

// patternMaker makes patterns of everything that the syntax has.
type patternMaker struct {
	*rand.Rand
	names int // groups that have a name
}

// randomPattern makes a pattern of nested constructs.
func randomPattern(r *rand.Rand, depth int) string { return (&patternMaker{Rand: r}).pattern(depth) }

func (p *patternMaker) pattern(depth int) string {
	if depth <= 0 {
		return p.one(atoms)
	}
	sub := func() string { return p.pattern(depth - 1) }
	switch p.Intn(16) {
	case 0, 1, 2, 3:
		return p.one(atoms)
	case 4, 5:
		return sub() + "|" + sub()
	case 6, 7:
		return "(" + sub() + ")"
	case 8:
		p.names++
		return fmt.Sprintf("(?P<n%d>%s)", p.names, sub())
	case 9, 10:
		return "(?:" + sub() + ")" + p.one(repeats)
	case 11:
		flags := p.one(flagGroups)
		if strings.HasSuffix(flags, ":") {
			return flags + sub() + ")"
		}
		return flags + sub()
	}
	return sub() + sub()
}

// simplePattern makes a pattern of leaves and what is written alike everywhere:
// no flags, no names of groups.
func simplePattern(r *rand.Rand, depth int, leaf func() string) string {
	sub := func() string { return simplePattern(r, depth-1, leaf) }
	switch k := r.Intn(9); {
	case depth <= 0 || k < 3:
		return leaf()
	case k == 3:
		return sub() + "|" + sub()
	case k == 4:
		return "(" + sub() + ")"
	case k == 5:
		return "(?:" + sub() + ")" + repeats[r.Intn(len(repeats))]
	}
	return sub() + sub()
}

func randomAtom(r *rand.Rand) func() string {
	return func() string { return atoms[r.Intn(len(atoms))] }
}

func (p *patternMaker) one(list []string) string { return list[p.Intn(len(list))] }

var tokens = []string{
	"a", "b", "c", "1", "2", " ", "\n", "\n", "x", "é", "\xff", "\x00", "\xe2\x82", "\xf0\x9f", "ab", "€", "\r\n", "\r", "A", "kS", "É",
}

// randomText has n tokens, of few kinds or of many: so there are long runs and
// repetitions as well as everything at once.
func randomText(r *rand.Rand, n int) []byte {
	kinds := make([]string, 1+r.Intn(len(tokens)))
	for i := range kinds {
		kinds[i] = tokens[r.Intn(len(tokens))]
	}
	var b strings.Builder
	for range n {
		b.WriteString(kinds[r.Intn(len(kinds))])
	}
	return []byte(b.String())
}

// example makes a text that an expression matches where its assertions hold.
func example(r *rand.Rand, re *syntax.Regexp) []rune {
	var text []rune
	times := func(low, high int) {
		for range low + r.Intn(high-low+1) {
			text = append(text, example(r, re.Sub[0])...)
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		return re.Rune
	case syntax.OpCharClass:
		at := 2 * r.Intn(len(re.Rune)/2)
		return []rune{re.Rune[at] + r.Int31n(re.Rune[at+1]-re.Rune[at]+1)}
	case syntax.OpAnyChar:
		return []rune{[]rune("z. \n")[r.Intn(4)]}
	case syntax.OpAnyCharNotNL:
		return []rune{[]rune("z. ")[r.Intn(3)]}
	case syntax.OpCapture:
		times(1, 1)
	case syntax.OpQuest:
		times(0, 1)
	case syntax.OpStar:
		times(0, 2)
	case syntax.OpPlus:
		times(1, 2)
	case syntax.OpRepeat:
		times(re.Min, max(re.Min, min(re.Max, re.Min+2)))
	case syntax.OpAlternate:
		return example(r, re.Sub[r.Intn(len(re.Sub))])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			text = append(text, example(r, sub)...)
		}
	}
	return text
}
