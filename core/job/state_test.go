package job

import "testing"

// Every happening in every state.
func TestStates(t *testing.T) {
	const no = State(255)
	table := map[State][8]State{ // asked, failed, started, exited, drained, rests, halted, dropped
		Created:    {Starting, no, no, no, no, no, no, Destroyed},
		Starting:   {no, Ended, Running, no, no, no, no, Destroyed},
		Running:    {no, no, no, Draining, no, no, no, Destroyed},
		Draining:   {no, no, no, no, Ended, Restarting, no, Destroyed},
		Ended:      {Starting, no, no, no, no, no, no, Destroyed},
		Restarting: {Starting, no, no, no, no, no, Ended, Destroyed},
		Destroyed:  {no, no, no, no, no, no, no, Destroyed},
	}
	for from, row := range table {
		for h, want := range row {
			got, ok := from.after(happening(h), Ended)
			if !ok {
				got = no
			}
			if got != want {
				t.Errorf("%v after happening %d: %v, want %v", from, h, got, want)
			}
		}
	}
}
