-- When is a server ready, and what becomes of one that dies?

-- A small HTTP server in Perl, which takes a moment to start.
local server = [[
  use IO::Socket::INET; $| = 1;
  select undef, undef, undef, 0.2;
  my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1", LocalPort => $ARGV[0], ReuseAddr => 1)
    or die "bind: $!\n";
  print "Listening on port $ARGV[0]\n";
  while (my $c = $s->accept) {
    <$c> or next;
    while (<$c>) { last if /^\r\n/ }
    print $c "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  }
]]

local function serve(options)
  local port = net.free_port()
  options.program, options.args = "perl", {"-e", server, tostring(port)}
  return job.create(options), port
end

step("ready when it says so, and answers", function()
  local j, port = serve{}
  j:start()
  local ready = j:wait_ready{
    log = [[^Listening on port (?P<port>\d+)$]],
    port = port,
    http = "http://127.0.0.1:" .. port .. "/",
    timeout_ms = 10000,
  }
  assert(tonumber(ready.captures.port) == port and ready.http == "200 OK")
  verdict(string.format("it was ready after %.0f ms", ready.time_ms))
end)

step("not ready, and why", function()
  local first, port = serve{}
  first:start()
  first:wait_ready{port = port}
  local second = job.create{program = "perl", args = {"-e", server, tostring(port)}}
  second:start()
  local ok, err = pcall(second.wait_ready, second, {log = "^Listening"})
  assert(not ok and err.code == "ESHCMD")
  verdict(err.message)
end)

step("started again when it dies", function()
  local j, port = serve{autorestart_ms = 50}
  j:start()
  j:wait_ready{port = port}
  j:kill("KILL")
  j:wait_ready{http = "http://127.0.0.1:" .. port .. "/"}
  assert(j:restarts() == 1)
  verdict("it is back")
  j:stop() -- and now it stays where it is
  assert(not j:is_running())
end)
