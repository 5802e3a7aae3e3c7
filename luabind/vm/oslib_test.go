package vm_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	lua "github.com/yuin/gopher-lua"
)

const dates = `
	for _, at in ipairs{0, -1.5, 86399, 17283723, 951782400, 1583020800, 1609459199, 1617000000, 1635641999, 1711846800, 1720000000, 4102444800, -2208988800} do
		for _, utc in ipairs{"", "!"} do
			for c = 1, 255 do
				local s = string.char(c)
				if s ~= "Z" and s ~= "s" or utc == "" then print(at, utc, c, (os.date(utc .. "%" .. s, at))) end
			end
			local t = os.date(utc .. "*t", at)
			print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst)
			print(at, os.time(t), os.time{year = t.year, month = t.month, day = t.day})
			t.isdst = not t.isdst
			print(os.time(t))
			t.isdst = nil
			print(utc == "!" or os.time(t))
		end
	end
	print(os.date("!%Z", 0), os.date("!%", 0), os.date("!a%", 0), os.date("!", 0), os.date("!%c|%x|%X|%p", "3600"), os.date("*tx"):sub(1, 3))
	print(os.date("!*tx", 0), os.date("%Y", 1e18), os.date("!%c", 1e15), os.date("!%Y|%C|%y|%G", -1e12))
`

const times = `
	local function try(...) print(pcall(...)) end
	local function at(t) try(function() return os.time(t) end) end
	at{year = 2020} at{day = 1, month = 1} at{year = "x", month = 1, day = 1} at{year = 2020, month = 14, day = -3, hour = "7", min = 1e3, sec = 1.9}
	at{year = 2020, month = 7, day = 1} at{year = 2020, month = 7, day = 1, isdst = true} at{year = 2020, month = 7, day = 1, isdst = false}
	at{year = 2020, month = 1, day = 1, isdst = true} at{year = "2020", month = " 0x2 ", day = 30.9, hour = -30, min = -5000, sec = 1e6}
	at(setmetatable({}, {__index = function(_, k) return k ~= "isdst" and 12 or nil end}))
	at{year = 1969, month = 12, day = 31, hour = 23, min = 59, sec = 58}
	try(function() os.time(1) end) try(function() os.date("%c", "x") end) try(function() os.date({}) end) try(function() os.difftime() end)
	print(os.difftime(5), os.difftime(5.7, 3.2), os.difftime("9", 10), type(os.time()), os.time(nil) - os.time() <= 1, os.clock() >= 0, math.floor(os.clock()) < 100)
	print(os.setlocale(), os.setlocale("C"), os.setlocale("nowhere"), os.setlocale(nil, "all"), os.setlocale("C", "time"), os.setlocale("POSIX"))
	try(function() os.setlocale("C", "x") end) try(function() os.setlocale({}) end)
`

func TestDatesAsLua(t *testing.T) {
	for _, zone := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"} {
		t.Run(zone, func(t *testing.T) { differ(t, dates+times, "TZ="+zone, "LC_ALL=C") })
	}
}

func TestFilesOfOSAsLua(t *testing.T) {
	differ(t, `
		local function try(...) print(pcall(...)) end
		print(os.remove("x")) print(os.rename("x", "y")) print(os.remove(""))
		local f = io.open("a", "w") f:write("1") f:close()
		print(os.rename("a", "b"), io.open("a")) print(os.remove("b"), os.remove("b"))
		os.execute("mkdir d d/e; touch f") print(os.remove("d")) print(os.remove("d/e"), os.remove("d"))
		os.execute("mkdir d") print(os.rename("f", "d")) print(os.rename("d", "f")) print(os.remove("f/x"))
		try(function() os.remove() end) try(function() os.rename("f") end) try(function() os.remove({}) end)
		print(os.getenv("VM_TEST"), os.getenv("VM_NONE"), os.getenv("VM_EMPTY")) try(function() os.getenv() end)
		local name = os.tmpname() print(io.open(name):read("*a") == "", os.remove(name), os.setenv)
	`, "VM_TEST=a=b", "VM_EMPTY=")
}

func TestTmpnameIsRemoved(t *testing.T) {
	m := newMachine(t)
	m.same(t, map[string]string{"local n = os.tmpname() return n:match('^(.*)/lua_')": m.temp})
	left, err := filepath.Glob(m.temp + "/*")
	require.NoError(t, err)
	require.Len(t, left, 1)
	m.same(t, map[string]string{"return os.remove(os.tmpname())": "true"})
	require.NoError(t, m.end())
	left, err = filepath.Glob(m.temp + "/*")
	require.NoError(t, err)
	require.Empty(t, left)
}

// stockValue runs a chunk without the repairs of this package.
func stockValue(t *testing.T, code string) lua.LValue {
	t.Helper()
	L := lua.NewState()
	defer L.Close()
	require.NoError(t, L.DoString(code))
	return L.Get(-1)
}

// These repairs can go when gopher-lua has its own: then the test fails.
func TestStockOS(t *testing.T) {
	t.Setenv("VM_EMPTY", "")
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("d", 0o700))
	for code, wrong := range map[string]lua.LValue{
		"return os.date('!%j', 0)":                                                   lua.LString("%j"),
		"return os.date('!%U', 0)":                                                   lua.LString("%U"),
		"return os.date('!*t', 0).yday":                                              lua.LNumber(0),
		"return pcall(os.time, {}) and 1":                                            lua.LNumber(1),
		"return select('#', os.remove('none'))":                                      lua.LNumber(2),
		"return os.execute('exit 3')":                                                lua.LNumber(1),
		"return os.getenv('VM_EMPTY')":                                               lua.LNil,
		"return os.setlocale('C')":                                                   lua.LFalse,
		"return (io.open(os.tmpname()))":                                             lua.LNil,
		"return select(3, io.open('none'))":                                          lua.LNumber(1),
		"return tostring(io.stdout)":                                                 lua.LString("file"),
		"return io.popen('exit 3'):close()":                                          lua.LNumber(3),
		"return (pcall(io.lines, 'none'))":                                           lua.LTrue,
		"return (pcall(io.stdout.setvbuf, io.stdout, 'line'))":                       lua.LFalse,
		"return (pcall(table.sort, {}, nil))":                                        lua.LFalse,
		"return table.foreach":                                                       lua.LNil,
		"return table.maxn{[2.5] = 1}":                                               lua.LNumber(0),
		"return select('#', table.remove({}))":                                       lua.LNumber(1),
		"return (pcall(table.sort, {3, 2, 1, 5, 4}, function() return true end))":    lua.LTrue,
		"return select('#', collectgarbage('count'))":                                lua.LNumber(0),
		"return gcinfo":                                                              lua.LNil,
		"return (pcall(package.loadlib, 'x', 'y'))":                                  lua.LFalse,
		"return (pcall(newproxy, 1))":                                                lua.LTrue,
		"local f = io.tmpfile() f:write('\\n7') f:seek('set') return (f:read('*n'))": lua.LNil,
		"return (pcall(getfenv, 50))":                                                lua.LTrue,
		"local ok = pcall(function() local f = setfenv('1', {}) end) return ok":      lua.LFalse,
		"return select(2, pcall(require, 'none')):match('no file.*')":                lua.LNil,
		"return select(2, pcall(module, 'name'))":                                    lua.LString("<string>:1: module() can not be called from GFunctions."),
		"return select(2, pcall(type))":                                              lua.LString("<string>:1: bad argument #1 to (anonymous) (value expected)"),
		"return (pcall(next, {}, 'x'))":                                              lua.LTrue,
		"return debug.getmetatable(setmetatable({}, {__metatable = 1}))":             lua.LNumber(1),
	} {
		require.Equal(t, wrong, stockValue(t, code), code)
	}
}
