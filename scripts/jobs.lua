-- The job API on ordinary programs.

step("what a program writes", function()
  local j = job.create{
    program = "sh", args = {"-c", "echo value=41; echo oops >&2; echo value=42; exit 3"},
    filters = {
      value = {stdout = true, pattern = [[value=(\d+)]], extract = 1},
      complaint = {stderr = true},
    },
  }
  j:start()
  local st = j:wait(5000)
  assert(st.type == "exited" and st.value == 3 and not st.ok)

  local values = {}
  for m in j.filters.value:messages() do
    values[#values + 1] = m.data
  end
  assert(table.concat(values, " ") == "41 42")
  assert(j.filters.complaint:receive_single() == "oops")
  verdict("exit code " .. st.value .. ", values " .. table.concat(values, " "))
end)

step("a dialogue", function()
  local bc = job.create{program = "sh", args = {"-c", "while read a b; do echo $((a + b)); done"}, name = "adder"}
  local sum = bc:attach_filter{stdout = true}
  bc:start()
  bc:send("20 22\n")
  assert(sum:receive(5000).data == "42")
  bc:send("1 1\n")
  assert(sum:receive(5000).data == "2")
  bc:close_stdin()
  assert(bc:wait(5000).ok)
end)

step("whichever is first", function()
  local slow = job.create{program = "sleep", args = {"60"}}
  local fast = job.create{program = "echo", args = {"done"}}
  slow:start()
  fast:start()
  assert(job.wait_any({slow, fast}, 5000) == fast)
  slow:stop()
  local st = job.wait_all({slow, fast}, 5000)[1]
  assert(st.type == "signaled" and not st.ok)
  verdict("sleep was stopped, by signal " .. st.value)
end)

step("errors talk", function()
  local ok, err = pcall(function()
    job.create{program = "no-such-program"}:start()
  end)
  assert(not ok and err.code == "ENOENT" and err.op == "job.start")
  verdict(err.message:match("^[^(]+"))

  local j = job.create{program = "sh", args = {"-c", "echo Starting; echo cannot open socket >&2; exec sleep 60"}}
  local ready = j:attach_filter{stdout = true, pattern = "^Listening on"}
  j:start()
  ok, err = pcall(ready.receive, ready, 300)
  assert(not ok and err.code == "ETIMEDOUT")
  assert(err.message:find("cannot open socket", 1, true), "the error does not quote the job")
end)

step("its lines, from the beginning", function()
  local j = job.create{program = "seq", args = {"1", "1000"}}
  j:start()
  local n, sum = 0, 0
  for line in j:lines() do
    n, sum = n + 1, sum + tonumber(line)
  end
  assert(n == 1000 and sum == 500500)
  j:wait(5000) -- its output has ended; now it does
  local used = j:usage()
  assert(used.wall_ms > 0)
end)
