package guard

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// group is a control group for the guardian and all that it starts. It is killed
// as a whole, also what forks faster than it can be found. "" is none.
type group string

// makeGroup makes a control group below this process's own. Where that cannot be,
// whatever the reason, there is none: it is done without.
func makeGroup(name string) group {
	own := ownGroup()
	if own == "" {
		return ""
	}
	removeEmpty(own)
	g := group(filepath.Join(own, name))
	if os.Mkdir(string(g), 0o755) != nil {
		return ""
	}
	if _, err := os.Stat(g.file("cgroup.kill")); err != nil { // a kernel before 5.14
		g.remove()
		return ""
	}
	return g
}

// groupPrefix is what the names of groups begin with, before the number of the
// process that made them.
const groupPrefix = "tlua-"

// removeEmpty removes the groups in own of processes that were killed before
// their guardians began.
func removeEmpty(own string) {
	entries, _ := os.ReadDir(own)
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), groupPrefix)
		number, _, _ := strings.Cut(rest, "-")
		if pid, err := strconv.Atoi(number); ok && err == nil && unix.Kill(pid, 0) == unix.ESRCH {
			_ = unix.Rmdir(filepath.Join(own, e.Name())) // one with processes stays
		}
	}
}

// ownGroup gives the folder of the group that this process is in, "" where there
// is no hierarchy of version 2.
func ownGroup() string {
	mounts, err := os.Open("/proc/self/mounts")
	if err != nil {
		return ""
	}
	defer mounts.Close()
	mount := ""
	for s := bufio.NewScanner(mounts); s.Scan() && mount == ""; {
		if fields := strings.Fields(s.Text()); len(fields) > 2 && fields[2] == "cgroup2" {
			mount = fields[1]
		}
	}
	own, err := os.ReadFile("/proc/self/cgroup")
	if mount == "" || err != nil {
		return ""
	}
	for line := range strings.Lines(string(own)) {
		if path, ok := strings.CutPrefix(line, "0::"); ok {
			return filepath.Join(mount, strings.TrimSpace(path))
		}
	}
	return ""
}

func (g group) file(name string) string { return filepath.Join(string(g), name) }

// leave takes this process out of the group, so that it can be killed.
func (g group) leave() {
	if g != "" {
		_ = os.WriteFile(filepath.Join(filepath.Dir(string(g)), "cgroup.procs"), []byte(strconv.Itoa(os.Getpid())), 0)
	}
}

// kill kills all that is in the group.
func (g group) kill() {
	if g != "" {
		_ = os.WriteFile(g.file("cgroup.kill"), []byte("1"), 0)
	}
}

// remove removes the group, with those that its processes made in it; nobody is
// in them any more.
func (g group) remove() {
	if g == "" {
		return
	}
	entries, _ := os.ReadDir(string(g))
	for _, e := range entries {
		if e.IsDir() {
			group(g.file(e.Name())).remove()
		}
	}
	_ = os.Remove(string(g))
}
