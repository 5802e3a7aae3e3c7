package stream

import (
	"fmt"
	"strings"
)

// unsupported is a construct that other dialects have. Its prefix is enough to
// recognize it.
type unsupported struct {
	prefix, name, hint string
}

const (
	hintAhead     = "match what follows as well and put what is wanted in a group"
	hintNotAhead  = "match what may follow, [^…] for instance, and put what is wanted in a group"
	hintAtomic    = "write (?:…); matching takes linear time without it"
	hintReference = "match the text generally and compare the groups in the script"
	hintRecursion = "repeat the group in the pattern as deep as it is needed"
	hintCondition = "write the cases as alternatives: (?:a|b)"
)

var unsupportedGroups = []unsupported{
	{"(?=", "look-ahead (?=…)", hintAhead},
	{"(?!", "negative look-ahead (?!…)", hintNotAhead},
	{"(?>", "atomic group (?>…)", hintAtomic},
	{"(?|", "branch reset (?|…)", "write (?:…) and give every branch groups of its own"},
	{"(?#", "comment (?#…)", "leave it out"},
	{"(?(", "conditional (?(…)…)", hintCondition},
	{"(?R", "recursion (?R)", hintRecursion},
	{"(?&", "recursion (?&…)", hintRecursion},
	{"(?P>", "recursion (?P>…)", hintRecursion},
	{"(?P=", "back-reference (?P=…)", hintReference},
	{"(?C", "callout (?C…)", "leave it out"},
	{"(?'", "group name (?'…'…)", "write (?P<name>…)"},
}

var unsupportedEscapes = []unsupported{
	{`\K`, `\K`, "put what is wanted in a group"},
	{`\g<`, `recursion \g<…>`, hintRecursion},
	{`\g'`, `recursion \g'…'`, hintRecursion},
	{`\g`, `back-reference \g`, hintReference},
	{`\k`, `back-reference \k`, hintReference},
	{`\G`, `\G`, `use \A for the beginning of the stream, ^ for that of a line`},
	{`\Z`, `\Z`, `use \z for the end of the stream, $ for that of a line`},
	{`\R`, `\R`, `write (?:\r\n|\n|\r)`},
	{`\X`, `\X`, "write . with (*UTF) at the beginning"},
	{`\N`, `\N`, `write [^\n]`},
	{`\h`, `\h`, `write [ \t]`},
	{`\H`, `\H`, `write [^ \t]`},
	{`\e`, `\e`, `write \x1b`},
}

// unsupportedGroup refuses what begins with a parenthesis and is known
// elsewhere only.
func unsupportedGroup(rest string) *refusal {
	if r := lookup(unsupportedGroups, rest); r != nil {
		return r
	}
	if len(rest) > 2 && strings.HasPrefix(rest, "(*") && isLetter(rest[2]) {
		return &refusal{message: "(*…) is not supported here", hint: utfPrefix + " at the very beginning is all there is; " + `write \( for the character`}
	}
	flags, ok := strings.CutPrefix(rest, "(?")
	if !ok {
		return nil
	}
	if number := strings.TrimLeft(flags, "+-"); number != "" && isDigit(number[0]) {
		return &refusal{message: "recursion (?n) is not supported", hint: hintRecursion}
	}
	letters := strings.TrimLeft(flags, "imsU-")
	if strings.HasPrefix(letters, "x") {
		return &refusal{message: "extended mode (?x) is not supported", hint: "leave spaces and comments out of the pattern"}
	}
	return nil
}

// unsupportedEscape refuses escapes that are known elsewhere only.
func unsupportedEscape(rest string) *refusal {
	if r := lookup(unsupportedEscapes, rest); r != nil {
		return r
	}
	// \12 and \012 are octal.
	octal := len(rest) > 2 && rest[2] >= '0' && rest[2] <= '7'
	if d := rest[1]; d >= '8' && d <= '9' || d >= '1' && d <= '7' && !octal {
		return &refusal{message: fmt.Sprintf(`back-reference \%c is not supported`, d), hint: hintReference}
	}
	return nil
}

func lookup(table []unsupported, rest string) *refusal {
	for _, u := range table {
		if strings.HasPrefix(rest, u.prefix) {
			return &refusal{message: u.name + " is not supported", hint: u.hint}
		}
	}
	return nil
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
