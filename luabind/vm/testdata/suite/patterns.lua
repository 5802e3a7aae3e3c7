-- string.find, match, gmatch and the language of patterns.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises
local find, match = string.find, string.match

-- Plain.
gives("1, 3", find("hello", "hel"))
gives("nil", find("hello", "x"))
gives("2, 2, 'e'", find("hello", "(e)"))
gives("3, 3", find("hello", "l"))
gives("4, 4", find("hello", "l", 4))
gives("4, 4", find("hello", "l", -2))
gives("nil", find("hello", "h", 2))
gives("1, 1", find("hello", "h", -100))
gives("1, 0", find("hello", ""))
gives("3, 2", find("hello", "", 3))
gives("6, 5", find("hello", "", 6))
gives("1, 0", find("", ""))
gives("1, 4", find("a.+b", ".+"))
gives("2, 3", find("a.+b", ".+", 1, true))
gives("nil", find("abc", "b", 3, true))
gives("2, 2", find("a\0b\0", "\0", 1, true))
gives("4, 4", find("a\0b\0", "%z", 3))
gives("2, 4", find("a%d.", "%d.", 1, true))

-- Classes.
local classes = {
  a = "%a", d = "%d", l = "%l", s = "%s", u = "%u", w = "%w", x = "%x", p = "%p", c = "%c",
}
local function member(c, class)
  local b = c:byte()
  local digit, upper, lower = b >= 48 and b <= 57, b >= 65 and b <= 90, b >= 97 and b <= 122
  if class == "a" then return upper or lower
  elseif class == "d" then return digit
  elseif class == "l" then return lower
  elseif class == "s" then return b == 32 or b >= 9 and b <= 13
  elseif class == "u" then return upper
  elseif class == "w" then return upper or lower or digit
  elseif class == "x" then return digit or b >= 65 and b <= 70 or b >= 97 and b <= 102
  elseif class == "p" then return b > 32 and b < 127 and not (upper or lower or digit)
  elseif class == "c" then return b < 32 or b == 127 end
end
for i = 0, 255 do
  local c = string.char(i)
  for class, pattern in pairs(classes) do
    local is = member(c, class)
    check((find(c, "^" .. pattern .. "$") ~= nil) == is, pattern .. " of byte " .. i)
    check((find(c, "^" .. pattern:upper() .. "$") ~= nil) == not is, pattern:upper() .. " of byte " .. i)
    check((find(c, "^[" .. pattern .. "]$") ~= nil) == is, "[" .. pattern .. "] of byte " .. i)
    check((find(c, "^[^" .. pattern .. "]$") ~= nil) == not is, "[^" .. pattern .. "] of byte " .. i)
  end
  check(find(c, ".") == 1 and (find(c, "%z") == 1) == (i == 0))
end

-- Sets.
gives("'b', nil, 'x', '-', '-', '-'", match("b", "[abc]"), match("d", "[abc]"), match("x", "[^abc]"),
  match("-", "[a-]"),
  match("-", "[-a]"), match("-", "[a%-z]"))
gives("']', '^', ']', nil, 'm', nil", match("]", "[]]"), match("^", "[a^]"), match("]", "[]a]"), match("]", "[^]]"),
  match("m", "[a-z]"),
  match("M", "[a-z]"))
gives("'3f', 'a_1', '%', '.', 'a.'", match("x3f", "[%dA-Fa-f]+"), match("-a_1-", "[%w_]+"), match("a%b", "[%%]"),
  match("ab.", "[.]"),
  match("a.", "[%a.]+"))
gives("'[', '[]', 'b-d'", match("[", "[[]"), match("x[]", "[%[%]]+"), match("ab-d", "[b%-d]+"))
gives("'\200\255', nil", match("a\200\255", "[\200-\255]+"), match("\199", "[\200-\255]"))
gives("'a\0', 3", match("a\0b", "[a%z]+"), #match("a\0b", "[%z\1-\255]+"))

-- Repetition.
gives("'aaa', '', 'aaa', '', 'a', ''", match("aaa", "a*"), match("baa", "a*"), match("aaa", "a+"), match("aaa", "a-"),
  match("aaa", "a?"),
  match("b", "a?"))
gives("'<a><b>', '<a>', 'x', 'aaab', 'ab'", match("<a><b>", "<.*>"), match("<a><b>", "<.->"), match("x", "a*x"),
  match("aaab", "a-b"),
  match("ab", "a?b"))
gives("'ab', 'b', nil, 'aab'", match("ab", "a?b"), match("b", "a?b"), match("b", "a+b"), match("aab", "^a*b$"))
gives("'key', 'value'", match("key = value", "^(%w+)%s*=%s*(%w+)$"))
gives("'  ', 'trim me', ' '", match("  trim me ", "^(%s*)(.-)(%s*)$"))
gives("'a*', 'a**'", match("a*", "a%*"), match("a**", "a%*+"))
gives("'*a', '+', '-x'", match("*a", "*a"), match("+", "^+"), match("-x", "^-x"))

-- Anchors.
gives("1, 2", find("abab", "^ab"))
gives("nil", find("xab", "^ab"))
gives("3, 4", find("xxab", "ab$"))
gives("nil", find("abx", "ab$"))
gives("1, 0", find("abc", "^"))
gives("1, 0", find("", "^$"))
gives("4, 3", find("abc", "$"))
gives("3, 3", find("aba", "^a", 3))
gives("nil", find("aab", "^b", 2))
gives("'$', 'a$b', '^', 'a^'", match("a$", "%$"), match("a$b", "a$b"), match("a^", "%^"), match("a^", "a^"))

-- Captures.
gives("'a', 'b', 'c'", match("abc", "(a)(b)(c)"))
gives("'abc', 'bc', 'c'", match("abc", "(a(b(c)))"))
gives("1, 2, 4", match("abc", "()a()bc()"))
gives("'', 1", match("x", "(y*)()"))
gives("2, 4, 'b', 'c'", find("abcd", "(b)(c)d"))
gives("nil", match("abc", "(a)(c)"))
gives("1, 5, 'a', 3", find("abcba", "(a)b()cb%1"))
gives("'\"', 'it''s'", match([[x="it''s"]], [[(["'])(.-)%1]]))
gives("'abab', 'ab'", match("xababx", "((ab)%2)"))
gives("'1', '2', '3', '4', '5', '6', '7', '8', '9', '0'", match("1234567890", ("(%d)"):rep(10)))
gives("32", select("#", match(("x"):rep(32), ("(x)"):rep(32))))
gives("'2024-01', '2024', '01'", match("2024-01-31", "((%d+)%-(%d+))"))

-- %b and %f
gives("'(a(b)c)', '{}', '[x]', nil", match("f(a(b)c)d", "%b()"), match("{}", "%b{}"), match("a[x]", "%b[]"),
  match("((a)", "^%b()"))
gives("'(a)', 'xyx', '||'", match("((a)", "%b()"), match("axyxb", "%bxx"), match("a||b", "%b||"))
gives("4, 8", find("x) (a)b) )", "%b()b%)"))
gives("4, 6", find("x) (a)) )", "%b()"))
gives("'THE', 'fox'", match("THE (quick) fox", "%f[%a]%a+%f[%A]"), match("the fox", "%f[%a]%a+$"))
gives("5, 4", find("THE (quick) fox", "%f[(]"))
gives("1, 3", find("THE (quick) fox", "%f[%a]%a+"))
gives("4, 3", find("abc", "%f[%z]"))
gives("1, 0", find("abc", "%f[%w]"))

-- gmatch
local function all(s, pattern)
  local t = {}
  for a, b in s:gmatch(pattern) do t[#t + 1] = b and tostring(a) .. "=" .. tostring(b) or tostring(a) end
  return table.concat(t, ",")
end
gives("'one,two,three', 'a=1,b=2', '', '1,2,3'", all("one two  three", "%a+"), all("a=1, b=2", "(%w+)=(%w+)"),
  all("abc", "%d"), all("123", "%d"))
gives("'1,2,3,4', ',,,', 'a,b,c'", all("abc", "()"), all("abc", ""), all("abc", "."))
gives("'1=2,3=4', 'ab,,cd,', 'x,,,y,'", all("x1y2", "()%a()"), all("ab,cd", "%a*"), all("x, y", "%a*"))
do
  local it = ("a1 b2"):gmatch("(%a)(%d)")
  gives("'a', '1'", it())
  gives("'b', '2'", it())
  gives("", it())
  gives("", it())
  local nested = {}
  for w in ("ab cd"):gmatch("%a+") do for c in w:gmatch(".") do nested[#nested + 1] = c .. w end end
  gives("'aab bab ccd dcd'", table.concat(nested, " "))
end

-- What is no pattern.
for _, bad in ipairs { "(", ")", "(a", "a)", "%", "[", "[a", "[%", "[]", "[^]", "[a-", "%b", "%bx", "%f", "%fa", "%1",
  "(a)%2", "(%1)", "(()", "a%" } do
  raises("", match, "abc", bad)
  check(find("abc" .. bad, bad, 1, true) == 4, "plain " .. bad)
end
raises("malformed pattern (ends with '%')", find, "a", "%")
raises("malformed pattern (missing ']')", find, "a", "[a")
raises("missing '[' after '%f' in pattern", match, "a", "%fa")
raises("unfinished capture", find, "a", "(a")
raises("invalid pattern capture", match, "a", "a)")
gives("3, 3", find("ab)", ")")) -- no letter of this pattern is special to find
raises("invalid capture index", find, "a", "%1")
raises("unbalanced pattern", find, "a", "%b")
raises("too many captures", find, ("x"):rep(33), ("(x)"):rep(33))
raises("bad argument #1 to", find)
raises("bad argument #2 to", match, "x")
raises("bad argument #2 to", string.gmatch, "x")
raises("bad argument #3 to", find, "x", "x", "x")

-- Numbers are strings here, too.
gives("2, 2, '23', '1'", find(123, 2), 2, match(1234, "23"), match(1, "%d"))

-- Long subjects.
do
  local long = ("a"):rep(20000)
  gives("20000, 1, 0", #match(long, "a*"), #match(long, ".-", 5) + 1, #match(long, "b*"))
  gives("20001, 20001", find(long .. "b", "b"))
  check(#match(long .. "b", ".-b") == 20001 and match(long, "^(a+)$") == long and not find(long, "b"))
  check(match(("x "):rep(5000) .. "end", "%a+$") == "end" and #match(("()"):rep(3000), "%b()") == 2)
  check(#match(("("):rep(1000) .. (")"):rep(1000), "%b()") == 2000)
end
