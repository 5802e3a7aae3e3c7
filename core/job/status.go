package job

import "fmt"

// StatusType says in which way a process ended.
type StatusType string

// The ways for a process to end.
const (
	Exited   StatusType = "exited"   // Value is its exit code
	Signaled StatusType = "signaled" // Value is the number of the signal that ended it
	Unknown  StatusType = "unknown"  // its host was lost
)

// Status is how a run of a job ended.
type Status struct {
	Type  StatusType
	Value int
	OK    bool // it exited with code 0
}

func statusOf(e Exit, err error) Status {
	switch {
	case err != nil:
		return Status{Type: Unknown}
	case e.Signal != 0:
		return Status{Type: Signaled, Value: int(e.Signal)}
	}
	return Status{Type: Exited, Value: e.Code, OK: e.Code == 0}
}

// String says it in words: "exited with code 1", "was killed by TERM".
func (s Status) String() string {
	switch s.Type {
	case Exited:
		return fmt.Sprintf("exited with code %d", s.Value)
	case Signaled:
		return fmt.Sprintf("was killed by %s", Signal(s.Value))
	}
	return "was lost with its host"
}
