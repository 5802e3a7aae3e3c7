-- One seeder, six leechers: who got what when?

local leechers = 6
local dir = fs.tmpdir()
local original, torrent = dir .. "/original.bin", dir .. "/original.torrent"

step "one seeder, at 8 MB/s"
local t = tracker.create{interval_s = 5}
t:start()
fs.random(original, 24 * 1024 * 1024)
ctorrent.create_metainfo_file(t, torrent, original)
local seeder = ctorrent.create{metainfo_file = torrent, save_to_file = original, upload_rate = 8192}
seeder:start()
assert(seeder:check_completion(), "the seeder does not have the whole file")

step(leechers .. " leechers")
local swarm = {}
local began = now_ms()
for i = 1, leechers do
  local peer = {copy = dir .. "/copy" .. i .. ".bin"}
  peer.app = ctorrent.create{metainfo_file = torrent, save_to_file = peer.copy}
  peer.app:on_progress(function(s) -- called while the script waits, for whichever app it waits
    if s.complete and not peer.seconds then
      peer.seconds = (now_ms() - began) / 1000
    end
  end)
  peer.app:start()
  swarm[i] = peer
end

step "wait for all of them"
for _, peer in ipairs(swarm) do
  peer.app:wait_completion(60000)
end
sleep(2500) -- the client counts what it moved in its status lines, up to two seconds apart

step "compare"
print(string.format("%-12s %9s %8s %9s  %s", "leecher", "seconds", "got MiB", "gave MiB", "same"))
for _, peer in ipairs(swarm) do
  local s = peer.app:status()
  local same = fs.same(original, peer.copy)
  print(string.format("%-12s %9.2f %8d %9d  %s", tostring(peer.app):match("^[^(]+"), peer.seconds,
    s.downloaded_mb, s.uploaded_mb, same and "yes" or "NO"))
  assert(same, "a copy differs from the original")
end
verdict(leechers .. " copies are the same")
