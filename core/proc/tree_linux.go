package proc

import (
	"os"
	"strconv"
	"strings"
)

// Children gives the numbers of a process's children, also of those that have
// ended and were not reaped.
func Children(pid int) []int {
	tasks, _ := os.ReadDir(path(pid, "task"))
	var all []int
	for _, t := range tasks {
		if tid, err := strconv.Atoi(t.Name()); err == nil {
			all = append(all, ChildrenOf(pid, tid)...)
		}
	}
	return all
}

// ChildrenOf gives the numbers of the children that belong to one thread of a
// process: those that it forked. To the main thread, whose number is the
// process's, belong those as well that lost their parent and came to it.
func ChildrenOf(pid, tid int) []int {
	b, err := os.ReadFile(path(pid, "task/"+strconv.Itoa(tid)+"/children"))
	if err != nil {
		return nil
	}
	var all []int
	for f := range strings.FieldsSeq(string(b)) {
		if n, err := strconv.Atoi(f); err == nil {
			all = append(all, n)
		}
	}
	return all
}
