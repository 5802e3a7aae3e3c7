-- Programs on text: a JSON reader and writer, LZW, base64, a tokenizer with an evaluator, CSV, templates.
local prelude = require("prelude")
local check, gives, raises = prelude.check, prelude.gives, prelude.raises

-- JSON.
local json = {}
do
  local null = setmetatable({}, { __tostring = function() return "null" end })
  json.null = null
  local escapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }
  local function fail(s, at, what)
    local _, line = s:sub(1, at):gsub("\n", "")
    error(("line %d: %s"):format(line + 1, what), 0)
  end
  local value
  local function blank(s, at) return s:find("%S", at) or #s + 1 end
  local function text(s, at)
    local parts, i = {}, at + 1
    while true do
      local from, to, plain, stop = s:find('^([^"\\]*)(["\\])', i)
      if not from then fail(s, i, "unfinished string") end
      parts[#parts + 1], i = plain, to + 1
      if stop == '"' then return table.concat(parts), i end
      local c = s:sub(i, i)
      if c == "u" then
        local code = tonumber(s:match("^%x%x%x%x", i + 1) or fail(s, i, "bad escape"), 16)
        parts[#parts + 1] = code < 128 and string.char(code)
          or code < 2048 and string.char(192 + math.floor(code / 64), 128 + code % 64)
          or string.char(224 + math.floor(code / 4096), 128 + math.floor(code / 64) % 64, 128 + code % 64)
        i = i + 5
      else
        parts[#parts + 1], i = escapes[c] or c, i + 1
      end
    end
  end
  local function list(s, at, close, item)
    local t
    t, at = {}, blank(s, at + 1)
    if s:sub(at, at) == close then return t, at + 1 end
    repeat
      at = blank(s, item(t, at))
      local c = s:sub(at, at)
      at = blank(s, at + 1)
      if c ~= "," and c ~= close then fail(s, at, "expected , or " .. close) end
    until c == close
    return t, at
  end
  function value(s, at)
    at = blank(s, at)
    local c = s:sub(at, at)
    if c == "{" then
      return list(s, at, "}", function(t, i)
        local k
        if s:sub(i, i) ~= '"' then fail(s, i, "expected a key") end
        k, i = text(s, i)
        i = blank(s, i)
        if s:sub(i, i) ~= ":" then fail(s, i, "expected :") end
        t[k], i = value(s, i + 1)
        return i
      end)
    elseif c == "[" then
      return list(s, at, "]", function(t, i) t[#t + 1], i = value(s, i) return i end)
    elseif c == '"' then
      return text(s, at)
    end
    local word = s:match("^[%w%.%+%-]+", at)
    if word == "true" or word == "false" then return word == "true", at + #word
    elseif word == "null" then return null, at + 4 end
    local n = word and tonumber(word)
    return n or fail(s, at, "unexpected " .. (word or c)), at + #(word or "")
  end
  function json.read(s)
    local v, at = value(s, 1)
    if blank(s, at) <= #s then fail(s, at, "trailing text") end
    return v
  end
  function json.write(v)
    if type(v) == "string" then
      return '"' .. v:gsub('[%c"\\]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
    elseif type(v) ~= "table" or v == null then
      return tostring(v)
    end
    local parts = {}
    if #v > 0 or next(v) == nil then
      for i, item in ipairs(v) do parts[i] = json.write(item) end
      return "[" .. table.concat(parts, ",") .. "]"
    end
    for k, item in pairs(v) do parts[#parts + 1] = json.write(k) .. ":" .. json.write(item) end
    table.sort(parts)
    return "{" .. table.concat(parts, ",") .. "}"
  end
end
do
  local src = [[ {"name": "tl\u0075a \u00e9\u20ac", "list": [1, -2.5, 1e3, [], {}, null, true, false],
    "nested": {"deep": {"er": "\"quoted\"\n\\"}}} ]]
  local v = json.read(src)
  gives("'tlua é€', 8, -2.5, 1000, true, false", v.name, #v.list, v.list[2], v.list[3], v.list[7], v.list[8])
  check(v.nested.deep.er == '"quoted"\n\\' and v.list[6] == json.null)
  gives([['{"list":[1,-2.5,1000,[],[],null,true,false],"name":"tlua é€",]]
    .. [["nested":{"deep":{"er":"\u0022quoted\u0022\u000a\u005c"}}}']], json.write(v))
  check(json.write(json.read(json.write(v))) == json.write(v))
  for s, e in pairs { ["[1,2"] = "expected , or ]", ['{"a" 1}'] = "expected :", ["{a:1}"] = "expected a key",
    ['"x'] = "unfinished string", ["[1] 2"] = "trailing text",
    ["\n\n[1,\n*]"] = "line 4: unexpected *", [""] = "unexpected ",
      ["nul"] = "unexpected nul" } do raises(e, json.read, s) end
  local wide = {}
  for i = 1, 2000 do wide[i] = { id = i, tags = { "t" .. i % 7 } } end
  local back = json.read(json.write(wide))
  gives("2000, 1234, 't2'", #back, back[1234].id, back[1234].tags[1])
end

-- LZW.
do
  local function pack(s)
    local dict, n, out, w = {}, 256, {}, ""
    for i = 0, 255 do dict[string.char(i)] = i end
    for c in s:gmatch(".") do
      if dict[w .. c] then w = w .. c
      else
        out[#out + 1], dict[w .. c], n, w = dict[w], n, n + 1, c
      end
    end
    if w ~= "" then out[#out + 1] = dict[w] end
    return out
  end
  local function unpack_codes(codes)
    local dict, n, out, w = {}, 256, {}, nil
    for i = 0, 255 do dict[i] = string.char(i) end
    for _, code in ipairs(codes) do
      local entry = dict[code] or w .. w:sub(1, 1)
      out[#out + 1] = entry
      if w then dict[n], n = w .. entry:sub(1, 1), n + 1 end
      w = entry
    end
    return table.concat(out)
  end
  gives("'84 79 66 69 79 82 78 79 84 256 258 260 265 259 261 263'", table.concat(pack("TOBEORNOTTOBEORTOBEORNOT"), " "))
  local all = {}
  for i = 0, 255 do all[#all + 1] = string.char(i, (i * 7) % 256) end
  for _, s in ipairs { "", "a", "aaaaaaaaaaaaaaa", "TOBEORNOTTOBEORTOBEORNOT", ("abcab"):rep(500), table.concat(all),
    "\0\0\255\0" } do
    local codes = pack(s)
    check(unpack_codes(codes) == s and #codes <= #s)
  end
end

-- Base64.
do
  local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  local function encode(s)
    return (s:gsub("..?.?", function(part)
      local a, b, c = part:byte(1, 3)
      local n = a * 65536 + (b or 0) * 256 + (c or 0)
      local out = ""
      for i = 1, 4 do
        local d = math.floor(n / 64 ^ (4 - i)) % 64 + 1
        out = out .. (i - 1 <= #part and letters:sub(d, d) or "=")
      end
      return out
    end))
  end
  local function decode(s)
    return (s:gsub("(.)(.)(.)(.)", function(...)
      local n, size = 0, 3
      for i = 1, 4 do
        local c = select(i, ...)
        if c == "=" then size = size - 1 end
        n = n * 64 + (c == "=" and 0 or letters:find(c, 1, true) - 1)
      end
      return string.char(math.floor(n / 65536), math.floor(n / 256) % 256, n % 256):sub(1, size)
    end))
  end
  gives("'', 'TQ==', 'TWE=', 'TWFu', 'bGlnaHQgd29yay4='", encode(""), encode("M"), encode("Ma"), encode("Man"),
    encode("light work."))
  for n = 0, 40 do
    local s = {}
    for i = 1, n do s[i] = string.char((i * 37 + n) % 256) end
    s = table.concat(s)
    check(decode(encode(s)) == s, n)
  end
end
