-- Programs that run another program, and channels of its own for it.

step("one in another", function()
  local j = job.create{
    program = "sh", args = {"-c", "echo $GREETING, niceness $(nice)"},
    wrappers = {
      {program = "env", args = {"GREETING=hello"}},
      {program = "nice", args = {"-n", "5"}, priority = "high"}, -- outermost
    },
  }
  j:start()
  local said = j:lines()()
  assert(said == "hello, niceness 5", said)
  j:wait(5000)
  j:add_wrapper{program = "env", args = {"GREETING=good evening"}, priority = "low"} -- innermost
  j:start()
  verdict(j:lines()())
end)

-- In the same way: {program = "strace", args = {"-f", "-o", log}}, valgrind, {"ip", "netns", "exec", name}.

step("data beside what is said", function()
  local j = job.create{
    program = "sh", args = {"-c", "while read a b <&5; do echo $((a + b)) >&3; echo added; done"},
    inputs = {5}, outputs = {3},
    filters = {sum = {outputs = {3}}, said = {stdout = true}},
  }
  j:start()
  j:send("20 22\n1 1\n", 5000, 5)
  j:close_input(5)
  assert(j:wait(5000).ok)
  local m = j.filters.sum:receive(5000)
  assert(m.data == "42" and m.stream == 3)
  assert(j.filters.sum:receive(5000).data == "2")
  verdict("it said " .. j.filters.said:receive(5000).data .. ", and gave " .. m.data)
end)
