package vm_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	lua "github.com/yuin/gopher-lua"
)

// driver evaluates the expressions that nextcase gives and prints what each
// gives or raises, byte by byte.
const driver = `
local function show(v)
  if type(v) ~= 'string' then return type(v) .. ' ' .. tostring(v) end
  local t = {}
  for i = 1, #v do t[i] = v:byte(i) end
  return 'string ' .. table.concat(t, ' ')
end
local function line(...)
  local t = {}
  for i = 1, select('#', ...) do t[i] = show((select(i, ...))) end
  put(table.concat(t, ', '))
end
for text in nextcase do line(pcall(assert(loadstring('return ' .. text, '=case')))) end
`

// sameAsLua51 evaluates the expressions in Lua 5.1 and in tlua, each in one run,
// and fails for those that differ. No expression asks for what differs by
// intention, and has tests of its own:
//   - string.rep does not cut its count to 32 bits, and no string grows beyond
//     1 GiB (TestStringErrors, TestLargeResults);
//   - string.byte returns more than 8000 values (TestSizes), but not millions;
//   - a pattern's recursion is bounded where C's ends the process (TestDepth);
//   - string.dump takes no function (TestStringErrors);
//   - errors name a function by its own name, even where Lua knows none and says
//     '?' (TestErrorsWithoutPlace);
//   - math.random draws other numbers, and a NaN's sign and the last of 14 digits
//     of a logarithm or a sine may differ (TestRandom, TestMathAsLua51).
func sameAsLua51(t *testing.T, cases []string) {
	t.Helper()
	theirs, ours := inLua51(t, cases), inTlua(t, cases)
	require.Len(t, theirs, len(cases))
	require.Len(t, ours, len(cases))
	differ := 0
	for i, text := range cases {
		if theirs[i] == ours[i] {
			continue
		}
		if differ++; differ < 20 {
			t.Errorf("%s\nlua5.1: %s\ntlua:   %s", text, legible(theirs[i]), legible(ours[i]))
		}
	}
	if differ > 0 {
		t.Errorf("%d of %d differ", differ, len(cases))
	}
}

func inLua51(t *testing.T, cases []string) []string {
	t.Helper()
	path, err := exec.LookPath("lua5.1")
	if err != nil {
		t.Fatal("lua5.1 is missing: apt-get install lua5.1")
	}
	cmd := exec.Command(path, "-e", "nextcase = io.lines() put = print "+driver)
	cmd.Stdin = strings.NewReader(strings.Join(cases, "\n"))
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	require.NoError(t, err, errs.String())
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

func inTlua(t *testing.T, cases []string) []string {
	t.Helper()
	w := newWorld(t, "")
	left := cases
	w.L.SetGlobal("nextcase", w.L.NewFunction(func(L *lua.LState) int {
		if len(left) == 0 {
			return 0
		}
		L.Push(lua.LString(left[0]))
		left = left[1:]
		return 1
	}))
	var out []string
	w.L.SetGlobal("put", w.L.NewFunction(func(L *lua.LState) int {
		out = append(out, L.CheckString(1))
		return 0
	}))
	_, err := w.run(t, driver)
	require.NoError(t, err)
	return out
}

// legible turns the bytes of the strings in a line of the driver into text.
func legible(line string) string {
	parts := strings.Split(line, ", ")
	for i, p := range parts {
		rest, ok := strings.CutPrefix(p, "string ")
		if !ok {
			continue
		}
		var b []byte
		for _, f := range strings.Fields(rest) {
			n, _ := strconv.Atoi(f)
			b = append(b, byte(n))
		}
		parts[i] = strconv.Quote(string(b))
	}
	return strings.Join(parts, ", ")
}

// literal gives a Lua string in one line.
func literal(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			fmt.Fprintf(&b, `\%03d`, c)
		} else {
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// dice draws from a fixed seed.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 1))} }

func (d dice) of(of []string) string { return of[d.IntN(len(of))] }

// some joins up to most pieces.
func (d dice) some(most int, of []string) string {
	var b strings.Builder
	for range d.IntN(most + 1) {
		b.WriteString(d.of(of))
	}
	return b.String()
}
