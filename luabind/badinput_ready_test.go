package luabind_test

// The mistakes that are made with wait_ready, and jobs that do not become ready.
var badReadiness = []badCase{
	{
		"a misspelt condition", `job.create{program = "ls"}:wait_ready{prot = 80}`,
		"test.lua:1: job.wait_ready: EINVAL: unknown option 'prot', did you mean 'port'? (known: any, exec, http, ip, log, port, timeout_ms)",
	},
	{
		"no condition", `job.create{program = "ls"}:wait_ready(500)`,
		"test.lua:1: job.wait_ready: EINVAL: table of options expected, got number",
	},
	{
		"an empty table of conditions", `job.create{program = "ls"}:wait_ready{timeout_ms = 500}`,
		"test.lua:1: job.wait_ready: EINVAL: at least one of the options 'log', 'port', 'http' and 'exec' is required",
	},
	{
		"a port that is none", `job.create{program = "ls"}:wait_ready{port = 70000}`,
		"test.lua:1: job.wait_ready: EINVAL: option 'port': 70000 is not an integer from 0 to 65535",
	},
	{
		"the port that stands for any", `job.create{program = "ls"}:wait_ready{port = 0}`,
		"test.lua:1: job.wait_ready: EINVAL: option 'port': nothing can listen on port 0",
	},
	{
		"an address without a port", `job.create{program = "ls"}:wait_ready{log = "x", ip = "127.0.0.2"}`,
		"test.lua:1: job.wait_ready: EINVAL: option 'ip' goes with 'port'",
	},
	{
		"a name for an address", `job.create{program = "ls"}:wait_ready{port = 80, ip = "localhost"}`,
		`test.lua:1: job.wait_ready: EINVAL: option 'ip': "localhost" is no IP address`,
	},
	{
		"a URL without a scheme", `job.create{program = "ls"}:wait_ready{http = "127.0.0.1:8080"}`,
		`test.lua:1: job.wait_ready: EINVAL: option 'http': a URL like http://127.0.0.1:8080/health expected, got "127.0.0.1:8080"`,
	},
	{
		"a check that is a command line", `job.create{program = "ls"}:wait_ready{exec = "pg_isready -q"}`,
		"test.lua:1: job.wait_ready: EINVAL: option 'exec': list of strings expected, got string",
	},
	{
		"a check that is empty", `job.create{program = "ls"}:wait_ready{exec = {}}`,
		"test.lua:1: job.wait_ready: EINVAL: option 'exec': a program and its arguments are expected",
	},
	{
		"a pattern of readiness that does not compile", `job.create{program = "ls"}:wait_ready{log = "up("}`,
		`test.lua:1: job.wait_ready: EINVAL: option 'log': pattern "up(": missing ) for this group (position 3): close it, or write \( for the character`,
	},
	{
		"a check that is not installed", `os.setenv("PATH", "/bin") local j = job.create{program = "cat"} j:start() j:wait_ready{exec = {"no-such-check", "-q"}}`,
		`test.lua:1: job.wait_ready: ENOENT: success of ["no-such-check" "-q"] is impossible: no program "no-such-check" in PATH (/bin); cat#1 is running (pid N)`,
	},
	{
		"readiness of what was never started", `job.create{program = "ls"}:wait_ready{log = "x"}`,
		"test.lua:1: job.wait_ready: ECHILD: there is nothing to wait for; ls#1 is not started",
	},
	{
		"a server that listens elsewhere", `local j = job.create{program = "sh", args = {"-c", "echo listening on port 8081; exec sleep 100"}} j:start() ` +
			`j:wait_ready{log = "^listening", port = 1, timeout_ms = 200}`,
		`test.lua:1: job.wait_ready: ETIMEDOUT: not ready after 200 ms: no port 127.0.0.1:1 (connection refused); it had match of "^listening"; ` +
			`sh#1 is running (pid N); its last words: "listening on port 8081"`,
	},
	{
		"a server that cannot start", `local j = job.create{program = "sh", args = {"-c", "echo bind: address in use >&2; exit 98"}} j:start() j:wait_ready{log = "^listening"}`,
		`test.lua:1: job.wait_ready: ESHCMD: it ended before it was ready: no match of "^listening" (in 21 bytes); ` +
			`sh#1 exited with code 98; its last words: "bind: address in use"`,
	},
}
