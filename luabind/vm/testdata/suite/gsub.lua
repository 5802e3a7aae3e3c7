-- string.gsub.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local gsub = string.gsub

-- Strings.
gives("'hexxo', 2", gsub("hello", "l", "x"))
gives("'hexlo', 1", gsub("hello", "l", "x", 1))
gives("'hello', 0", gsub("hello", "l", "x", 0))
gives("'hello', 0", gsub("hello", "l", "x", -1))
gives("'hello', 0", gsub("hello", "z", "x"))
gives("'heo', 2", gsub("hello", "l", ""))
gives("'hellllo', 2", gsub("hello", "l", "%0%0"))
gives("'[hello]', 1", gsub("hello", ".*", "[%0]", 1))
gives("'world hello', 1", gsub("hello world", "(%w+) (%w+)", "%2 %1"))
gives("'h.e.l.l.o.', 5", gsub("hello", "(.)", "%1."))
gives("'%hello', 1", gsub("hello", "^", "%%"))
gives("'a.b.c', 2", gsub("a, b, c", ", ", "."))
gives("'xxello', 1", gsub("hello", "h", "xx"))
gives("'hell1', 1", gsub("hello", "o", 1))
gives("'trim', 1", gsub("   trim", "^%s+", ""))
gives("'a-b', 1", gsub("a b", "%s", "-"))
gives("'x', 1", gsub("hello", ".+", "x"))
gives("'x', 1", gsub("", "", "x"))
gives("'x', 1", gsub("", ".*", "x"))
gives("'-a-b-c-', 4", gsub("abc", "", "-"))
gives("'-a-b-', 3", gsub("ab", "x*", "-"))
gives("'--b-', 3", gsub("aab", "a*", "-"))
gives("'..,..', 4", gsub("a,b", "%w*", "."))
gives("'abc!', 1", gsub("abc", "$", "!"))
gives("'!abc', 1", gsub("abc", "^", "!"))
gives("'(1)a(2)b(3)', 3", gsub("ab", "()", "(%1)"))
gives("'b', 1", gsub("ab", "^a", ""))
gives("'bab', 1", gsub("aabab", "^a*", ""))
gives("'12a-34b', 2", gsub("a12-b34", "(%a)(%d+)", "%2%1"))
gives("'x1\0y', 1", gsub("x\0y", "%z", "1\0"))
gives("'<a> and <b>', 2", gsub("'a' and 'b'", "(['\"])(.-)%1", "<%2>"))

-- Tables: false and nil leave the match.
do
  local t = { name = "lua", version = 5.1, off = false }
  gives("'lua 5.1 $off $none', 4", gsub("$name $version $off $none", "%$(%w+)", t))
  gives("'x, bc', 3", gsub("a, bc", "%w", { a = "x" }))
  local calls = 0
  local lazy = setmetatable({}, { __index = function(_, k) calls = calls + 1; return k:upper() end })
  gives("'ABC', 3, 3", (gsub("abc", "%w", lazy)), 3, calls)
  gives("'2a3b4', 3", gsub("ab", "()", { 2 .. "", "3", "4" }))
end

-- Functions.
do
  local seen
  local function note(...) seen[#seen + 1] = prelude.show(...) end
  local function notes(s, pattern)
    seen = {}
    local same = gsub(s, pattern, note)
    check(same == s, "no result leaves the match")
    return table.concat(seen, "; ")
  end
  check(notes("ab", ".") == "'a'; 'b'" and notes("ab", "(.)(.)") == "'a', 'b'" and notes("ab", "()") == "1; 2; 3")
  check(notes("k=v, x=y", "((%w)=(%w))") == "'k=v', 'k', 'v'; 'x=y', 'x', 'y'" and notes("ab", "c") == "")
  gives("'ABC', 3", gsub("abc", "%w", string.upper))
  gives("'a2c4', 2", gsub("a1c3", "%d", function(d) return d + 1 end))
  gives("'ab', 2", gsub("ab", ".", function() return false end))
  gives("'xxb', 2", gsub("ab", ".", function(c) return c == "a" and "xx" end))
  gives("'x', 1", gsub("a", ".", function() return "x", "ignored" end))
  local depth = 0
  gives("'[[c]]', 1", gsub("c", ".", function(c) depth = depth + 1; return (gsub("[" .. c .. "]", "c", "[%0]")) end))
  local n = 0
  gives("'0a1b2', 3", gsub("ab", "", function() n = n + 1; return n - 1 end))
  local ok, err = pcall(gsub, "abc", "b", function(c) error({ at = c }) end)
  check(not ok and err.at == "b")
end

-- What cannot be the replacement.
raises("invalid replacement value (a table)", gsub, "abc", "b", function() return {} end)
raises("invalid replacement value (a boolean)", gsub, "abc", "b", function() return true end)
raises("invalid replacement value (a function)", gsub, "abc", "b", { b = print })
raises("string/function/table", gsub, "abc", "b", nil)
raises("string/function/table", gsub, "abc", "b", true)
raises("string/function/table", gsub, "abc", "b")
raises("invalid capture index", gsub, "abc", "b", "%2")
raises("invalid capture index", gsub, "abc", "(b)", "%2")
raises("bad argument #4 to", gsub, "abc", "b", "x", "y")
raises("bad argument #1 to", gsub, {}, "b", "x")
gives("'axc', 1", gsub("abc", "b", "x", "1"))
gives("'axc', 'a%c'", (gsub("abc", "b", "%x")), (gsub("abc", "b", "%%")))

-- Real uses.
do
  local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }
  local function escape(s) return (gsub(s, "[&<>\"]", entities)) end
  gives("'&lt;a href=&quot;x&amp;y&quot;&gt;'", escape('<a href="x&y">'))
  local function char(hex) return string.char(tonumber(hex, 16)) end
  local function urldecode(s) return (gsub(gsub(s, "+", " "), "%%(%x%x)", char)) end
  gives("'a b&c=d'", urldecode("a+b%26c%3Dd"))
  local function quote(pattern) return (gsub(pattern, "[%^%$%(%)%%%.%[%]%*%+%-%?]", "%%%0")) end
  check(("x" .. "^$()%.[]*+-?" .. "y"):match("^x" .. quote("^$()%.[]*+-?") .. "y$"))
  local function expand(s, vars)
    return (gsub(s, "%${(%w+)}", function(name) return vars[name] or error("no " .. name, 0) end))
  end
  gives("'hello bob'", expand("hello ${who}", { who = "bob" }))
  raises("no who", expand, "${who}", {})
  local function group(n) local s = gsub(string.reverse(n), "(%d%d%d)", "%1,"); return (gsub(s:reverse(), "^,", "")) end
  gives("'1,234,567', '123,456', '12'", group(1234567), group(123456), group(12))
  local function camel(s) return (gsub(s, "_(%a)", string.upper)) end
  gives("'someLongName'", camel("some_long_name"))
  local function split(s, sep)
    local t = {}
    gsub(s .. sep, "(.-)" .. quote(sep), function(part) t[#t + 1] = part end)
    return table.concat(t, "|")
  end
  gives("'a|b||c', '', '|', 'x'", split("a,b,,c", ","), split("", ","), split(".", "."), split("x", "--"))
end
-- Many matches.
do
  local s, n = gsub(("ab"):rep(20000), "b", "xyz")
  gives("80000, 20000", #s, n)
  check(s == ("axyz"):rep(20000))
  local letters = {}
  gsub(("the quick brown fox "):rep(500), "%a", function(c) letters[c] = (letters[c] or 0) + 1 end)
  gives("1000, 500", letters.o, letters.q)
end
