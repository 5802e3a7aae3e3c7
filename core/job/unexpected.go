package job

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"
)

// What an error of Expect shows of the output.
const (
	shownLines = 3
	shownBytes = 200
)

// what names what is expected.
func (s *search) what() string {
	quoted := make([]string, len(s.patterns))
	for i, p := range s.patterns {
		quoted[i] = fmt.Sprintf("%q", p)
	}
	last := len(quoted) - 1
	if last == 0 {
		return "match of " + quoted[0]
	}
	return "match of " + strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

// timedOut is failed for a search that ctx ended.
func (s *search) timedOut(op string, ctx context.Context, start time.Time) error {
	cause := context.Cause(ctx)
	return s.failed(op, CodeOf(cause), cause, " for "+Waited(ctx, start).String())
}

// failed makes the error of a search that found nothing: what was waited for,
// why no longer, how the job stands, and what came.
func (s *search) failed(op string, code Code, cause error, why string) error {
	j := s.filter.owner
	parts := []string{"no " + s.what() + why, j.Describe(), s.came()}
	if s.matcher != nil {
		lost := s.matcher.Lost()
		s.matcher.Close()
		if s.found != nil {
			parts = append(parts, fmt.Sprintf("%q would be one if it were all: * and + wait for more, *? and +? do not, and $ waits for what follows", s.found.Data))
		}
		if lost > 0 {
			parts = append(parts, fmt.Sprintf("%d bytes were given up, as a match has %d at most", lost, s.filter.opts.MaxMatchBytes))
		}
	}
	tail := j.Tail(tailLines)
	if w := lastWords(tail); w != "" && s.filter.opts.streams()[0] != Stderr && strings.HasPrefix(tail[len(tail)-1], stderrMark) {
		parts = append(parts, "stderr: "+w)
	}
	return &Error{Op: op, Code: code, Message: strings.Join(parts, "; "), Tail: tail, Err: cause}
}

// came shows the end of what is unread.
func (s *search) came() string {
	f := s.filter
	f.mu.Lock()
	defer f.mu.Unlock()
	var text []byte
	for i := f.queue.len() - 1; i >= 0 && len(text) <= shownBytes; i-- {
		if m := f.queue.at(i); m.Run == s.run {
			text = append(bytes.Clone(m.Data), text...)
		}
	}
	if len(text) == 0 {
		return "nothing new came"
	}
	from := max(len(text)-shownBytes, 0)
	lines := bytes.SplitAfter(bytes.TrimSuffix(text[from:], []byte("\n")), []byte("\n"))
	for _, l := range lines[:max(len(lines)-shownLines, 0)] {
		from += len(l)
	}
	return fmt.Sprintf("what came ends in %q", text[from:])
}
