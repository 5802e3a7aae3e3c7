-- Whose the globals are.
local function say(...) print("> " .. table.concat({...}, " ")) end
local function show(name, v) say(name, tostring(v)) end

top = "file"
show("in _G", rawget(_G, "top"))

describe("a block", function()
  block = "block"
  before_each(function() each = (each or 0) + 1 end)
  it("sees those around it", function()
    show("top", top); show("block", block); show("each", each)
    mine = "test"
    top = "changed"
    show("top", top)
  end)
  it("does not see those of others", function()
    show("mine", mine); show("top", top); show("each", each)
  end)
  describe("inside", function()
    setup(function() made = "by setup" end)
    it("sees what setup made", function() show("made", made); show("block", block) end)
  end)
  it("not outside of it", function() show("made", made) end)
end)

insulate("insulated", function()
  _G.leak = 1
  package.loaded.leaked = {}
  kept = "no"
  it("sees its own", function() show("leak", leak); show("leaked", package.loaded.leaked ~= nil) end)
end)

describe("after insulate", function()
  it("is as it was", function()
    show("leak", leak); show("leaked", package.loaded.leaked); show("kept", kept)
  end)
end)

describe("around expose", function()
  expose("exposed", function()
    shown = "yes"
    _G.shownToo = "too"
    it("is seen inside", function() show("shown", shown) end)
  end)
  it("is seen beside", function() show("shown", shown); show("shownToo", shownToo) end)
end)

it("is seen further up", function() show("shown", shown); show("shownToo", shownToo) end)

describe("nil and false", function()
  local v = "outer"
  flag = false
  it("falls through", function() show("flag", flag); v = nil; show("v", v) end)
end)

insulate("an expose in an insulate", function()
  describe("around", function()
    insulate("insulated", function()
      expose("exposed", function()
        _G.both = "both"
        package.loaded.both = {}
        it("has it", function() show("both", both) end)
      end)
      describe("not exposed", function()
        _G.later = "later"
        it("has both", function() show("both", both); show("later", later) end)
      end)
    end)
    it("has what was exposed", function()
      show("both", both); show("loaded", package.loaded.both ~= nil); show("later", later)
    end)
  end)
end)

it("has nothing of it", function() show("both", both); show("loaded", package.loaded.both) end)

_G.changed = "before"
insulate("what it changes", function()
  _G.changed = "inside"
  setmetatable(_G, {__index = function(_, name) return name == "magic" and "magic" or nil end})
  it("is so inside", function() show("changed", changed); show("magic", magic) end)
end)

it("is put back", function() show("changed", changed); show("magic", magic) end)
