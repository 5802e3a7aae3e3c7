package suite

import (
	"fmt"
	"strings"
)

// Early says why the suite ended before its end, and what was not run: "the first
// failure ended it; 2 files were not begun". "" if nothing was left out.
func (s *Summary) Early() string {
	left := s.unrun()
	switch {
	case s.Stopped != nil && left != "":
		return s.Stopped.Error() + "; " + left
	case s.Stopped != nil:
		return s.Stopped.Error()
	case left == "":
		return ""
	case s.Failed() == 1:
		return "the first failure ended it; " + left
	}
	return fmt.Sprintf("%d failures ended it; %s", s.Failed(), left)
}

// unrun says how many files were not run, or in part only; "" if all were.
func (s *Summary) unrun() string {
	var parts []string
	for _, p := range []struct {
		count     int
		one, many string
	}{
		{s.Unbegun, "1 file was not begun", "%d files were not begun"},
		{s.Unfinished, "1 file was not run to its end", "%d files were not run to their end"},
	} {
		switch {
		case p.count == 1:
			parts = append(parts, p.one)
		case p.count > 1:
			parts = append(parts, fmt.Sprintf(p.many, p.count))
		}
	}
	return strings.Join(parts, ", ")
}

// leave takes note of a unit that is not run to its end.
func (s *suite) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sum.Unfinished++
}
