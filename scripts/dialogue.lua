-- Dialogues with programs that ask and wait for an answer.

step("answer a program", function()
  local login = job.create{program = "sh", args = {"-c", [[
    printf 'login: '; read user
    printf 'Password for %s: ' "$user"; read password
    [ "$password" = secret ] && printf 'Welcome, %s.\n$ ' "$user" || echo 'Access denied'
  ]]}}
  login:start()

  login:expect("login: ") -- what it writes is read whether or not the line has ended
  login:send("ada\n")
  local asked = login:expect([[Password for (?P<who>\w+): ]])
  assert(asked.captures.who == "ada")
  login:send("secret\n")

  local answer = login:expect{ok = [[\$ ]], refused = "denied"} -- whichever comes first
  assert(answer.which == "ok", answer.before)
  verdict("after the password it said " .. re.match(answer.before, "^.*$"))
end)

step("prompts on standard error", function()
  local dir = fs.tmpdir()
  fs.write(dir .. "/a", "")
  fs.write(dir .. "/b", "")
  local rm = job.create{program = "rm", args = {"-i", "a", "b"}, workdir = dir, env = {LC_ALL = "C"}}
  local prompt = rm:attach_filter{stderr = true, raw = true}
  rm:start()
  for _ = 1, 2 do
    local file = prompt:expect([[remove .*?'(.+?)'\? ]]).captures[1] -- .*? takes as little as it can
    rm:send(file == "a" and "yes\n" or "no\n")
  end
  assert(rm:wait().ok)
  assert(not fs.exists(dir .. "/a") and fs.exists(dir .. "/b"))
end)

step("an answer that does not come", function()
  local silent = job.create{program = "sh", args = {"-c", "printf 'busy, please wait\\n> '; exec sleep 60"}}
  silent:start()
  silent:expect("busy, ")
  local ok, err = pcall(silent.expect, silent, {"ready> ", "error: .*\n"}, 300)
  assert(not ok and err.code == "ETIMEDOUT")
  assert(err.message:find([[what came ends in "please wait\n> "]], 1, true), err.message)
  assert(silent:expect("> ").before == "please wait\n", "an error takes nothing")
end)
