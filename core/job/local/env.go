package local

import (
	"os"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/job"
)

// jobVar marks a process, and what it starts, as a job's.
const jobVar = "TLUA_JOB"

// environ gives the environment of a process: this one's, less and more what
// the spec says.
func environ(s job.Spec) []string {
	var env []string
	if !s.ClearEnv {
		for _, kv := range os.Environ() {
			name, _, _ := strings.Cut(kv, "=")
			if _, set := s.Env[name]; !set && !slices.Contains(s.Unset, name) {
				env = append(env, kv)
			}
		}
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
