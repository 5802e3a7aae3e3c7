package job

import "github.com/tlua/tlua/core/job/stream"

// search is one call of Expect.
type search struct {
	filter   *Filter
	patterns []string
	all      *stream.Alternatives

	matcher    *stream.Matcher
	run        int   // the run whose output it matches
	at         int64 // offset of what it has not seen
	start, end int64 // of the match
	found      *Expected
	dead       bool
}

// search checks that the filter can be searched for the patterns.
func (f *Filter) search(patterns []string) (*search, error) {
	if err := f.readable(""); err != nil {
		return nil, err
	}
	f.mu.Lock()
	several := f.several
	f.mu.Unlock()
	switch {
	case !f.opts.Raw:
		return nil, Errorf("", EINVAL, "%s is not raw: it gives matches or lines, and a prompt may be neither; make it with raw = true", f)
	case several || len(f.opts.streams()) > 1:
		return nil, Errorf("", EINVAL, "%s has several outputs, in no certain order; make a filter for each", f)
	case len(patterns) == 0:
		return nil, Errorf("", EINVAL, "no pattern is given")
	}
	all, err := stream.CompileAlternatives(patterns...)
	if err != nil {
		return nil, &Error{Code: EINVAL, Message: err.Error(), Err: err}
	}
	return &search{filter: f, patterns: patterns, all: all}, nil
}

// look looks at what has come since. It reports whether the search is over.
func (s *search) look() bool {
	run := s.filter.owner.runs()
	for {
		if over, more := s.step(run); !more {
			return over
		}
	}
}

// step looks at one piece, so that the filter is not locked for long. more is
// whether there may be another.
func (s *search) step(run int) (over, more bool) {
	f := s.filter
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dead {
		s.dead = true
		return true, false
	}
	s.turn(run)
	i := f.queue.find(s.run, s.at)
	if i == f.queue.len() {
		return len(f.taps) == 0 && (f.ended || f.queue.eos > 0), false
	}
	m := f.queue.at(i)
	s.turn(m.Run)
	if s.matcher == nil || m.Pos > s.at { // the first piece, or one behind others that were dropped
		s.matcher = s.all.NewMatcher(f.queue.past.before(m), m.Pos, f.opts.MaxMatchBytes, s.emit)
	}
	if m.EOS {
		s.matcher.Close()
		s.at = m.Pos + 1 // it is seen
	} else {
		s.matcher.Write(m.Data)
		s.at = m.Pos + int64(len(m.Data))
	}
	if s.found != nil {
		s.take()
	}
	return s.found != nil, s.found == nil
}

// turn turns to a later run.
func (s *search) turn(run int) {
	if run > s.run {
		s.run, s.at, s.matcher = run, 0, nil
	}
}

// emit keeps the first match.
func (s *search) emit(which int, m stream.Match) {
	if s.found != nil {
		return
	}
	first, names := s.all.Groups(which)
	s.start, s.end = m.Start(first), m.End(first)
	s.found = &Expected{Index: which, Pos: s.start, Names: names, Groups: make([][]byte, len(names))}
	for i := range names {
		if m.Start(first+i) >= 0 {
			s.found.Groups[i] = append([]byte{}, m.Text(first+i)...)
		}
	}
	s.found.Data = s.found.Groups[0]
}

// take takes what was found, and all before it, out of the filter.
func (s *search) take() {
	q := &s.filter.queue
	for q.len() > 0 {
		m := q.at(0)
		n := int64(len(m.Data))
		switch {
		case m.Run < s.run: // what an earlier run left
		case m.Run > s.run, m.EOS, m.Pos >= s.end:
			return
		default:
			s.found.Dropped += m.Dropped
			if before := s.start - m.Pos; before > 0 {
				s.found.Before = append(s.found.Before, m.Data[:min(before, n)]...)
			}
			if rest := s.end - m.Pos; rest < n {
				q.cut(int(rest))
				return
			}
		}
		s.filter.take()
	}
}
