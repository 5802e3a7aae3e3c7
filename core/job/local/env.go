package local

import (
	"os"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/job"
)

// environ gives the environment of a process: this one's, less and more what
// the spec says.
func environ(s job.Spec) []string {
	var env []string
	if !s.ClearEnv {
		env = slices.DeleteFunc(os.Environ(), func(kv string) bool {
			name, _, _ := strings.Cut(kv, "=")
			_, set := s.Env[name]
			return set || slices.Contains(s.Unset, name)
		})
		if s.JobID != "" {
			env = append(env, jobVar+"="+s.JobID)
		}
	}
	for name, value := range s.Env {
		env = append(env, name+"="+value)
	}
	return env
}

// getenv looks a name up in an environment.
func getenv(env []string, name string) (string, bool) {
	for _, kv := range env {
		if k, v, ok := strings.Cut(kv, "="); ok && k == name {
			return v, true
		}
	}
	return "", false
}
