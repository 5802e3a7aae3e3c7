-- A program that wants a terminal gets one: a shell that shows its prompt.

local sh = job.create{
  program = "bash", args = {"--norc", "--noprofile", "-i"},
  env = {PS1 = "ready> ", TERM = "dumb", HISTFILE = ""},
  spawner = "pty", rows = 40, cols = 100, echo = false,
  filters = {
    prompt = {stdout = true, pattern = "ready> "},
    answer = {stdout = true, pattern = [[^(?:ready> )?(\d+.*)$]], extract = 1},
  },
}
sh:start()

-- ask types a command at the prompt, and gives its answer.
local function ask(command)
  sh.filters.prompt:receive(10000)
  sh:send(command .. "\n")
  return sh.filters.answer:receive(10000).data
end

step "a dialogue"
assert(ask "echo $((20 + 22))" == "42")

step "the size of the terminal"
assert(ask "stty size" == "40 100")
sh:resize(24, 80)
local size = ask "stty size"
assert(size == "24 80")

step "the end"
sh.filters.prompt:receive(10000)
sh:close_stdin() -- types ^D
local st = sh:wait(10000)
assert(st.ok)
verdict("a shell in a terminal of " .. size .. " has ended with code " .. st.value)
