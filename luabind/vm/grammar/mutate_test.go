package grammar_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
)

// seeds are chunks, between empty lines, that have all of the language in them.
const seeds = `
local a, b, c = 1, 0x1F, .5e-3
local function f(x, y, ...)
  local n = select('#', ...)
  return x + y * n, ...
end

function t.a.b:m(p) self.x = p return self end
t.a.b = {1, 2; x = 3, ['y z'] = 4, [5] = function() end, f(1), ...,}
t.a.b:m "s":m {1, 2}:m [[
long]]:m(1, 2)

if a == b then
  print('one')
elseif not a or a ~= b and c then print("two\n\t\"\65\\")
elseif #a > 1 then
  -- nothing
else
  print [==[ three ]] ]==]
end

for i = 1, 10, 2 do
  for k, v in pairs(t), nil do if k then break end; t[k] = v end
end
for k in next, t do local k = k end

while true do
  local n = (f or g)(1)
  repeat
    local done = n
    if done then return end
  until done
  do break end
end

--[[ a comment
of two lines ]] --[==[ another ]==] -- and one more
return (a), -b ^ 2 .. 'x' .. 3, a <= b, a >= b, a < b, (b > a) == false

a, b.c, d[1] = b, 1 % 2, nil
local s = 'with \
two lines'
return function(...) local arg = {...} return #arg, (...) end`

// tokens cuts chunks roughly into what can be moved about.
var tokens = regexp.MustCompile(`(?s)--\[\[.*?\]\]|--[^\n]*|\[\[.*?\]\]|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|` +
	`[A-Za-z_]\w*|\d[\w.]*|\.\.\.|\.\.|[=~<>]=|\s+|.`)

// inserted are what mutations put between tokens.
var inserted = append(strings.Fields(`if then else elseif end while do for in repeat until function local return break nil
	true false and or not ... .. . : , ; = == ~= <= >= < > + - * / % ^ # ( ) { } [ ] [[ ]] [=[ ]=] [= -- --[[ --[= ' " \ \n
	\300 \65 0 1 3x 0x 0x1F 0x1p4 1e 1e5 1.5 .5 1..2 x y f a.b a:b self 'abc' 'a\nb' 'a\0b' "\"" [[long]] ~ $ @ ! ? & |`),
	" ", "\n", "\n", "\r\n", "\r", "\n\n", "\v", "\f", "\x01", "\x7f", "\xc3\xa9", "[[a\nb]]", "[[\r\na\rb]]", "'a\\\nb'", "\"a\\\r\nb\"",
	"x = ", "f() ", "(f)()", "(x)", "(x).y", "if x then ", "local x = ", "for i = 1, 3 do ", "return ", "function f(a, ...) ")

// mutator draws chunks that are mostly wrong.
type mutator struct {
	*rand.Rand
	seeds [][]string // cut into tokens
}

func newMutator(t testing.TB, seed uint64) *mutator {
	t.Helper()
	m := &mutator{Rand: rand.New(rand.NewPCG(seed, 1))}
	chunks := strings.Split(strings.TrimSpace(seeds), "\n\n")
	files, err := filepath.Glob("../../../scripts/*.lua")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		chunks = append(chunks, string(text))
	}
	for _, c := range chunks {
		m.seeds = append(m.seeds, tokens.FindAllString(c, -1))
	}
	return m
}

func (m *mutator) word() string { return inserted[m.IntN(len(inserted))] }

// chunk gives a seed with some changes, or a row of words.
func (m *mutator) chunk() string {
	if m.IntN(3) == 0 {
		var row strings.Builder
		for range m.IntN(12) {
			row.WriteString(m.word() + " "[:m.IntN(2)])
		}
		return row.String()
	}
	chunk := slices.Clone(m.seeds[m.IntN(len(m.seeds))])
	for range 1 + m.IntN(3) {
		chunk = m.mutate(chunk)
	}
	text := strings.Join(chunk, "")
	if m.IntN(8) == 0 {
		text = text[:m.IntN(len(text)+1)]
	}
	return text
}

// mutate changes one token.
func (m *mutator) mutate(chunk []string) []string {
	if len(chunk) == 0 {
		return chunk
	}
	i, j := m.IntN(len(chunk)), m.IntN(len(chunk))
	switch m.IntN(6) {
	case 0:
		return slices.Delete(chunk, i, i+1)
	case 1:
		return slices.Insert(chunk, i, chunk[i])
	case 2:
		chunk[i], chunk[j] = chunk[j], chunk[i]
	case 3:
		return slices.Insert(chunk, i, m.word())
	case 4:
		chunk[i] = m.word()
	case 5:
		return chunk[:i]
	}
	return chunk
}

// compare checks n mutated chunks: what Check says of them, and that what Lua
// loads can be compiled.
func compare(t testing.TB, seed uint64, n int) {
	t.Helper()
	m := newMutator(t, seed)
	var chunks []string
	for len(chunks) < n {
		if c := m.chunk(); !strings.Contains(c, "::") { // no Lua 5.1: TestGoto
			chunks = append(chunks, c)
		}
	}
	loaded := sameAsLua51(t, chunks)
	require.NotEmpty(t, loaded)
	for _, c := range loaded {
		_, err := vm.Compile("=x", []byte(c))
		require.NoError(t, err, "%q", c)
	}
}

func TestMutationsAsLua51(t *testing.T) { compare(t, 1, 6000) }

// FuzzMistakes goes on with other mutations: make fuzz-lua.
func FuzzMistakes(f *testing.F) {
	f.Add(uint64(1 << 32))
	f.Fuzz(func(t *testing.T, seed uint64) { compare(t, seed, 500) })
}
