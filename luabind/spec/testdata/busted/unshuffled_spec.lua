-- randomize takes back what it said when it is given false or nil.
local function in_order(name, take_back)
  describe(name, function()
    randomize()
    take_back(randomize)
    local order = {}
    for i = 1, 20 do
      it("adds " .. i, function() table.insert(order, i) end)
    end
    it("is run in order", function()
      for i = 1, 20 do assert.equal(i, order[i]) end
    end)
  end)
end

in_order("false", function(randomize) randomize(false) end)
in_order("nil", function(randomize) randomize(nil) end)
