-- What luacheck is told of the world that scripts see.
std = "lua51+tlua"
stds.tlua = {
  read_globals = {
    "job", "ctorrent", "tracker", "fs", "net", "log", "json", "re",
    "step", "sleep", "now_ms", "cleanup", "skip", "verdict", "artifact",
    os = {fields = {"setenv"}},
  },
}
max_line_length = 120
-- What is odd in the programs of the suite is meant: only their form is looked at.
files["luabind/vm/testdata/suite"] = {std = "lua51", only = {"0", "6"}}
exclude_files = {"stdlib/tlua.lua"}
