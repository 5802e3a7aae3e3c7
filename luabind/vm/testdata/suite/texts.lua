-- Programs on text: templates, CSV, a diff.
local prelude = require("prelude")
local gives, raises = prelude.gives, prelude.raises

-- A template becomes a function of Lua.
do
  local function template(src)
    local code, at = { "local out = {} " }, 1
    while true do
      local from, to, kind, body = src:find("{([{%%])%s*(.-)%s*[}%%]}", at)
      code[#code + 1] = ("out[#out + 1] = %q "):format(src:sub(at, (from or 0) - 1))
      if not from then break end
      code[#code + 1] = kind == "{" and "out[#out + 1] = tostring(" .. body .. ") " or body .. " "
      at = to + 1
    end
    code[#code + 1] = "return table.concat(out)"
    local f = assert(loadstring(table.concat(code), "=template"))
    return function(env) return setfenv(f, setmetatable(env, { __index = _G }))() end
  end
  local page = template("Hi {{ name:upper() }}!{% for i, v in ipairs(items) do %} {{ i }}={{ v }}"
    .. "{% if v == 'b' then %}*{% end %}{% end %}.")
  gives("'Hi BOB! 1=a 2=b* 3=c.', 'Hi X!.'", page({ name = "bob", items = { "a", "b", "c" } }),
    page({ name = "x", items = {} }))
  raises("template:1:", page, { items = {} })
end

-- CSV with quotes.
do
  local function rows(s)
    local all, row, at = {}, {}, 1
    while at <= #s do
      local field
      if s:sub(at, at) == '"' then
        field, at = s:match('^"(.-)"()[^"]', at)
      else field, at = s:match("^([^,\n]*)()", at) end
      row[#row + 1] = field
      if s:sub(at, at) == "\n" then all[#all + 1], row = row, {} end
      at = at + 1
    end
    return all
  end
  local t = rows('name,age\n"Doe, Jane",42\nx,\n"two\nlines",1\n')
  gives("4, 'name', 'Doe, Jane', '42', '', 'two\nlines'", #t, t[1][1], t[2][1], t[2][2], t[3][2], t[4][1])
end

-- The longest common subsequence of two texts, shown as a diff.
do
  local function diff(a, b)
    local len = {}
    for i = 0, #a do len[i] = setmetatable({}, { __index = function() return 0 end }) end
    for i = 1, #a do
      for j = 1, #b do
        len[i][j] = a:sub(i, i) == b:sub(j, j) and len[i - 1][j - 1] + 1 or math.max(len[i - 1][j], len[i][j - 1])
      end
    end
    local out, i, j = {}, #a, #b
    while i > 0 or j > 0 do
      if i > 0 and j > 0 and a:sub(i, i) == b:sub(j, j) then out[#out + 1], i, j = a:sub(i, i), i - 1, j - 1
      elseif j > 0 and (i == 0 or len[i][j - 1] >= len[i - 1][j]) then out[#out + 1], j = b:sub(j, j) .. "+", j - 1
      else out[#out + 1], i = a:sub(i, i) .. "-", i - 1 end
    end
    return len[#a][#b], table.concat(out):reverse()
  end
  gives("6, '+skitten'", diff("kitten", "skitten"))
  gives("4, '-k+sitt-e+in+g'", diff("kitten", "sitting"))
  gives("0, '-x+y'", diff("x", "y"))
end
