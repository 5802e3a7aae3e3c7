package proc

import "slices"

// Family gives the live processes of the numbers and all that came from them,
// parents before their children.
func Family(pids ...int) []Process {
	var all []Process
	for queue := slices.Clone(pids); len(queue) > 0; queue = queue[1:] {
		if p, ok := Of(queue[0]); ok {
			all = append(all, p)
		}
		queue = append(queue, Children(queue[0])...)
	}
	return all
}
