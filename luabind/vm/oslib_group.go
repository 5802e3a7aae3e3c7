package vm

import (
	"os"
	"strconv"
	"strings"
)

// The fields of /proc/PID/stat after the command's name.
const (
	statState  = 0
	statGroup  = 2
	statStatus = 49 // the status of a process that ended and was not reaped
)

// groupStatus gives the status of the leader of a process group, which ended and
// was not reaped, and whether others of the group live.
func groupStatus(leader int) (status int, others bool) {
	dir, err := os.Open("/proc")
	if err != nil {
		return 0, false
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1)
	group := strconv.Itoa(leader)
	for _, name := range names {
		if name[0] < '0' || name[0] > '9' {
			continue
		}
		fields := processFields(name)
		switch {
		case len(fields) <= statGroup || fields[statGroup] != group:
		case name == group:
			if len(fields) > statStatus {
				status, _ = strconv.Atoi(fields[statStatus])
			}
		case fields[statState] != "Z" && fields[statState] != "X":
			others = true
		}
	}
	return status, others
}

// processFields gives what /proc tells of a process. The fields follow the
// command's name, which may hold anything.
func processFields(pid string) []string {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return nil
	}
	text := string(stat)
	return strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
}
