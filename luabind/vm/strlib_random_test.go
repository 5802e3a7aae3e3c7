package vm_test

import (
	"fmt"
	"strings"
	"testing"
)

var (
	subjectPieces = strings.Split("a|b|c|ab|A|B|1|22| |  |.|-|(|)|(a(b)c)|[|]|%|^|$|\t|\n|\x00|\xe9|key=value|_|,", "|")
	patternPieces = append(strings.Split("a|b|c|.|%a|%d|%s|%w|%p|%l|%u|%x|%c|%z|%A|%S|%W|%.|%%|%-|[abc]|[^abc]|[a-c]|[%a_]|[^%s]|"+
		"[]]|[^]]|[a-]|[-a]|[%]]|[+-%%]|[a-%z]|*|+|-|?|*|+|-|?|(|)|(|)|()|%1|%2|%b()|%bab|%f[%w]|%f[%W]|%f[^%z]|^|$|$|=|,|_|%b|%f|%|[|[^|%0|%9|\x00| |\xe9", "|"),
		"a*", "b-", ".-", ".*", "%w+", "(%w+)", "(.-)", "(%d*)", "(%a)%1")
	replacements = strings.Split("|x|%0|%1|%2|%9|<%0>|%%|%1%1|%a|%|a%|x\x00y", "|")
	numerals     = strings.Split("0|1|-1|2|3.7|-3.7|0.5|-0.5|1e15|-1e15|2^53|2^63|-2^63|2^64|1e300|-1e300|1e-300|1/3|100|255|65|"+
		"1/0|-1/0|123456789|12345.678|0.1|1e14|99999999999999|123456789012345|'0x10'|'12'|' 7 '|'1e2'|1e100|5e-324", "|")
)

func TestSearchesAsLua51(t *testing.T) {
	d := newDice(1)
	var cases []string
	for range 1500 {
		s, p := literal(d.some(8, subjectPieces)), literal(d.some(6, patternPieces))
		init := d.of([]string{"", "", "", ", 1", ", 2", ", 0", ", -1", ", -3", ", 5", ", 100", ", -100", ", '2'", ", 1.9", ", nil, true", ", 3, true"})
		cases = append(cases,
			d.of([]string{"string.find(", "string.match("})+s+", "+p+init+")",
			"string.gsub("+s+", "+p+", "+d.of([]string{
				literal(d.of(replacements)), literal(d.some(4, replacements)), "{a = 'X', b = 1, ab = false, [1] = 'one'}",
				"function(...) return (...) end", "function(...) return select('#', ...) end", "function() end", "function() return {} end",
			})+d.of([]string{"", "", ", 1", ", 2", ", 0", ", -1", ", nil", ", '1'"})+")",
			"(function() local t = {} for a, b, c in ("+s+"):gmatch("+p+") do t[#t + 1] = tostring(a) .. '|' .. tostring(b) .. '|' .. tostring(c) end return table.concat(t, ';') end)()")
	}
	sameAsLua51(t, cases)
}

func TestFormatsAsLua51(t *testing.T) {
	d := newDice(2)
	var cases []string
	for range 1500 {
		var f strings.Builder
		args := ""
		for range d.IntN(3) + 1 {
			f.WriteString(d.of([]string{"", "a", " ", "%%"}))
			f.WriteString("%" + d.some(3, []string{"-", "+", " ", "#", "0"}) + d.of([]string{"", "", "1", "5", "12", "20", "99", "100"}) +
				d.of([]string{"", "", ".", ".0", ".3", ".14", ".17", ".20", ".99", ".100"}))
			verb := d.of(strings.Split("c|d|i|o|u|x|X|e|E|f|g|G|q|s|d|g|f|s|x|y|a||%", "|"))
			f.WriteString(verb)
			switch {
			case d.IntN(20) == 0:
				args += ", " + d.of([]string{"nil", "true", "'abc'", "{}"})
			case verb == "s" || verb == "q":
				args += ", " + literal(d.some(5, subjectPieces))
			default:
				args += ", " + d.of(numerals)
			}
		}
		cases = append(cases, "string.format("+literal(f.String())+args+")")
	}
	sameAsLua51(t, cases)
}

func TestNumbersAsLua51(t *testing.T) {
	d := newDice(3)
	var cases []string
	pieces := strings.Split("0|1|2|9|10|0x|0X|ff|a|Z|.|.|e|E|p|+|-|e5|e-3|p2| |\t|\v|_|inf|nan|NaN(1)|infinity|\x00|z|e400|123456789012345678901234567890", "|")
	for range 1000 {
		s := literal(d.some(5, pieces))
		cases = append(cases, "tonumber("+s+")",
			fmt.Sprintf("tonumber(%s, %d)", s, d.IntN(38)),
			"tostring("+fmt.Sprintf("%.*ge%d", d.IntN(18)+1, d.NormFloat64(), d.IntN(60)-30)+")",
			fmt.Sprintf("tostring(%d)", d.Int64N(1<<(d.IntN(60)+1))),
			"table.concat({"+d.of(numerals)+", "+d.of(numerals)+"}, "+d.of(numerals)+")")
	}
	sameAsLua51(t, cases)
}
