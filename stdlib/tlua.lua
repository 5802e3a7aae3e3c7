---@meta tlua

--- What a failing call raises. tostring gives it as one line.
---@class tlua.error
---@field code string errno-style name, such as "ETIMEDOUT"
---@field op string the operation that failed, such as "job.wait"
---@field message string what went wrong
---@field traceback string the stack at that moment
---@field tail? string[] the last lines of output of the job concerned
---@field cause? tlua.error the error behind this one

--- What a job runs.
---@class job.Options
---@field affinity? integer[] the processors that it may use, from 0
---@field args? string[] its arguments
---@field autorestart_ms? number start it again whenever it has ended, so long after its end; stop and destroy end that, kill does not (default: 0, never)
---@field clear_env? boolean begin with an empty environment
---@field cols? integer the width of a pty (default: 80)
---@field echo? boolean a pty echoes what is sent (default: true)
---@field env? table<string, string|false> added to the inherited environment; false removes a name
---@field filters? table<string, job.FilterOptions> filters by name, then found in the job's filters
---@field inputs? integer[] descriptors from 3 to 255 that it reads, each a pipe: see send
---@field name? string label in messages and reports (default: the program's base name)
---@field nice? integer its niceness, -20 to 19 (default: inherited)
---@field on_orphan? "fail"|"warn"|"ignore" what is made of processes that it leaves running when it ends by itself: "fail": destroy, or the end of the script, is an error; "warn"; "ignore" (default: tlua's --on-orphan)
---@field outputs? integer[] descriptors from 3 to 255 that it writes, each a pipe, for filters to watch
---@field program string the program to run, never by a shell; without a slash it is searched in the job's PATH
---@field rows? integer the height of a pty (default: 24)
---@field spawner? "pipe"|"pty" "pipe": stdin, stdout and stderr are pipes (default); "pty": they are one pseudo-terminal, in which lines end in \r\n; $ matches before it
---@field workdir? string the folder to run in (default: the script's)
---@field wrappers? job.Wrapper[] programs that run it

--- A program that runs a job's.
---@class job.Wrapper
---@field args? string[] its arguments; what it runs follows them
---@field priority? "high"|"default"|"low" "high" is outermost, "low" innermost; of equals the one given first is outermost (default: "default")
---@field program string what runs the job's program: strace, valgrind, env, …; it is looked for as that is

--- What a filter makes of an output.
---@class job.FilterOptions
---@field extract? integer|string the group to deliver, by its number or its name; 0, the default, is the whole match
---@field log_level? string log messages at this level: debug, info, warn or error (default: not logged)
---@field max_match_bytes? integer a longer match or line is given up (default: 1 MiB)
---@field metric? boolean what is delivered is a number: reports of tests show its course
---@field name? string shown in messages (default: the pattern)
---@field outputs? integer[] watch these descriptors, of the job's outputs
---@field pattern? string a regular expression (RE2 with look-behind, multi-line); without one the filter delivers lines
---@field queue_bytes? integer past that the oldest unread messages are dropped, and counted (default: 16 MiB)
---@field raw? boolean without a pattern: deliver the bytes as they were read
---@field readable? boolean false: messages are only logged (default: true)
---@field stderr? boolean watch standard error; in a pty it is a part of standard output
---@field stdout? boolean watch standard output

--- How a run ended.
---@class job.Status
---@field ok boolean it exited with code 0
---@field type string "exited", "signaled" or "unknown"
---@field value integer the exit code, or the signal's number

--- What expect found.
---@class job.Expected
---@field before string what was unread before it
---@field captures? table<integer|string, string|false> what the pattern's groups matched, by number and by name; [0] is the whole match, false a group that took no part; nil without groups
---@field data string what matched
---@field dropped integer pieces lost of what was unread, for want of a reader
---@field pos integer byte offset of data in this run's stream
---@field which integer|string which pattern it is: its place in the list, or its name

--- By what a job shows that it is ready.
---@class job.ReadyOptions
---@field any? boolean the first condition that holds is enough (default: all must hold)
---@field exec? string[] a program and its arguments that must exit with code 0, in the job's folder and environment
---@field http? string a URL that must be answered with a status from 200 to 399; redirections are not followed
---@field ip? string the address of port (default: 127.0.0.1)
---@field log? string a pattern, as of a filter, that its outputs must match, from the beginning of the run
---@field port? integer a TCP port that must accept connections
---@field timeout_ms? number nil or a negative number is the default, 10000; 0 looks once

--- How a job became ready.
---@class job.Ready
---@field captures? table<integer|string, string|false> what the pattern's groups matched, by number and by name; [0] is the whole match, false a group that took no part; nil where there are no groups
---@field exec? string the last line that the program wrote, if exec was asked for and held
---@field http? string the status, such as "200 OK", if http was asked for and held
---@field log? string the text that matched, if log was asked for and held
---@field port? integer the port, if it was asked for and held
---@field time_ms number milliseconds since the run's start

--- What a run used.
---@class job.Usage
---@field max_rss_kb integer its largest resident size, in KiB
---@field sys_ms number processor time of the kernel for it
---@field user_ms number processor time of its own
---@field wall_ms number from its start to its end

--- Makes jobs on one host.
---@class job.factory
---@field fs fslib The functions of fs, for the host's files.
local job_factory = {}

--- Makes a job; it is started by start.
---@param options job.Options
---@return job.job
function job_factory:create(options) end

--- The host's name.
---@return string
function job_factory:name() end

--- A program that can be started again and again.
---@class job.job
---@field filters table<string, job.filter> The filters that the job was made with, by name.
local job_job = {}

--- Starts the job; it can be started again after it ended.
function job_job:start() end

--- Waits until the job has ended and its outputs are read to the end; with autorestart_ms, its newest run.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return job.Status
function job_job:wait(timeout_ms) end

--- Whether its process lives.
---@return boolean
function job_job:is_running() end

--- Its process id; ESRCH if it does not run.
---@return integer
function job_job:pid() end

--- Its name.
---@return string
function job_job:name() end

--- Sends a signal to its process; where that is a wrapper, to its process group.
---@param signal? string|integer a name with or without SIG, or a number (default: TERM)
function job_job:kill(signal) end

--- Sends a signal to its process group.
---@param signal? string|integer a name with or without SIG, or a number (default: TERM)
function job_job:killpg(signal) end

--- Sends a signal to the job's group and waits; what lives on then gets SIGKILL. It is not started again by itself any more.
---@param signal? string|integer a name with or without SIG, or a number (default: TERM)
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 5000; 0 does not wait
function job_job:stop(signal, timeout_ms) end

--- Stops the job and frees everything.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 5000; 0 does not wait
function job_job:destroy(timeout_ms) end

--- What it used, after it ended.
---@return job.Usage
function job_job:usage() end

--- Waits until the job is ready: its outputs match, a port is open, a URL answers, a program succeeds. ECHILD or ESHCMD at once when the job has ended, unless it is started again by itself.
---@param options job.ReadyOptions
---@return job.Ready
function job_job:wait_ready(options) end

--- How often it was started again by itself: see autorestart_ms.
---@return integer
function job_job:restarts() end

--- Writes to its standard input, or to another of its inputs, and waits while the pipe is full.
---@param data string
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@param input? integer one of its inputs (default: 0, standard input)
function job_job:send(data, timeout_ms, input) end

--- Closes its standard input; into a pty it types the end-of-file character, ^D. Nothing can be sent after it.
function job_job:close_stdin() end

--- Closes one of its inputs.
---@param input? integer one of its inputs (default: 0, standard input)
function job_job:close_input(input) end

--- Adds to its environment; false removes a name. Not while it runs.
---@param env table<string, string|false>
function job_job:set_env(env) end

--- Sets the folder that it runs in. Not while it runs.
---@param path string
function job_job:set_workdir(path) end

--- Makes a filter on its outputs; on a running job it sees later output only.
---@param options job.FilterOptions
---@return job.filter
function job_job:attach_filter(options) end

--- Waits for the first match of the patterns in what its standard output has given since the last expect, or since the run's beginning; what is behind the match is left for the next. See the filter's expect.
---@param patterns string|string[]|table<string, string> a pattern, a list of them, or several by name
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return job.Expected
function job_job:expect(patterns, timeout_ms) end

--- Iterates over the lines of its standard output, from the run's beginning until it closes; the second value is how many bytes were lost just before the line.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return fun(): string?, integer?
function job_job:lines(timeout_ms) end

--- Lets a program run the job's from the next start on. Not while it runs.
---@param wrapper job.Wrapper
function job_job:add_wrapper(wrapper) end

--- Sets the size of its pty, for this and later runs; its programs get SIGWINCH.
---@param rows integer
---@param cols integer
function job_job:resize(rows, cols) end

--- Cuts outputs into messages and queues them.
---@class job.filter
local job_filter = {}

--- Takes the oldest message, and waits for one.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return job.message
function job_filter:receive(timeout_ms) end

--- The newest message that is no eos; it stays in the queue.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return job.message
function job_filter:receive_last(timeout_ms) end

--- The data of the only message that is no eos; EINVAL if there are two.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return string
function job_filter:receive_single(timeout_ms) end

--- Takes what is there, eos included, and waits for the first.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@param max? integer 0, the default: all
---@return job.message[]
function job_filter:receive_many(timeout_ms, max) end

--- Whether a message that is no eos is there or comes in time.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return boolean
function job_filter:has_data(timeout_ms) end

--- Iterates over the messages until the eos.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return fun(): job.message?
function job_filter:messages(timeout_ms) end

--- Waits for the first match of any of the patterns in what was not received yet, and takes it with all that is before it; what is behind it stays. For dialogues: the filter must be raw, on one output.
--- Of several matches it is the first in the output, and of several that begin in one place that of the first pattern; it comes as soon as no later output can change it: .* and \d+ wait for more, .*? does not, and $ waits for what follows. ^ and look-behind see what was received before; \z is the end of the output. An error takes nothing.
---@param patterns string|string[]|table<string, string> a pattern, a list of them, or several by name
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return job.Expected
function job_filter:expect(patterns, timeout_ms) end

--- Throws away what is queued.
function job_filter:clear() end

--- How many bytes were given up so far.
---@return integer
function job_filter:lost() end

--- Watches another output, of any job of the same host.
---@param job job.job
---@param stream "stdout"|"stderr"|integer
function job_filter:add_output(job, stream) end

--- Watches an output no longer.
---@param job job.job
---@param stream "stdout"|"stderr"|integer
function job_filter:remove_output(job, stream) end

--- What a filter found.
---@class job.message
---@field data string What was found, "" for an eos.
---@field captures table<integer|string, string|false>|nil Made anew each time: what the pattern's groups matched, by number and by name; [0] is the whole match, false a group that took no part; nil where there are no groups.
---@field eos boolean Whether the outputs of the run are at their end.
---@field dropped integer Messages lost just before this one, for want of a reader.
---@field lost integer? Bytes given up since the message before, if any.
---@field stream "stdout"|"stderr"|integer The output that it was found in.
---@field filter job.filter The filter that found it.
---@field pos integer The byte offset in this run's stream.
---@field time_ms number Milliseconds since the run's start.
local job_message = {}

--- Runs programs and tells exactly what they did.
---@class joblib
job = {}

--- Makes a factory of jobs on this machine.
---@return job.factory
function job.factory() end

--- Makes a job; it is started by start.
---@param options job.Options
---@return job.job
function job.create(options) end

--- Waits until one of the filters has a message, and gives those that have.
---@param filters job.filter[] a list of filters
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return job.filter[]
function job.poll(filters, timeout_ms) end

--- Takes the next message of any of the filters.
---@param filters job.filter[] a list of filters
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return job.message
function job.receive(filters, timeout_ms) end

--- Waits for the first of the jobs to end; gives it and its status.
---@param jobs job.job[] a list of jobs
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return job.job
---@return job.Status
function job.wait_any(jobs, timeout_ms) end

--- Waits until all of the jobs have ended; gives their statuses in order.
---@param jobs job.job[] a list of jobs
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
---@return job.Status[]
function job.wait_all(jobs, timeout_ms) end

--- What an app does.
---@class ctorrent.Options
---@field announce? string a tracker's URL, instead of the metainfo file's
---@field bitfield_file? string where it keeps which pieces it has, between stop and start (default: a file of its own)
---@field cache_mb? integer the client's cache, MiB; 0 has none (default: 16)
---@field download_rate? number KB/s (default: unlimited)
---@field factory? job.factory what runs the client (default: this machine)
---@field hours_to_seed? integer how long to seed after completion (default: 72)
---@field ip? string the IPv4 address to listen on (default: a loopback address of its own if the tracker is on one)
---@field max_peers? integer 20 to 1000 (default: 100)
---@field metainfo_file string the metainfo (.torrent) file
---@field min_peers? integer 1 to 1000 (default: 1)
---@field port? integer the port to listen on, 1026 to 65535 (default: a free one)
---@field program? string path of the client (default: ctorrent)
---@field save_to_file string where the data is or goes; for a torrent of several files, a folder
---@field upload_rate? number KB/s (default: unlimited)

--- What metainfo file to make.
---@class ctorrent.MetainfoOptions
---@field comment? string a text for people
---@field factory? job.factory what runs the client (default: this machine)
---@field metainfo_file string the file to make; EEXIST if it is there
---@field piece_length? integer bytes, a multiple of 65536 (default: 262144)
---@field private? boolean peers come from this tracker only
---@field target string the file or folder to share
---@field timeout_ms? number milliseconds (default: 60000, more for large targets)
---@field tracker tracker.tracker|string a tracker, or an announce URL

--- How far an app has come.
---@class ctorrent.Status
---@field available integer pieces that it and those it is connected to have
---@field complete boolean the client has said that it has everything
---@field download_kbps integer KiB/s of late
---@field downloaded_mb integer MiB in this run
---@field have integer pieces that it has
---@field leechers integer connected or connecting
---@field peers integer that the tracker knows, itself included
---@field seeders integer connected
---@field total integer pieces of the torrent
---@field upload_kbps integer KiB/s of late
---@field uploaded_mb integer MiB in this run

--- A client that downloads or seeds one torrent.
---@class ctorrent.app
local ctorrent_app = {}

--- Starts the client; it goes on from what it has.
function ctorrent_app:start() end

--- Sends a signal to the client.
---@param signal? string|integer default: TERM
function ctorrent_app:kill(signal) end

--- Ends the client gracefully (the tracker is told); what lives on then gets SIGKILL.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
function ctorrent_app:stop(timeout_ms) end

--- Ends the client at once and frees everything.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 5000; 0 does not wait
function ctorrent_app:destroy(timeout_ms) end

--- Whether it has everything, once the client has checked its pieces.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 60000; 0 does not wait
---@return boolean
function ctorrent_app:check_completion(timeout_ms) end

--- Waits until it has everything; the time counts anew with each progress.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 60000; 0 does not wait
function ctorrent_app:wait_completion(timeout_ms) end

--- How far it has come.
---@return ctorrent.Status
function ctorrent_app:status() end

--- Calls fn with each new status, from inside the waiting calls; nil ends that.
---@param fn? fun(status: ctorrent.Status)
function ctorrent_app:on_progress(fn) end

--- Drives ctorrent, a BitTorrent client.
---@class ctorrentlib
---@field default_opt ctorrent.Options The client's own defaults.
ctorrent = {}

--- Makes a metainfo file; it appears whole or not at all. The arguments can also be given one by one: tracker, metainfo_file, target, timeout_ms.
---@param options ctorrent.MetainfoOptions
function ctorrent.create_metainfo_file(options) end

--- Makes an app; files are looked at by start.
---@param options ctorrent.Options
---@return ctorrent.app
function ctorrent.create(options) end

--- What tracker to run.
---@class tracker.Options
---@field dfile? string bttrack: the file that keeps its state; required there
---@field engine? string "builtin" (in this process, the default), "opentracker" or "bttrack"
---@field factory? job.factory what runs opentracker and bttrack (default: this machine)
---@field interval_s? number seconds between two announces of a client (default: 30)
---@field ip? string the IPv4 address to listen on (default: 127.0.0.1)
---@field port? integer the port; 0, the default, takes a free one
---@field program? string path of the tracker to run (default: the engine's name)

--- What a tracker knows of a torrent.
---@class tracker.Torrent
---@field leechers integer all others
---@field peers table[] what each last announced
---@field seeders integer peers that have everything

--- What a client told of itself.
---@class tracker.Peer
---@field downloaded integer bytes
---@field event string the latest event that it named, or ""
---@field ip string where its announces come from
---@field left integer bytes that it lacks; -1 if it did not say
---@field port integer where it listens
---@field uploaded integer bytes

--- A BitTorrent tracker at one announce URL.
---@class tracker.tracker
local tracker_tracker = {}

--- Starts it; returns once it answers.
function tracker_tracker:start() end

--- Ends it; start starts it again at the same URL.
function tracker_tracker:stop() end

--- Ends it with a signal.
---@param signal? string|integer default: TERM
function tracker_tracker:kill(signal) end

--- Waits until it no longer runs.
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
function tracker_tracker:wait(timeout_ms) end

--- Stops it and frees what it holds.
function tracker_tracker:destroy() end

--- The URL that goes into metainfo files.
---@return string
function tracker_tracker:announce_url() end

--- Whether it runs.
---@return boolean
function tracker_tracker:is_running() end

--- What it knows, by info-hash in hexadecimal; the builtin engine only.
---@return table<string, tracker.Torrent>
function tracker_tracker:torrents() end

--- Runs BitTorrent trackers.
---@class trackerlib
tracker = {}

--- Makes a tracker; it is started by start.
---@param options? tracker.Options
---@return tracker.tracker
function tracker.create(options) end

--- Works with files. Errors name the file.
---@class fslib
fs = {}

--- Makes a folder of its own, which is removed at the end of the script.
---@return string
function fs.tmpdir() end

--- Writes a file, in place of one that is there.
---@param path string
---@param data string
function fs.write(path, data) end

--- Makes a folder, and those that it is in; it is no error if it is there.
---@param path string
function fs.mkdir(path) end

--- The content of a file.
---@param path string
---@return string
function fs.read(path) end

--- Writes a file of random bytes; the same seed gives the same bytes.
---@param path string
---@param bytes integer
---@param seed? integer default: another one each time
function fs.random(path, bytes, seed) end

--- Copies a file, in place of one that is there.
---@param a string
---@param b string
function fs.copy(a, b) end

--- Removes a file, or a folder with all that is in it.
---@param path string
function fs.remove(path) end

--- Whether there is a file or folder.
---@param path string
---@return boolean
function fs.exists(path) end

--- The size of a file, in bytes.
---@param path string
---@return integer
function fs.size(path) end

--- The SHA-256 of a file's content, in hexadecimal.
---@param path string
---@return string
function fs.sha256(path) end

--- Whether two files have the same content.
---@param a string
---@param b string
---@return boolean
function fs.same(a, b) end

--- The files that a pattern with *, ? and [] fits, in order.
---@param path string
---@return string[]
function fs.glob(path) end

--- Finds addresses and ports.
---@class netlib
net = {}

--- A TCP port above 1025 that nobody listens on.
---@param ip? string default: 127.0.0.1
---@return integer
function net.free_port(ip) end

--- A 127.x.y.z that no one else in this run was given.
---@return string
function net.loopback() end

--- Waits until something accepts connections there.
---@param ip string
---@param port integer
---@param timeout_ms? number milliseconds; nil or a negative number is the default, 10000; 0 does not wait
function net.wait_port(ip, port, timeout_ms) end

--- Writes to the log.
---@class loglib
log = {}

--- Writes a message at level debug.
---@param message string
---@param fields? table<string, any>
function log.debug(message, fields) end

--- Writes a message at level info.
---@param message string
---@param fields? table<string, any>
function log.info(message, fields) end

--- Writes a message at level warn.
---@param message string
---@param fields? table<string, any>
function log.warn(message, fields) end

--- Writes a message at level error.
---@param message string
---@param fields? table<string, any>
function log.error(message, fields) end

--- Writes and reads JSON. A list is an array, another table an object, an empty table {}.
---@class jsonlib
json = {}

--- Gives the JSON of a value, with the keys of objects in order.
---@param value any
---@return string
function json.encode(value) end

--- Reads JSON; null becomes nil.
---@param text string
---@return any
function json.decode(text) end

--- A compiled pattern.
---@class re.pattern
local re_pattern = {}

--- The first match: its captures. nil if there is none.
---@param text string
---@param init? integer where to begin, as in string.find; ^, \b and look-behind see what is before
---@return string|false|nil
---@return string|false ... # what the groups matched, or the whole match if there are none; false for a group that took no part
function re_pattern:match(text, init) end

--- The first match: where it begins and ends, and its captures. nil if there is none.
---@param text string
---@param init? integer where to begin, as in string.find; ^, \b and look-behind see what is before
---@return integer? # its first byte
---@return integer? # its last byte
---@return string|false ... # what the groups matched, or the whole match if there are none; false for a group that took no part
function re_pattern:find(text, init) end

--- All matches that do not overlap: a list of strings or, if the pattern has groups, of tables of captures.
---@param text string
---@param max? integer how many at the most (default: all)
---@return string[]|table<integer|string, string|false>[] # by number and by name; [0] is the whole match, false a group that took no part
function re_pattern:find_all(text, max) end

--- Iterates over the captures of all matches.
---@param text string
---@return fun(): string|false ...
function re_pattern:gmatch(text) end

--- Replaces all matches.
---@param text string
---@param repl string|number|table|fun(...: string|false): string|number|false|nil a text in which %0 is the match and %1 to %9 are the groups, or a table that has it by the first capture, or a function that is given the captures; nil or false leaves the match
---@param max? integer how many at the most (default: all)
---@return string # the new text
---@return integer # how many matches there were
function re_pattern:gsub(text, repl, max) end

--- The parts between the matches. An empty match at the beginning or the end parts nothing.
---@param text string
---@return string[]
function re_pattern:split(text) end

--- Regular expressions on texts: those of filters, in linear time.
---@class relib
re = {}

--- Compiles a pattern, whose methods are the functions of re. Those keep what they compile, so it is for convenience only.
---@param pattern string a regular expression as a filter's: RE2 with look-behind, multi-line, on bytes, or on characters after (*UTF)
---@return re.pattern
function re.compile(pattern) end

--- The pattern that matches just this text.
---@param text string
---@return string
function re.escape(text) end

--- The first match: its captures. nil if there is none.
---@param text string
---@param pattern string a regular expression as a filter's: RE2 with look-behind, multi-line, on bytes, or on characters after (*UTF)
---@param init? integer where to begin, as in string.find; ^, \b and look-behind see what is before
---@return string|false|nil
---@return string|false ... # what the groups matched, or the whole match if there are none; false for a group that took no part
function re.match(text, pattern, init) end

--- The first match: where it begins and ends, and its captures. nil if there is none.
---@param text string
---@param pattern string a regular expression as a filter's: RE2 with look-behind, multi-line, on bytes, or on characters after (*UTF)
---@param init? integer where to begin, as in string.find; ^, \b and look-behind see what is before
---@return integer? # its first byte
---@return integer? # its last byte
---@return string|false ... # what the groups matched, or the whole match if there are none; false for a group that took no part
function re.find(text, pattern, init) end

--- All matches that do not overlap: a list of strings or, if the pattern has groups, of tables of captures.
---@param text string
---@param pattern string a regular expression as a filter's: RE2 with look-behind, multi-line, on bytes, or on characters after (*UTF)
---@param max? integer how many at the most (default: all)
---@return string[]|table<integer|string, string|false>[] # by number and by name; [0] is the whole match, false a group that took no part
function re.find_all(text, pattern, max) end

--- Iterates over the captures of all matches.
---@param text string
---@param pattern string a regular expression as a filter's: RE2 with look-behind, multi-line, on bytes, or on characters after (*UTF)
---@return fun(): string|false ...
function re.gmatch(text, pattern) end

--- Replaces all matches.
---@param text string
---@param pattern string a regular expression as a filter's: RE2 with look-behind, multi-line, on bytes, or on characters after (*UTF)
---@param repl string|number|table|fun(...: string|false): string|number|false|nil a text in which %0 is the match and %1 to %9 are the groups, or a table that has it by the first capture, or a function that is given the captures; nil or false leaves the match
---@param max? integer how many at the most (default: all)
---@return string # the new text
---@return integer # how many matches there were
function re.gsub(text, pattern, repl, max) end

--- The parts between the matches. An empty match at the beginning or the end parts nothing.
---@param text string
---@param pattern string a regular expression as a filter's: RE2 with look-behind, multi-line, on bytes, or on characters after (*UTF)
---@return string[]
function re.split(text, pattern) end


--- Tells what comes now; with a function, what it does belongs to the step.
---@param text string
---@param fn? fun(): ...
---@return ... # what fn returned
function step(text, fn) end

--- Waits; the end of the script's time ends it.
---@param ms number
function sleep(ms) end

--- Milliseconds on a monotonic clock, with fractions.
---@return number
function now_ms() end

--- Has fn called at the end, whatever happens; the last one first.
---@param fn fun()
function cleanup(fn) end

--- Ends the script; it has not failed.
---@param reason? string
function skip(reason) end

--- Tells a result that a reader of the report should know.
---@param text string
function verdict(text) end

--- Names a file or a folder that belongs to the result; reports tell where it is. A test's is copied into the run's results.
---@param name string
---@param path string
function artifact(name, path) end
