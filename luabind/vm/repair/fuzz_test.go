package repair_test

import (
	"bytes"
	"context"
	_ "embed"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
)

//go:embed testdata/run.lua
var runner string

// programTime bounds one program: one that is compiled wrongly may never end.
// What lua5.1 ends in the instructions that rounds grants it takes less than a
// second here, with the race detector too: a busy machine is no difference.
const programTime = 30 * time.Second

// shrinkTime bounds the search for a smaller program.
const shrinkTime = time.Minute

// end separates programs on their way to lua5.1.
const end = "--[[end]]\n"

// rounds runs all programs. One that was cut down may never end, and gives no
// result then: from some time on each instruction of it fails. Coroutines have
// to be watched each for itself.
const rounds = `
local late
local here = debug.getinfo(1, "f").func
local function stop()
  late = true
  debug.sethook(stop, "", 1)
  if debug.getinfo(2, "f").func ~= here then error("late", 0) end
end
for _, name in ipairs({"create", "wrap"}) do
  local make = coroutine[name]
  coroutine[name] = function(f)
    return make(function(...)
      debug.sethook(stop, "", 3e5)
      return f(...)
    end)
  end
end
for p in io.read("*a"):gmatch("(.-)%-%-%[%[end%]%]\n") do
  late = false
  debug.sethook(stop, "", 3e5)
  local _, result = pcall(run, p)
  debug.sethook()
  io.write(late and "NONE late" or result, "\n")
end`

// peer gives what Lua 5.1 makes of the programs.
func peer(t testing.TB, programs []string) []string {
	t.Helper()
	driver := "local run = (function(...) " + runner + "\nend)()\n" + rounds
	c := exec.Command("lua5.1", "-e", driver)
	c.Stdin = strings.NewReader(strings.Join(programs, "\n"+end) + "\n" + end)
	var errOut bytes.Buffer
	c.Stderr = &errOut
	out, err := c.Output()
	require.NoError(t, err, "lua5.1 is missing or failed (apt-get install lua5.1): %s", errOut.String())
	results := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	require.Len(t, results, len(programs))
	return results
}

// ours runs programs in one state, until one of them breaks it.
type ours struct {
	t   testing.TB
	L   *lua.LState
	run lua.LValue
}

func (o *ours) open() {
	o.L = vm.New(vm.Options{})
	p, err := vm.Compile("=run", []byte(runner))
	require.NoError(o.t, err)
	vs, err := vm.Protect(o.L, o.L.NewFunctionFromProto(p))
	require.NoError(o.t, err)
	o.run = vs[0]
}

func (o *ours) close() {
	if o.L != nil {
		o.L.Close()
	}
	o.L = nil
}

func (o *ours) result(program string) string {
	if o.L == nil {
		o.open()
	}
	ctx, cancel := context.WithTimeout(o.t.Context(), programTime)
	defer cancel()
	o.L.SetContext(ctx)
	vs, err := vm.Protect(o.L, o.run, lua.LString(program))
	if err != nil {
		o.close()
		return "BROKEN " + err.Error()
	}
	return vs[0].String()
}

// differences are the programs of which ours gives something else than Lua 5.1,
// as far as there are not more than most.
func differences(t testing.TB, programs []string, most int) []string {
	o := &ours{t: t}
	defer o.close()
	var found []string
	for i, want := range peer(t, programs) {
		if len(found) < most && !strings.HasPrefix(want, "NONE") && o.result(programs[i]) != want {
			found = append(found, programs[i])
		}
	}
	return found
}

// shrink leaves out lines of a program as long as it differs and there is time.
func shrink(t testing.TB, program string) string {
	late := time.Now().Add(shrinkTime)
	for size := strings.Count(program, "\n"); size > 0 && time.Now().Before(late); {
		if found := differences(t, smaller(strings.Split(program, "\n"), size), 1); len(found) > 0 {
			program = found[0]
			size = min(size, strings.Count(program, "\n"))
			continue
		}
		size /= 2
	}
	return program
}

// smaller gives programs with some lines in a row less. If it is one, there are
// also those without the first and the last line of a block.
func smaller(lines []string, size int) []string {
	var programs []string
	for i := 0; i+size <= len(lines); i++ {
		programs = append(programs, strings.Join(slices.Concat(lines[:i], lines[i+size:]), "\n"))
	}
	for i := 0; size == 1 && i < len(lines); i++ {
		deeper := func(line string) bool { return strings.HasPrefix(line, indent(lines[i])+" ") }
		n := slices.IndexFunc(lines[i+1:], func(line string) bool { return !deeper(line) })
		if n > 0 {
			body, rest := lines[i+1:i+1+n], lines[i+2+n:]
			programs = append(programs, strings.Join(slices.Concat(lines[:i], body, rest), "\n"))
		}
	}
	return programs
}

func indent(line string) string { return line[:len(line)-len(strings.TrimLeft(line, " "))] }

// compare fails for the first program that differs, cut down.
func compare(t testing.TB, seed uint64, n int) {
	t.Helper()
	programs := make([]string, n)
	for i := range programs {
		programs[i] = program(seed + uint64(i))
	}
	found := differences(t, programs, n)
	if len(found) == 0 {
		return
	}
	small := shrink(t, found[0])
	o := &ours{t: t}
	defer o.close()
	t.Fatalf("%d of %d programs differ from lua5.1. The first, cut down:\n%s\n\nlua5.1: %s\nours:   %s",
		len(found), n, small, peer(t, []string{small})[0], o.result(small))
}

func TestProgramsAgreeWithLua(t *testing.T) { compare(t, 1, 2000) }

// FuzzPrograms runs more of them: make fuzz-lua.
func FuzzPrograms(f *testing.F) {
	f.Add(uint64(1 << 32))
	f.Fuzz(func(t *testing.T, seed uint64) { compare(t, seed, 20) })
}
