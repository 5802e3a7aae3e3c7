package vm_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm"
)

func TestOutput(t *testing.T) {
	w := newWorld(t, "")
	w.same(t, map[string]string{`
		print("a", nil, 1.5, setmetatable({}, {__tostring = function() return "T" end}))
		print()
		io.write("x", 1, "\n")
		io.stdout:write("\0\255")
		io.stderr:write("err")
		io.stdout:flush() io.flush() io.stdout:setvbuf("line")
		return io.output() == io.stdout, io.write(""), io.stderr:write("")`: "true|true|true"})
	require.Equal(t, "a\tnil\t1.5\tT\n\nx1\n\x00\xff", w.out.String())
	require.Equal(t, "err", w.errOut.String())
	for src, want := range map[string]string{
		"io.write({})":                      "bad argument #1 to 'write' (string expected, got table)",
		"for _ in io.stdout:lines() do end": "Bad file descriptor",
		"print(setmetatable({}, {__tostring = function() return {} end}))": "'tostring' must return a string to 'print'",
		"io.output({})":            "bad argument #1",
		"io.lines('/nonexistent')": "/nonexistent: No such file or directory",
	} {
		_, err := w.run(t, src)
		require.ErrorContains(t, err, want, src)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestOutputThatFails(t *testing.T) {
	w := &world{L: vm.New(vm.Options{Stdout: full{}})}
	defer w.L.Close()
	w.same(t, map[string]string{"return io.write('x')": "nil|full|5", "return io.stderr:write('lost')": "true", "return io.read()": "nil"})
	_, err := w.run(t, "print(1)")
	require.ErrorContains(t, err, "full")
}

func TestInput(t *testing.T) {
	w := newWorld(t, "12 rest\n 0x10 7.5e1\nline\n\nlast one\nall\nof it")
	w.same(t, map[string]string{`return io.read("*n", "*l", "*n", "*n", 1, 2, "*l", "*l", 0, 4, "*a", "*a", "*l")`: "" +
		"12| rest|16|75|\n|li|ne|||last| one\nall\nof it||nil"})
	w.same(t, map[string]string{
		"return io.read(3)": "nil", "return io.read(0)": "nil", "return io.read('*n')": "nil", "return io.read('*a')": "",
		"return pcall(io.read, 'x')": "false|bad argument #1 to '?' (invalid option)",
	})
}

func TestLines(t *testing.T) {
	w := newWorld(t, "a\n\nb")
	w.same(t, map[string]string{"local r = {} for l in io.lines() do r[#r + 1] = '<' .. l .. '>' end return unpack(r)": "<a>|<>|<b>"})
	w = newWorld(t, "a\nb\n")
	w.same(t, map[string]string{"local r = {} for l in io.stdin:lines() do r[#r + 1] = l end return unpack(r)": "a|b"})
}

func TestFilesOnDisk(t *testing.T) {
	w := newWorld(t, "")
	t.Chdir(t.TempDir())
	w.same(t, map[string]string{`
		local f = io.open("f", "w") f:write("one\ntwo\n") f:close()
		local r = {} for l in io.lines("f") do r[#r + 1] = l end
		io.output("g") io.write("to g") io.close() io.output(io.stdout)
		io.input("f") local first = io.read() io.close(io.input()) io.input(io.stdin)
		return io.type(f), io.type(io.stdout), io.type(1), tostring(io.stdout):match('^file %(0x%x+%)$') ~= nil, r[1], r[2], first, io.input() == io.stdin,
			getmetatable(f) == getmetatable(io.stdout), io.stdout.write == f.write`: "closed file|file|nil|true|one|two|one|true|true|true"})
	b, err := os.ReadFile(filepath.Join("g"))
	require.NoError(t, err)
	require.Equal(t, "to g", string(b))
	w.same(t, map[string]string{
		"return io.stdout:close()":                            "nil|cannot close standard file",
		"return io.close()":                                   "nil|cannot close standard file",
		"return io.stdin:seek()":                              "nil|Illegal seek|29",
		"local n = io.lines('f') n() n() n() return pcall(n)": "false|file is already closed",
	})
}
