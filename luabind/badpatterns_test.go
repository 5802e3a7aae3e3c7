package luabind_test

// badPatterns are those of the mistakes that have to do with patterns.
var badPatterns = []badCase{
	{
		"a group that is not there", `job.create{program = "ls"}:attach_filter{stdout = true, pattern = "(?P<key>a)(b)", extract = "kee"}`,
		`test.lua:1: job.attach_filter: EINVAL: extract "kee": the pattern "(?P<key>a)(b)" has no such group; the names are key`,
	},
	{
		"a group that is none", `job.create{program = "ls"}:attach_filter{stdout = true, pattern = "(a)", extract = {1}}`,
		"test.lua:1: job.attach_filter: EINVAL: option 'extract': group's number or name expected, got table",
	},
	{
		"half a group", `job.create{program = "ls"}:attach_filter{stdout = true, pattern = "(a)", extract = 1.5}`,
		`test.lua:1: job.attach_filter: EINVAL: option 'extract': "1.5" is no group's number or name`,
	},
	{
		"captures that are not there", `local j = job.create{program = "echo", args = {"x"}, filters = {x = {stdout = true}}} j:start() local a = j.filters.x:receive().captures[1]`,
		"test.lua:1: attempt to index a nil value (field 'captures')",
	},
	{
		"a prompt that does not come", `local j = job.create{program = "sh", args = {"-c", "echo oops >&2; printf 'Name:\\t'; exec cat"}} j:start() j:expect("Name") ` +
			`repeat until select(2, pcall(j.expect, j, "x", 0)).message:find "stderr" j:expect({"login: ", [[pass\w+: ]]}, 20)`,
		`test.lua:1: job.expect: ETIMEDOUT: no match of "login: " or "pass\\w+: " for 20 ms; sh#1 is running (pid N); what came ends in ":\t"; stderr: "oops"`,
	},
	{
		"a prompt of a program that ends", `local j = job.create{program = "false"} j:start() j:wait() j:expect("login: ")`,
		`test.lua:1: job.expect: ENODATA: no match of "login: ": the output is at its end; false#1 exited with code 1; nothing new came`,
	},
	{
		"a pattern that could go on", `local j = job.create{program = "sh", args = {"-c", "printf '$ '; exec sleep 9"}} j:start() j:expect([[\$]]) j:expect(" $", 20)`,
		`test.lua:1: job.expect: ETIMEDOUT: no match of " $" for 20 ms; sh#1 is running (pid N); what came ends in " "; ` +
			`" " would be one if it were all: * and + wait for more, *? and +? do not, and $ waits for what follows`,
	},
	{
		"nothing to expect", `job.create{program = "cat"}:expect{}`,
		"test.lua:1: job.expect: EINVAL: argument 1 (patterns): a pattern expected, got an empty table",
	},
	{
		"no pattern to expect", `job.create{program = "cat"}:expect(5)`,
		"test.lua:1: job.expect: EINVAL: argument 1 (patterns): pattern or table of patterns expected, got number",
	},
	{
		"a list of patterns with something else in it", `job.create{program = "cat"}:expect{"a", true}`,
		"test.lua:1: job.expect: EINVAL: argument 1 (patterns[2]): string expected, got boolean",
	},
	{
		"patterns with and without names", `job.create{program = "cat"}:expect{"a", b = "b"}`,
		"test.lua:1: job.expect: EINVAL: argument 1 (patterns): a list or a table by name expected, got one that is both",
	},
	{
		"patterns under odd keys", `job.create{program = "cat"}:expect{[true] = "a"}`,
		"test.lua:1: job.expect: EINVAL: argument 1 (patterns): a list or a table by name expected, got key [true]",
	},
	{
		"an expected pattern that does not compile", `job.create{program = "cat"}:expect{"ok", "a(?=b)"}`,
		`test.lua:1: job.expect: EINVAL: pattern "a(?=b)": look-ahead (?=…) is not supported (position 2): match what follows as well and put what is wanted in a group`,
	},
	{
		"expecting of lines", `job.create{program = "cat"}:attach_filter{stdout = true}:expect("a")`,
		"test.lua:1: job.expect: EINVAL: filter(lines of cat#1) is not raw: it gives matches or lines, and a prompt may be neither; make it with raw = true",
	},
	{
		"expecting of a filter that only logs", `job.create{program = "cat"}:attach_filter{stdout = true, raw = true, readable = false}:expect("a")`,
		"test.lua:1: job.expect: EPERM: filter(raw of cat#1) is not readable: it only logs",
	},
	{
		"no text", `re.match(nil, "a")`,
		"test.lua:1: re.match: EINVAL: argument 1 (text): string expected, got nil",
	},
	{
		"no pattern", `re.find("a", 5)`,
		"test.lua:1: re.find: EINVAL: argument 2 (pattern): string expected, got number",
	},
	{
		"a pattern of Lua", `re.match("key = 5", "(%w+")`,
		`test.lua:1: re.match: EINVAL: pattern "(%w+": missing ) for this group (position 1): close it, or write \( for the character`,
	},
	{
		"a look-ahead", `re.gsub("ab", "a(?!b)", "")`,
		`test.lua:1: re.gsub: EINVAL: pattern "a(?!b)": negative look-ahead (?!…) is not supported (position 2): match what may follow, [^…] for instance, and put what is wanted in a group`,
	},
	{
		"a back-reference", `re.compile([[(a)\1]])`,
		`test.lua:1: re.compile: EINVAL: pattern "(a)\\1": back-reference \1 is not supported (position 4): match the text generally and compare the groups in the script`,
	},
	{
		"a replacement with a group too many", `re.gsub("ab", "(a)", "%2")`,
		`test.lua:1: re.gsub: EINVAL: argument 3 (repl): "%2": there is no group 2, the pattern has 1`,
	},
	{
		"a replacement of another language", `re.gsub("100 %", "%", "% off")`,
		`test.lua:1: re.gsub: EINVAL: argument 3 (repl): "% off": a digit or % expected after %`,
	},
	{
		"no replacement", `re.gsub("ab", "a")`,
		"test.lua:1: re.gsub: EINVAL: argument 3 (repl): string, table or function expected, got nil",
	},
	{
		"a replacement that is a table", `re.compile("a"):gsub("ab", function() return {} end)`,
		"test.lua:1: re.gsub: EINVAL: a replacement is a string or a number, or nil or false to leave the match; got table",
	},
	{
		"less than no matches", `re.find_all("ab", "a", -1)`,
		"test.lua:1: re.find_all: EINVAL: argument 3 (max): -1 is not an integer from 0 to 2147483647",
	},
	{
		"a misspelt function of re", `re.compile("a"):findall("a")`,
		"test.lua:1: re.pattern: EINVAL: no field or method 'findall', did you mean 'find_all'? (known: find, find_all, gmatch, gsub, match, split)",
	},
}
