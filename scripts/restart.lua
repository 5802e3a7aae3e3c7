-- A download that is stopped half-way goes on from what it has.

local dir = fs.tmpdir()
local original, copy, torrent = dir .. "/original.bin", dir .. "/copy.bin", dir .. "/original.torrent"

step "a slow seeder"
local t = tracker.create{interval_s = 5}
t:start()
fs.random(original, 24 * 1024 * 1024)
ctorrent.create_metainfo_file(t, torrent, original)
local seeder = ctorrent.create{metainfo_file = torrent, save_to_file = original, upload_rate = 4000}
seeder:start()
assert(seeder:check_completion(), "the seeder does not have the whole file")

step "fetch until half of it is there"
local leecher = ctorrent.create{metainfo_file = torrent, save_to_file = copy}
leecher:on_progress(function(s)
  if s.have >= s.total / 2 then
    error("half", 0) -- leaves the wait
  end
end)
leecher:start()
local ok, why = pcall(leecher.wait_completion, leecher, 30000)
assert(not ok and why == "half", "the download was not interrupted: " .. tostring(why))
leecher:on_progress(nil)

step "stop"
leecher:stop(2000)
local had = leecher:status().have
verdict(string.format("stopped with %d of %d pieces", had, leecher:status().total))

step "go on"
leecher:start()
assert(not leecher:check_completion(), "nothing was left to fetch")
local kept = leecher:status().have
assert(kept >= had, "it had " .. had .. " pieces and kept " .. kept)
leecher:wait_completion(30000)

step "compare"
assert(fs.same(original, copy), "the copy differs from the original")
verdict(string.format("went on from %d pieces, and the copy is the same", kept))
