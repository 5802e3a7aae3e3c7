package luabind_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// world is Lua that makes a tracker, a file and its metainfo file.
const world = `local t = tracker.create{interval_s = 5} t:start() fs.random("a", 2^20, 1) ` +
	`ctorrent.create_metainfo_file(t, "a.torrent", "a") `

const appKnows = "announce, bitfield_file, cache_mb, download_rate, factory, hours_to_seed, ip, max_peers, metainfo_file, min_peers, port, program, save_to_file, upload_rate"

type badCase struct{ name, code, want string }

// Bad input gets a message that says what, where, and what would be right.
var badInput = []badCase{
	{
		"unknown option", `ctorrent.create{metainfo_file = "a", save_to_flie = "b"}`,
		"test.lua:1: ctorrent.create: EINVAL: unknown option 'save_to_flie', did you mean 'save_to_file'? (known: " + appKnows + ")",
	},
	{
		"unknown option of a job", "\n\njob.create{progam = 'x'}",
		"test.lua:3: job.create: EINVAL: unknown option 'progam', did you mean 'program'? (known: affinity, args, autorestart_ms, clear_env, cols, echo, env, filters, inputs, name, nice, on_orphan, outputs, program, rows, spawner, workdir, wrappers)",
	},
	{
		"unknown option of a filter", `job.create{program = "x", filters = {a = {stdot = true}}}`,
		"test.lua:1: job.create: EINVAL: unknown option 'filters.a.stdot', did you mean 'filters.a.stdout'? (known: extract, log_level, max_match_bytes, metric, name, outputs, pattern, queue_bytes, raw, readable, stderr, stdout)",
	},
	{
		"wrong type", `ctorrent.create{metainfo_file = 5, save_to_file = "b"}`,
		"test.lua:1: ctorrent.create: EINVAL: option 'metainfo_file': string expected, got number",
	},
	{
		"wrong type in a list", `job.create{program = "x", args = {"a", {}}}`,
		"test.lua:1: job.create: EINVAL: option 'args[2]': string expected, got table",
	},
	{
		"a number out of range", `tracker.create{port = 70000}`,
		"test.lua:1: tracker.create: EINVAL: option 'port': 70000 is not an integer from 0 to 65535",
	},
	{
		"missing required option", `ctorrent.create{save_to_file = "b"}`,
		"test.lua:1: ctorrent.create: EINVAL: option 'metainfo_file' is required",
	},
	{
		"no table of options", `job.create("ls")`,
		"test.lua:1: job.create: EINVAL: table of options expected, got string",
	},
	{
		"a dot for a colon", `local j = job.create{program = "ls"} j.start()`,
		"test.lua:1: job.start: EINVAL: called with no self; write job:start(), not job.start()",
	},
	{
		"a misspelt method", `job.create{program = "ls"}:strat()`,
		"test.lua:1: job.job: EINVAL: no field or method 'strat', did you mean 'start'? " +
			"(known: add_wrapper, attach_filter, close_input, close_stdin, destroy, expect, filters, is_running, kill, killpg, lines, name, pid, resize, restarts, send, set_env, set_workdir, start, stop, usage, wait, wait_ready)",
	},
	{
		"a colon for a dot", `job:create{program = "ls"}`,
		"test.lua:1: job.create: EINVAL: called with a colon; write job.create(…), not job:create(…)",
	},
	{
		"no argument", `sleep()`,
		"test.lua:1: sleep: EINVAL: argument 1 (ms): number expected, got nil",
	},
	{
		"arguments in the program", `os.setenv("PATH", "/bin") job.create{program = "ls -l"}:start()`,
		`test.lua:1: job.start: ENOENT: no program "ls -l" in PATH (/bin); its arguments go into args`,
	},
	{
		"an option where there is none", `job.factory{hots = "ssh://lab"}`,
		"test.lua:1: job.factory: EINVAL: unknown option 'hots'",
	},
	{
		"an unknown engine", `tracker.create{engine = "rtorrent"}`,
		`test.lua:1: tracker.create: EINVAL: option 'engine': "builtin", "opentracker" or "bttrack" expected, got "rtorrent"`,
	},
	{
		"an unknown signal", `job.create{program = "ls"}:kill("TREM")`,
		`test.lua:1: job.kill: EINVAL: no signal is called "TREM"; names are like TERM or SIGTERM`,
	},
	{
		"a pattern that does not compile", `job.create{program = "ls"}:attach_filter{stdout = true, pattern = "a(b"}`,
		`test.lua:1: job.attach_filter: EINVAL: pattern "a(b": missing ) for this group (position 2): close it, or write \( for the character`,
	},
	{
		"an unknown priority", `job.create{program = "ls", wrappers = {{program = "env"}, {program = "nice", priority = "higher"}}}`,
		`test.lua:1: job.create: EINVAL: option 'wrappers[2].priority': "high", "default" or "low" expected, got "higher"`,
	},
	{
		"a wrapper without a program", `job.create{program = "ls"}:add_wrapper{args = {"-f"}}`,
		"test.lua:1: job.add_wrapper: EINVAL: option 'program' is required",
	},
	{
		"a wrapper that is no table", `job.create{program = "ls", wrappers = {"strace"}}`,
		"test.lua:1: job.create: EINVAL: option 'wrappers[1]': table of options expected, got string",
	},
	{
		"a wrapper that is not installed", `job.create{program = "ls", env = {PATH = "/bin"}, wrappers = {{program = "no-such-wrapper"}}}:start()`,
		`test.lua:1: job.start: ENOENT: no program "no-such-wrapper" in PATH (/bin)`,
	},
	{
		"an unknown spawner", `job.create{program = "ls", spawner = "tty"}`,
		`test.lua:1: job.create: EINVAL: option 'spawner': "pipe" or "pty" expected, got "tty"`,
	},
	{
		"rows without a terminal", `job.create{program = "ls", rows = 40}`,
		`test.lua:1: job.create: EINVAL: option 'rows': only a terminal has that; add spawner = "pty"`,
	},
	{
		"a terminal without columns", `job.create{program = "ls", spawner = "pty", cols = 0}`,
		"test.lua:1: job.create: EINVAL: option 'cols': 0 is not from 1 to 65535",
	},
	{
		"resizing without a terminal", `job.create{program = "ls"}:resize(24, 80)`,
		"test.lua:1: job.resize: EINVAL: ls#1 has no terminal; it can be created with one",
	},
	{
		"stderr of a terminal", `job.create{program = "ls", spawner = "pty"}:attach_filter{stderr = true}`,
		"test.lua:1: job.attach_filter: EINVAL: ls#1 runs in a terminal, where stderr is a part of stdout",
	},
	{
		"an output that every job has", `job.create{program = "ls", outputs = {2}}`,
		"test.lua:1: job.create: EINVAL: option 'outputs': every job has descriptor 2; others are from 3 to 255",
	},
	{
		"an input that is an output", `job.create{program = "ls", inputs = {3}, outputs = {3}}`,
		"test.lua:1: job.create: EINVAL: option 'outputs': 3 is one of 'inputs', too; a descriptor has one direction",
	},
	{
		"an output that the job does not have", `job.create{program = "ls", filters = {data = {outputs = {4}}}}`,
		`test.lua:1: job.create: EINVAL: filter "data": ls#1 has no output 4; it can be created with outputs = {4}`,
	},
	{
		"an input that the job does not have", `local j = job.create{program = "cat", inputs = {3}} j:start() j:send("x", 100, 5)`,
		"test.lua:1: job.send: EINVAL: cat#1 has no input 5; it can be created with inputs = {5}",
	},
	{
		"an output by a wrong name", `local j = job.create{program = "cat"} j:attach_filter{stdout = true}:add_output(j, "sterr")`,
		`test.lua:1: job.add_output: EINVAL: no output is called "sterr"; there are stdout and stderr, and numbers for others`,
	},
	{
		"a list for an environment", `job.create{program = "ls", env = {"A=1"}}`,
		"test.lua:1: job.create: EINVAL: option 'env': names are strings, got [1]",
	},
	{
		"a folder that is not there", `job.create{program = "ls", workdir = "none"}:start()`,
		`test.lua:1: job.start: ENOENT: the folder to run in, "DIR/none": no such file or directory`,
	},
	{
		"a processor that is not there", `job.create{program = "ls", affinity = {1000}}:start()`,
		"test.lua:1: job.start: EINVAL: affinity [1000]: none of these processors is there",
	},
	{
		"niceness out of range", `job.create{program = "ls", nice = 20}`,
		"test.lua:1: job.create: EINVAL: option 'nice': 20 is not from -20 to 19",
	},
	{
		"a metainfo file that is none", `fs.write("a.torrent", "hello") ctorrent.create{metainfo_file = "a.torrent", save_to_file = "b"}:start()`,
		"test.lua:1: ctorrent.start: EINVAL: DIR/a.torrent: no metainfo file: byte 0: a dictionary (d…e) was expected, got \"h\"",
	},
	{
		"a metainfo file that is not there", `ctorrent.create{metainfo_file = "a.torrent", save_to_file = "b"}:start()`,
		"test.lua:1: ctorrent.start: ENOENT: DIR/a.torrent: no such file or directory",
	},
	{
		"a metainfo file that is there already", world + `ctorrent.create_metainfo_file(t, "a.torrent", "a")`,
		"test.lua:1: ctorrent.create_metainfo_file: EEXIST: DIR/a.torrent: file already exists",
	},
	{
		"a target that is missing", `ctorrent.create_metainfo_file{tracker = "http://127.0.0.1:1/announce", metainfo_file = "x", target = "none"}`,
		"test.lua:1: ctorrent.create_metainfo_file: ENOENT: DIR/none: no such file or directory",
	},
	{
		"a target that is no file", `ctorrent.create_metainfo_file{tracker = "http://127.0.0.1:1/announce", metainfo_file = "x", target = "/dev/null"}`,
		`test.lua:1: ctorrent.create_metainfo_file: ESHCMD: no metainfo file was made for /dev/null; metainfo#1 exited with code 1; ` +
			`its last words: "error, \"/dev/null\" is not a directory or regular file.", "create metainfo failed."`,
	},
	{
		"no announce URL", `ctorrent.create_metainfo_file{tracker = "tracker", metainfo_file = "x", target = "a"}`,
		`test.lua:1: ctorrent.create_metainfo_file: EINVAL: option 'tracker': an announce URL like http://127.0.0.1:6969/announce expected, got "tracker"`,
	},
	{
		"a tracker that is none", `ctorrent.create_metainfo_file{tracker = 5, metainfo_file = "x", target = "a"}`,
		"test.lua:1: ctorrent.create_metainfo_file: EINVAL: option 'tracker': tracker or announce URL expected, got number",
	},
	{
		"a destination that cannot be written", world + `local a = ctorrent.create{metainfo_file = "a.torrent", save_to_file = "/proc/b"} a:start() a:wait_completion()`,
		`test.lua:1: ctorrent.wait_completion: ESHCMD: the client has ended, when it had 0 of 4 pieces; ctorrent#1 exited with code 1; ` +
			`its last words: "error, create file \"/proc/b\" failed:  No such file or directory", "error, initial meta info failed."`,
	},
	{
		"a client that is not installed", world + `os.setenv("PATH", "/no/such") ctorrent.create{metainfo_file = "a.torrent", save_to_file = "b"}:start()`,
		`test.lua:1: ctorrent.start: ENOENT: no program "ctorrent" in PATH (/no/such); install it with: apt-get install ctorrent`,
	},
	{
		"a program that is not there", `job.create{program = "./none"}:start()`,
		`test.lua:1: job.start: ENOENT: no program "./none"`,
	},
	{
		"an app that was never started", `ctorrent.create{metainfo_file = "a", save_to_file = "b"}:wait_completion()`,
		"test.lua:1: ctorrent.wait_completion: ECHILD: there is nothing to wait for; ctorrent#1 is not started",
	},
	{
		"no seeder", world + `local a = ctorrent.create{metainfo_file = "a.torrent", save_to_file = "b"} a:start() a:wait_completion(2500)`,
		`test.lua:1: ctorrent.wait_completion: ETIMEDOUT: no progress for 2500 ms: it has 0 of 4 pieces; no peer is connected; ` +
			`ctorrent#1 is running (pid N); its last words: STATUS`,
	},
	{
		"a tracker that refuses", world + `t:stop() local a = ctorrent.create{metainfo_file = "a.torrent", save_to_file = "b"} a:start() a:wait_completion(2500)`,
		`test.lua:1: ctorrent.wait_completion: ETIMEDOUT: no progress for 2500 ms: it has 0 of 4 pieces; nothing listens where the tracker should be: it was tried once; ` +
			`no peer is connected; ctorrent#1 is running (pid N); its last words: STATUS`,
	},
	{
		"a tracker that never answers", world + `local a = ctorrent.create{metainfo_file = "a.torrent", save_to_file = "b", announce = SILENT} a:start() a:wait_completion(2500)`,
		`test.lua:1: ctorrent.wait_completion: ETIMEDOUT: no progress for 2500 ms: it has 0 of 4 pieces; the tracker does not answer; ` +
			`no peer is connected; ctorrent#1 is running (pid N); its last words: STATUS`,
	},
	{
		"a client killed under us", world + `local a = ctorrent.create{metainfo_file = "a.torrent", save_to_file = "b"} a:start() a:check_completion() ` +
			`a:on_progress(function() a:on_progress(nil) a:kill("KILL") end) a:wait_completion()`,
		`test.lua:1: ctorrent.wait_completion: ESHCMD: the client has ended, when it had 0 of 4 pieces; ctorrent#1 was killed by KILL; its last words: STATUS`,
	},
	{
		"a full disk", strings.Replace(world, "2^20", "2^22", 1) + // more than the client keeps in its cache
			`local s = ctorrent.create{metainfo_file = "a.torrent", save_to_file = "a"} s:start() ` +
			`local a = ctorrent.create{metainfo_file = "a.torrent", save_to_file = "small/b", program = SMALL, cache_mb = 1} a:start() a:wait_completion(5000)`,
		`test.lua:1: ctorrent.wait_completion: ETIMEDOUT: no progress for 5000 ms: SIGHT; ctorrent#2 is running (pid N); its last words: FULL`,
	},
	{
		"a port that is taken", `tracker.create{port = TAKEN}:start()`,
		"test.lua:1: tracker.start: EADDRINUSE: another program listens on 127.0.0.1:TAKEN; end it, or give another port, or 0 for a free one: address already in use",
	},
	{
		"a script that raises a table", `error{code = 5}`,
		"(error object is a table value)",
	},
	{
		"calling nothing", "local x\nx()",
		"test.lua:2: attempt to call a nil value (local 'x')",
	},
	{
		"a message that is not there", `local j = job.create{program = "true"} local f = j:attach_filter{name = "out", stdout = true} j:start() j:wait() f:receive() f:receive()`,
		`test.lua:1: job.receive: ENODATA: no message of filter "out": its outputs are at their end; true#1 exited with code 0`,
	},
	{
		"a handle that is dead", `local j = job.create{program = "true"} j:destroy() j:destroy() j:start()`,
		"test.lua:1: job.start: EBADF: true#1 was destroyed",
	},
	{
		"nothing on this port", `net.wait_port("127.0.0.1", 1, 50)`,
		"test.lua:1: net.wait_port: ETIMEDOUT: nobody accepts connections on 127.0.0.1:1 after 50 ms: dial tcp 127.0.0.1:1: connect: connection refused",
	},
	{
		"a file that is not there", `fs.read("none")`,
		"test.lua:1: fs.read: ENOENT: DIR/none: no such file or directory",
	},
	{
		"a full file system", `fs.write("/dev/full", "x")`,
		"test.lua:1: fs.write: ENOSPC: /dev/full: no space left on device",
	},
	{
		"a function in JSON", `json.encode{a = {1, print}}`,
		"test.lua:1: json.encode: EINVAL: value.a[2] is a function, which JSON does not have",
	},
	{
		"JSON that is none", `json.decode('{"a": }')`,
		"test.lua:1: json.decode: EINVAL: no JSON: byte 6: invalid character '}' looking for beginning of value",
	},
}

// What differs from run to run.
var (
	statusWords = regexp.MustCompile(`its last words: "(End of input|Input channel|Press 'h'|Creating file|Listening on|[-\\|/]+ \d).*$`)
	fullWords   = regexp.MustCompile(`its last words: .*(No space left|free on this filesystem|suspending download|flushing cache).*$`)
	sight       = regexp.MustCompile(`it has \d+ of \d+ pieces.*; ctorrent#2`)
)

func TestBadInput(t *testing.T) {
	t.Parallel()
	needs(t, "ctorrent", "unshare")
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { silent.Close() })
	taken := fmt.Sprint(silent.Addr().(*net.TCPAddr).Port)
	for _, c := range slices.Concat(badInput, badPatterns, badReadiness, badTorrents) {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			h := newHost(t)
			code := strings.NewReplacer(
				"SILENT", `"http://`+silent.Addr().String()+`/announce"`, "TAKEN", taken, "SMALL", h.smallDisk(),
			).Replace(c.code)
			got := h.fails(code)
			got = statusWords.ReplaceAllString(got, "its last words: STATUS")
			got = fullWords.ReplaceAllString(got, "its last words: FULL")
			got = sight.ReplaceAllString(got, "SIGHT; ctorrent#2")
			require.Equal(t, strings.ReplaceAll(c.want, "TAKEN", taken), got)
		})
	}
}

// smallDisk makes the client one that sees a disk of a megabyte at small.
func (h *host) smallDisk() string {
	h.Helper()
	small, script := filepath.Join(h.dir, "small"), filepath.Join(h.dir, "client")
	require.NoError(h, os.Mkdir(small, 0o755))
	require.NoError(h, os.WriteFile(script, fmt.Appendf(nil, `#!/bin/sh
exec unshare --map-root-user --mount sh -c 'mount -t tmpfs -o size=1m tmpfs "%s" && dd if=/dev/zero of="%[1]s/fill" bs=1k count=600 2>/dev/null && exec ctorrent "$@"' sh "$@"
`, small), 0o755))
	return fmt.Sprintf("%q", script)
}

// A file that the client may not read: for root, which may read everything,
// the client runs as nobody.
func TestUnreadableTarget(t *testing.T) {
	t.Parallel()
	needs(t, "ctorrent", "setpriv")
	h := newHost(t)
	secret := filepath.Join(h.dir, "secret")
	require.NoError(t, os.WriteFile(secret, []byte("x"), 0o000))
	code := ""
	if os.Getuid() == 0 {
		bin := filepath.Join(h.dir, "bin")
		require.NoError(t, os.Mkdir(bin, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(bin, "ctorrent"), fmt.Appendf(nil,
			"#!/bin/sh\nPATH=${PATH#%s:} exec setpriv --reuid=65534 --regid=65534 --clear-groups ctorrent \"$@\"\n", bin), 0o755))
		for d := h.dir; d != "/"; d = filepath.Dir(d) {
			if strings.Contains(d, "Test") {
				require.NoError(t, os.Chmod(d, 0o755))
			}
		}
		code = fmt.Sprintf("os.setenv('PATH', %q .. ':' .. os.getenv 'PATH') ", bin)
	}
	got := h.fails(code + `ctorrent.create_metainfo_file{tracker = "http://127.0.0.1:1/announce", metainfo_file = "x", target = "secret"}`)
	require.Equal(t, `test.lua:1: ctorrent.create_metainfo_file: ESHCMD: no metainfo file was made for DIR/secret; metainfo#1 exited with code 1; `+
		`its last words: "error, failed to open file \"DIR/secret\":  Permission denied", "create metainfo failed."`, got)
}
