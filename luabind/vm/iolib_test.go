package vm_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/core/job/local"
	"github.com/tlua/tlua/luabind/vm"
	"go.uber.org/goleak"
	"golang.org/x/sys/unix"
)

// shown makes addresses one that does not differ.
const shown = `
	local function show(...)
		local r = {...}
		for i = 1, select("#", ...) do r[i] = tostring(r[i]):gsub("0x%x+", "ADDR"):gsub("ADDR.*", "ADDR") end
		print(table.concat(r, "|"))
	end
	local function try(f, ...) show(pcall(f, ...)) end
	local function fill(name, text) local f = assert(io.open(name, "w")) f:write(text) f:close() end
	local function text(name) local f = assert(io.open(name)) local s = f:read("*a") f:close() return s end
`

func TestOpenAsLua(t *testing.T) {
	differ(t, shown+`
		show(io.open("x")) show(io.open("x/y", "w")) show(io.open(".", "w")) show(io.open("f", "q")) show(io.open("f", "")) show(io.open(""))
		try(function() io.open() end) try(function() io.open("f", {}) end) try(function() io.open({}) end)
		fill("f", "one\ntwo\n")
		for _, mode in ipairs{"r", "rb", "rw", "r+", "a", "a+", "ab+", "w", "w+", "wb"} do
			local f = assert(io.open("f", mode))
			show(mode, f:read("*l")) show(f:write("new")) show(f:seek("cur")) show(f:seek("set", 1)) show(f:read("*a")) f:close()
			show(text("f"))
		end
		show(io.open("f", "wx")) show(io.open("new", "wx"))
		show(io.open("."):read()) 
		local f = io.open("/dev/full", "w") show(f:write("x")) show(f:flush()) show(f:write("y")) show(f:close())
		f = io.open("/dev/full", "w") f:setvbuf("no") show(f:write("x")) f:close()
		fill("b", "1234567890") f = io.open("b", "r+") f:seek("set", 3) f:write("abc") f:seek("cur", 0) show(f:read(2)) f:seek("set", 0) show(f:read("*a")) f:close()
	`)
}

func TestReadAsLua(t *testing.T) {
	differ(t, shown+`
		fill("f", "1 2\n 3 0x10\nabc\n\nrest")
		local f = io.open("f")
		show(f:read("*n", "*n", "*n", "*n")) show(f:read("*n")) f:seek("set", 11) show(f:read()) show(f:read("*line")) show(f:read("*l"))
		show(f:read(0), f:read(2), f:read(100), f:read(0), f:read("*a"), f:read("*l"), f:read("*a")) show(f:read(1, "*a"))
		f:seek("set") show(f:read("*number")) show(f:read(-1)) show(f:read(3.7)) f:seek("set") show(f:read(3.7, "*l", 1, "*n", "*l"))
		try(function() f:read("l") end) try(function() f:read("*x") end) try(function() f:read({}) end) try(function() f:read("") end) try(function() f:read(nil) end)
		for _, x in ipairs{"1e+", "1e5x", "0x", "0xg", " -0x1F;", "--1", ".5.5", "1.e3e", "+.e1", "- 1", "1e", "08", "", "   ", "x1", "\n\n\n7", "12abc", "1e-2-", "-", ".", "5-3"} do
			fill("n", x .. "\n") local n = io.open("n") show(x, n:read("*n")) n:close()
		end
		fill("crlf", "a\r\nbc\n\nd") for l in io.lines("crlf") do show(#l, (l:gsub("%c", "."))) end
		local it = f:lines() f:seek("set") show(it()) f:close() try(it)
		show(f) show(io.type(f)) try(function() f:read() end) try(function() f:lines() end) try(function() f:close() end) try(function() f:seek() end)
		try(function() f:write("x") end) try(function() f:flush() end) try(function() f:setvbuf("no") end)
		show(io.open("f", "w"):read()) show(io.open("f", "w"):read("*a")) show(io.open("f"):write("x"))
	`)
}

func TestFilesAsLua(t *testing.T) {
	differ(t, shown+`
		fill("f", "one\ntwo\nthree")
		local f = io.open("f", "w+")
		show(f:write("a", 1, 2.5, "\n")) show(f:seek("set"), f:seek("end"), f:seek("cur", -2), f:seek("set", 1)) show(f:seek("set", -1)) show(f:read("*a"))
		try(function() f:seek("foo") end) try(function() f:seek({}) end) try(function() f:seek("set", "x") end) show(f:seek("set", "2"))
		try(function() f:setvbuf() end) try(function() f:setvbuf("x") end) show(f:setvbuf("no"), f:setvbuf("full", 100), f:setvbuf("line"), f:setvbuf("full"))
		try(function() f:write({}) end) try(function() f:write("x", nil) end) try(function() f:write(true) end)
		f:setvbuf("line") f:seek("set") f:write("abc") show(#text("f")) f:write("d\ne") show(#text("f")) f:flush() show(#text("f"))
		f:setvbuf("no") f:write("xyz") show(text("f")) show(f:close())
		show(tostring(io.stdout)) show(io.type(io.stdout), io.type(f), io.type(1)) try(function() io.type() end)
		local mt = getmetatable(io.stdout) show(mt.__index == mt, mt.read ~= nil, io.stdout.write == f.write)
		try(function() f.read() end) try(function() mt.read(1) end) try(function() mt.write(io) end) try(function() mt.__tostring(5) end)
		try(function() io.close(1) end) show(io.stdout:close()) show(io.close()) show(io.stdout:write(""))
		show(io.tmpfile()) local tmp = io.tmpfile() tmp:write("abc") tmp:seek("set") show(tmp:read("*a")) tmp:close()
	`)
}

func TestDefaultFilesAsLua(t *testing.T) {
	differ(t, shown+`
		fill("f", "one\ntwo\nthree")
		show(io.input() == io.stdin, io.output() == io.stdout)
		show(io.input("f") == io.input(), io.read(), io.read(2)) for l in io.lines() do show(l) end show(io.read()) show(io.lines)
		io.input():close() try(function() io.read() end) try(function() io.lines() end) try(function() io.close(io.input()) end) io.input(io.stdin)
		io.output("g") show(io.write("x", 1)) show(io.flush()) show(text("g")) show(io.close()) try(function() io.write("x") end) try(function() io.close() end)
		try(function() io.flush() end) show(io.type(io.output())) try(function() io.output(io.output()) end) io.output(io.stdout)
		try(function() io.output({}) end) try(function() io.output("none/x") end) try(function() io.input("none") end) try(function() io.input(print) end)
		try(function() io.lines("none") end) try(function() io.lines({}) end) try(function() for l in io.lines(".") do end end)
		local it = io.lines("f") while it() do end try(function() it() end)
		local n = 0 for l in io.lines("f") do n = n + #l end show(n) for l in io.open("f"):lines() do n = n + 1 end show(n)
		io.write("a", 1, " ", 1e15, " ", 0.1, " ", -0, " ", 1e300 * 1e10, "\n") print(1e15, 0.1, 2^53, nil, true) io.write("b\n")
		local old = tostring function tostring(v) return "<" .. old(v) .. ">" end print(1, "x") tostring = old show(io.write("")) try(function() io.write({}) end) try(function() io.write("c", nil) end)
	`)
}

func TestPathsAreRelativeToDir(t *testing.T) {
	m := newMachine(t)
	m.same(t, map[string]string{`
		local f = io.open("f.lua", "w") f:write("return 'here', ...") f:close()
		f = io.open("bad.lua", "w") f:write("\27Lua") f:close()
		os.rename("f.lua", "g.lua")
		return dofile("g.lua"), loadfile("g.lua")(), require("g"), io.open("g.lua"):seek("end"), os.execute("test -f g.lua"), io.popen("cat g.lua"):read()`: //
	"here|here|here|18|0|return 'here', ..."})
	m.same(t, map[string]string{
		"return loadfile('none')":    "nil|cannot open none: No such file or directory",
		"return loadfile('.')":       "nil|cannot read .: Is a directory",
		"return loadfile('bad.lua')": "nil|bad.lua: precompiled chunks cannot be loaded, only source text",
		"return loadstring('\\27L')": "nil|binary string: precompiled chunks cannot be loaded, only source text",
		"local n = 0 return load(function() n = n + 1 return n == 1 and '\\27L' or nil end)": "nil|(load): precompiled chunks cannot be loaded, only source text",
		"return require('g')":                     "here",
		"return select(2, pcall(require, 'bad'))": "error loading module 'bad' from file './bad.lua':\n\t./bad.lua: precompiled chunks cannot be loaded, only source text",
	})
}

func TestOpenFilesAreClosedAtTheEnd(t *testing.T) {
	m := newMachine(t)
	m.same(t, map[string]string{"f = io.open('f', 'w') f:write('kept') io.open('g', 'w'):write('x') for i = 1, 2000 do io.open('f'):close() end return #io.open('f'):read('*a')": "0"})
	require.NoError(t, m.end())
	b, err := os.ReadFile(filepath.Join(m.dir, "f"))
	require.NoError(t, err)
	require.Equal(t, "kept", string(b))
	m.same(t, map[string]string{"return io.type(f), io.open('f'):read('*a')": "closed file|kept"})
	m.same(t, map[string]string{"full = io.open('/dev/full', 'w') full:write('x') return 1": "1"})
	require.ErrorContains(t, m.end(), "no space left")
}

func TestReadsEndWithTheContext(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	for name, src := range map[string]string{
		"read": "io.read()", "all": "io.read('*a')", "lines": "for l in io.lines() do end", "dofile": "dofile()", "caught": "pcall(io.read) io.read()",
	} {
		L := vm.New(vm.Options{Stdin: r})
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		L.SetContext(ctx)
		_, err := (&world{L: L}).run(t, src)
		require.ErrorIs(t, err, context.DeadlineExceeded, name)
		cancel()
		L.Close()
	}
}

func TestInputAfterAnInterruptedRead(t *testing.T) {
	r, w := io.Pipe()
	L := vm.New(vm.Options{Stdin: r})
	defer L.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	L.SetContext(ctx)
	_, err := (&world{L: L}).run(t, "io.read()")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	L.RemoveContext()
	go func() {
		_, _ = io.WriteString(w, "late\n")
		w.Close()
	}()
	(&world{L: L}).same(t, map[string]string{"return io.read(), io.read()": "late|nil"})
}

func TestSharedInput(t *testing.T) {
	in := bufio.NewReader(strings.NewReader("first\nsecond\n"))
	L := vm.New(vm.Options{Stdin: in})
	defer L.Close()
	(&world{L: L}).same(t, map[string]string{"return io.read()": "first"})
	line, err := in.ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "second\n", line)
}

func TestNamedPipesEndWithTheContext(t *testing.T) {
	for _, src := range []string{"io.open('p')", "io.lines('p')", "io.open('p', 'w')", "local f = io.open('p', 'r+') f:read()"} {
		before := goleak.IgnoreCurrent()
		m := newMachine(t)
		require.NoError(t, unix.Mkfifo(filepath.Join(m.dir, "p"), 0o600))
		m.within(t, 20*time.Millisecond)
		_, err := m.run(t, src)
		require.ErrorIs(t, err, context.DeadlineExceeded, src)
		// Let the open that waits for the other end go.
		f, err := os.OpenFile(filepath.Join(m.dir, "p"), os.O_RDWR|unix.O_NONBLOCK, 0)
		require.NoError(t, err)
		m.L.RemoveContext()
		require.NoError(t, goleak.Find(before))
		f.Close()
	}
}

func TestFlushReachesTheWriter(t *testing.T) {
	var b bytes.Buffer
	out := bufio.NewWriter(&b)
	host := local.New()
	defer host.Close()
	L := vm.New(vm.Options{Stdout: out, Host: host})
	defer L.Close()
	w := &world{L: L}
	w.same(t, map[string]string{"io.write('x') return 1": "1"})
	require.Empty(t, b.String())
	w.same(t, map[string]string{"return io.flush(), io.stdout:flush()": "true|true"})
	require.Equal(t, "x", b.String())
	w.same(t, map[string]string{"print('y') return os.execute('true')": "0"})
	require.Equal(t, "xy\n", b.String())
	require.True(t, strings.HasSuffix(b.String(), "\n"))
}

// What docs/lua.md lists as different.
func TestShownAsHere(t *testing.T) {
	m := newMachine(t, "TZ=America/New_York")
	m.same(t, map[string]string{
		"return os.date('!%s', 5)": "5",
		"local f = io.open('f', 'w') f:write('a\\0b\\n') f:close() return #io.open('f'):read()": "3",
		"local f = io.open('n', 'w') f:write('0x1p4') f:close() return io.open('n'):read('*n')": "1",
		"local f = io.open('n', 'w') f:write('inf') f:close() return io.open('n'):read('*n')":   "nil",
		"local f = io.open('n', 'w') f:write('nan') f:close() return io.open('n'):read('*n')":   "nil",
	})
}
