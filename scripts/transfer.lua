-- The main job: one BitTorrent client gives a file to another.
--
--   tlua run scripts/transfer.lua [MEGABYTES]

local megabytes = tonumber(arg[1] or 50)

local dir = fs.tmpdir()
local original, copy = dir .. "/original.bin", dir .. "/copy.bin"
local torrent = dir .. "/original.torrent"

step "start a tracker"
local t = tracker.create{interval_s = 5}
t:start()

step("share " .. megabytes .. " MB of random bytes")
fs.random(original, megabytes * 1024 * 1024)
ctorrent.create_metainfo_file{tracker = t, metainfo_file = torrent, target = original}

step "seed them"
local seeder = ctorrent.create{metainfo_file = torrent, save_to_file = original}
seeder:start()
assert(seeder:check_completion(60000), "the seeder does not have the whole file")

step "fetch them"
local leecher = ctorrent.create{metainfo_file = torrent, save_to_file = copy, download_rate = megabytes * 1024 / 5}
leecher:start()
local began = now_ms()
leecher:wait_completion(60000)
local seconds = (now_ms() - began) / 1000

step "compare"
assert(fs.same(original, copy), "the copy differs from the original")
local sum = fs.sha256(copy)
assert(sum == fs.sha256(original), "the checksums differ")
verdict(string.format("%d MB arrived in %.1f s and are the same, sha256 %s…", megabytes, seconds, sum:sub(1, 16)))

step "say goodbye"
leecher:destroy()
seeder:destroy()
t:stop()
