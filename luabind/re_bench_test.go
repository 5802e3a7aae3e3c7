package luabind_test

import (
	"context"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/luabind"
)

// reWorkloads do the same by functions of re and of string, which lua5.1 has,
// too.
var reWorkloads = []struct{ name, re, str string }{
	{
		"match", `for i = 1, 20000 do re.match("2026-11-23 05:10:42", [[^(\d+)-(\d+)-(\d+)]]) end`,
		`for i = 1, 20000 do string.match("2026-11-23 05:10:42", "^(%d+)-(%d+)-(%d+)") end`,
	},
	{
		"find", `local s = ("x"):rep(50) .. "key = value" for i = 1, 20000 do re.find(s, [[(\w+)\s*=\s*(\w+)]], 48) end`,
		`local s = ("x"):rep(50) .. "key = value" for i = 1, 20000 do string.find(s, "(%w+)%s*=%s*(%w+)", 48) end`,
	},
	{
		"find scans", `local s = ("word "):rep(20000) .. "42" for i = 1, 10 do re.find(s, [[\d+]]) end`,
		`local s = ("word "):rep(20000) .. "42" for i = 1, 10 do string.find(s, "%d+") end`,
	},
	{
		"gmatch", `local s = ("some words = here, "):rep(4000) local n = 0 for w in re.gmatch(s, "[a-z]+") do n = n + #w end`,
		`local s = ("some words = here, "):rep(4000) local n = 0 for w in string.gmatch(s, "%a+") do n = n + #w end`,
	},
	{
		"find_all", `local s = ("some words = here, "):rep(4000) re.find_all(s, "[a-z]+")`,
		`local s = ("some words = here, "):rep(4000) local t = {} for w in string.gmatch(s, "%a+") do t[#t + 1] = w end`,
	},
	{
		"gsub text", `local s = ("some words = here, "):rep(2000) re.gsub(s, "[a-z]+", "<%0>")`,
		`local s = ("some words = here, "):rep(2000) string.gsub(s, "%a+", "<%0>")`,
	},
	{
		"gsub function", `local s = ("some words = here, "):rep(2000) re.gsub(s, "[a-z]+", function(w) return w end)`,
		`local s = ("some words = here, "):rep(2000) string.gsub(s, "%a+", function(w) return w end)`,
	},
	{
		"rare", `local s = ("2026-01-02 INFO all is well\n"):rep(20000) .. "ERROR: no" re.match(s, "^ERROR: (.*)")`,
		`local s = ("2026-01-02 INFO all is well\n"):rep(20000) .. "ERROR: no" string.match(s, "\nERROR: ([^\n]*)")`,
	},
}

// BenchmarkRe measures each workload by re, by string, and by string in Lua
// 5.1, by turns, and gives the processor time of each as a multiple of re's.
func BenchmarkRe(b *testing.B) {
	lua51, err := exec.LookPath("lua5.1")
	if err != nil {
		b.Fatal("lua5.1 is missing: apt-get install lua5.1")
	}
	timed := func(code string) string {
		return "local begin = os.clock() do " + code + " end return os.clock() - begin"
	}
	for _, w := range reWorkloads {
		b.Run(strings.ReplaceAll(w.name, " ", "_"), func(b *testing.B) {
			r, err := luabind.New(context.Background(), luabind.Options{})
			require.NoError(b, err)
			defer func() { require.NoError(b, r.Close()) }()
			here := func(code string) float64 {
				res, err := r.RunString("bench.lua", timed(code))
				require.NoError(b, err)
				return res.Values[0].(float64)
			}
			there := func(code string) float64 {
				out, err := exec.Command(lua51, "-e", "io.write((function() "+timed(code)+" end)())").Output()
				require.NoError(b, err)
				seconds, err := strconv.ParseFloat(string(out), 64)
				require.NoError(b, err)
				return seconds
			}
			here(w.re)
			here(w.str)
			var re, str, puc float64
			for b.Loop() {
				re += here(w.re)
				str += here(w.str)
				puc += there(w.str)
			}
			b.ReportMetric(1000*re/float64(b.N), "re-ms/op")
			b.ReportMetric(str/re, "string/re")
			b.ReportMetric(puc/re, "lua5.1/re")
			b.ReportMetric(0, "ns/op")
		})
	}
}
