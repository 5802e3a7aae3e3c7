package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/luabind"
)

const root = "../.."

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	return string(b)
}

// blocks gives the fenced blocks of the README in a language.
func blocks(t *testing.T, language string) (out []string) {
	t.Helper()
	re := regexp.MustCompile("(?ms)^```" + language + "\n(.*?)^```$")
	for _, m := range re.FindAllStringSubmatch(read(t, "README.md"), -1) {
		out = append(out, m[1])
	}
	require.NotEmpty(t, out)
	return out
}

func TestReadmeShowsTheScript(t *testing.T) {
	require.Contains(t, blocks(t, "lua"), read(t, "scripts/transfer.lua"))
}

func TestReadmeShowsTheExamples(t *testing.T) {
	for i, name := range []string{"Example", "ExampleOptions_libs"} {
		_, example, _ := strings.Cut(read(t, "luabind/example_test.go"), "\nfunc "+name+"() {\n")
		example, _, _ = strings.Cut(example, "\t// Output:")
		lines := strings.Split(example, "\n")
		for i, l := range lines {
			lines[i] = strings.TrimPrefix(l, "\t")
		}
		require.Equal(t, strings.TrimRight(strings.Join(lines, "\n"), "\n")+"\n", blocks(t, "go")[i])
	}
}

func TestReadmeExitCodes(t *testing.T) {
	for _, c := range exitCodes {
		require.Contains(t, read(t, "README.md"), fmt.Sprintf("\n| %d | %s |\n", c.Code, c.Meaning))
	}
}

// The README's table of the API has what the definitions have, and nothing else.
func TestReadmeAPI(t *testing.T) {
	defs := luabind.Definitions()
	readme := read(t, "README.md")
	for _, row := range []struct{ label, pattern string }{
		{"`job`", `(?m)^function job\.(\w+)\(`},
		{"a job", `(?m)^function job_job:(\w+)\(|^---@class job\.job\n---@field (\w+)`},
		{"a filter", `(?m)^function job_filter:(\w+)\(`},
		{"`ctorrent`", `(?m)^function ctorrent\.(\w+)\(|^---@class ctorrentlib\n---@field (\w+)`},
		{"an app", `(?m)^function ctorrent_app:(\w+)\(`},
		{"`tracker`", `(?m)^function tracker\.(\w+)\(`},
		{"a tracker", `(?m)^function tracker_tracker:(\w+)\(`},
		{"`fs`", `(?m)^function fs\.(\w+)\(`},
		{"`net`", `(?m)^function net\.(\w+)\(`},
		{"`log`", `(?m)^function log\.(\w+)\(`},
		{"`json`", `(?m)^function json\.(\w+)\(`},
		{"`re`", `(?m)^function re\.(\w+)\(`},
		{"a pattern", `(?m)^function re_pattern:(\w+)\(`},
		{"verbs", `(?m)^function (\w+)\(`},
	} {
		var want, have []string
		for _, m := range regexp.MustCompile(row.pattern).FindAllStringSubmatch(defs, -1) {
			want = append(want, strings.Join(m[1:], ""))
		}
		line := regexp.MustCompile(`(?m)^\| ` + row.label + ` \| (.*) \|$`).FindStringSubmatch(readme)
		require.NotNil(t, line, row.label)
		for _, m := range regexp.MustCompile("`(\\w+)`").FindAllStringSubmatch(line[1], -1) {
			have = append(have, m[1])
		}
		slices.Sort(want)
		slices.Sort(have)
		require.NotEmpty(t, want, row.label)
		require.Equal(t, want, have, row.label)
	}
}

// What differs from run to run: numbers, checksums, and how many lines of
// progress there are.
var (
	numbers  = regexp.MustCompile(`\d+(\.\d+)?`)
	checksum = regexp.MustCompile(`sha256 [0-9a-f]+`)
	progress = regexp.MustCompile(`(?m)^  ctorrent#\d+: \d+% .*\n`)
)

func constant(output string) string {
	output = progress.ReplaceAllString(output, "")
	output = checksum.ReplaceAllString(output, "sha256 X")
	return numbers.ReplaceAllString(output, "N")
}

// The README's commands do what it says.
func TestReadmeCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "bin", "tlua"), ".")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	top, err := filepath.Abs(root)
	require.NoError(t, err)
	require.NoError(t, os.Symlink(filepath.Join(top, "scripts"), filepath.Join(dir, "scripts")))
	ran := 0
	for _, block := range blocks(t, "console") {
		for _, session := range strings.Split("\n"+block, "\n$ ")[1:] {
			command, output := split(session)
			if target, ok := strings.CutPrefix(command, "make"); ok {
				out, err := exec.Command("make", "-C", top, "-n", strings.TrimSpace(target)).CombinedOutput()
				require.NoError(t, err, "%s", out)
				continue
			}
			cmd := exec.Command("sh", "-c", command)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
			out, _ := cmd.CombinedOutput()
			require.Equal(t, constant(output), constant(string(out)), command)
			ran++
		}
	}
	require.Greater(t, ran, 2)
}

// split takes the command, with its continuation lines, from what it prints.
func split(session string) (command, output string) {
	lines := strings.SplitAfter(session, "\n")
	command = strings.TrimSuffix(lines[0], "\n")
	i := 1
	for ; i < len(lines) && strings.HasPrefix(lines[i], "> "); i++ {
		command += "\n" + strings.TrimSuffix(lines[i][2:], "\n")
	}
	output = strings.Join(lines[i:], "")
	if output != "" && !strings.HasSuffix(output, "\n") {
		output += "\n"
	}
	return command, output
}
