package job

import (
	"maps"
	"slices"
	"strings"
)

// lastProcessor is as far as the kernels of all hosts count.
const lastProcessor = 1023

func checkAffinity(cpus []int) error {
	for _, cpu := range cpus {
		if cpu < 0 || cpu > lastProcessor {
			return Errorf("", EINVAL, "option 'affinity': %d is not a processor's number, which is from 0 to %d", cpu, lastProcessor)
		}
	}
	return nil
}

func checkEnv(env map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(env)) {
		if name == "" || strings.Contains(name, "=") {
			return Errorf("", EINVAL, "option 'env': %q is no name of a variable: it is empty or holds =", name)
		}
	}
	return nil
}
