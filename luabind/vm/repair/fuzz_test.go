package repair_test

import (
	"bytes"
	"context"
	_ "embed"
	"os/exec"
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
const programTime = 5 * time.Second

// end separates programs on their way to lua5.1.
const end = "--[[end]]\n"

// peer gives what Lua 5.1 makes of the programs.
func peer(t testing.TB, programs []string) []string {
	t.Helper()
	driver := "local run = (function(...) " + runner + "\nend)()\n" +
		"for p in io.read('*a'):gmatch('(.-)%-%-%[%[end%]%]\\n') do print(run(p)) end"
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

// differences are the programs of which ours gives something else than Lua 5.1.
func differences(t testing.TB, programs []string) []string {
	o := &ours{t: t}
	defer o.close()
	var found []string
	for i, want := range peer(t, programs) {
		if !strings.HasPrefix(want, "LOAD") && o.result(programs[i]) != want {
			found = append(found, programs[i])
		}
	}
	return found
}

// shrink leaves out lines of a program as long as it differs.
func shrink(t testing.TB, program string) string {
	lines := strings.Split(program, "\n")
	for size := len(lines) / 2; size > 0; {
		var smaller []string
		for i := 0; i+size <= len(lines); i++ {
			smaller = append(smaller, strings.Join(append(append([]string(nil), lines[:i]...), lines[i+size:]...), "\n"))
		}
		if found := differences(t, smaller); len(found) > 0 {
			lines = strings.Split(found[0], "\n")
			size = min(size, len(lines)/2)
			continue
		}
		size /= 2
	}
	return strings.Join(lines, "\n")
}

// compare fails for the first program that differs, cut down.
func compare(t testing.TB, seed uint64, n int) {
	t.Helper()
	programs := make([]string, n)
	for i := range programs {
		programs[i] = program(seed + uint64(i))
	}
	found := differences(t, programs)
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
