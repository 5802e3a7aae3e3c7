package job

// State is where a job is in its life:
//
//	Created → Running → Draining → Ended → Running → …
//
// with Restarting in the place of Ended while it is to be started again by
// itself, and Destroyed after any of them. A start that fails leaves the state
// as it was.
type State uint8

// The states of a job.
const (
	Created    State = iota // never started
	Starting                // a start is under way
	Running                 // its process lives
	Draining                // its process ended; what it wrote is still being read
	Ended                   // it ended and its outputs are read
	Restarting              // the same, and it will be started again by itself
	Destroyed               // the handle is dead
)

// String gives the state as messages show it.
func (s State) String() string {
	return [...]string{"not started", "starting", "running", "ending", "ended", "restarting", "destroyed"}[s]
}

// happening is what moves a job from state to state.
type happening uint8

const (
	asked   happening = iota // Start was called
	failed                   // the process could not be started
	started                  // the process lives
	exited                   // the process ended
	drained                  // its outputs are read
	rests                    // the same, and it is to be started again
	halted                   // it is not to be started again any more
	dropped                  // Destroy was called
)

// after gives the state that follows when h happens in s; before is the state
// that a start began from. It is not ok where h cannot happen.
func (s State) after(h happening, before State) (next State, ok bool) {
	switch {
	case s == Destroyed:
		return s, h == dropped
	case h == dropped:
		return Destroyed, true
	case h == asked && s.startable():
		return Starting, true
	case h == failed && s == Starting:
		return before, true
	case h == started && s == Starting:
		return Running, true
	case h == exited && s == Running:
		return Draining, true
	case h == drained && s == Draining, h == halted && s == Restarting:
		return Ended, true
	case h == rests && s == Draining:
		return Restarting, true
	}
	return s, false
}

// startable reports whether the job can be started, and its options changed.
func (s State) startable() bool { return s == Created || s == Ended || s == Restarting }
