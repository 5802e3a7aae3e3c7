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
-- What tests see beside that; assertions are tables there.
stds.tests = {
  globals = {"describe", "context", "insulate", "expose", "it", "spec", "test", "pending"},
  read_globals = {
    "before_each", "after_each", "setup", "teardown", "lazy_setup", "lazy_teardown", "strict_setup", "strict_teardown",
    "finally", "randomize", "spy", "stub", "mock", "match", "check", "eventually", "params", "worker", "lock",
    "set_timeout", "expect_fail",
    assert = {other_fields = true},
  },
}
files["**/*_spec.lua"] = {std = "+tests"}
-- What is odd in these is what they are about.
files["luabind/spec/testdata/busted"] = {std = "+tests", only = {"0", "6"}}
files["luabind/vm/testdata/suite"] = {std = "lua51", only = {"0", "6"}}
exclude_files = {"stdlib/tlua.lua", "stdlib/tests.lua"}
