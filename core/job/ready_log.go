package job

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/tlua/tlua/core/job/stream"
)

// says is the condition that an output matches a pattern.
type says struct{ pattern *stream.Pattern }

// Says is the condition that a pattern (see package stream) matches in an
// output of the run, from its beginning: what was written before the wait
// counts, as far as it is kept (see Lines). EINVAL if it does not compile.
func Says(pattern string) (Condition, error) {
	p, err := stream.Compile(pattern)
	if err != nil {
		return nil, &Error{Code: EINVAL, Message: err.Error(), Err: err}
	}
	return says{p}, nil
}

// String gives the pattern: `match of "^Listening"`.
func (s says) String() string { return fmt.Sprintf("match of %q", s.pattern) }

func (s says) hold(ctx context.Context, _ *Job, r *run) (Found, error) {
	w := &listener{names: s.pattern.GroupNames(), matched: make(chan struct{})}
	var mine []Sink
	for _, o := range r.out {
		l := &listening{listener: w}
		l.matcher = o.dialect(s.pattern).NewMatcher(DefaultMaxMatchBytes, l.match)
		mine = append(mine, l)
		o.replay(func(int64) Sink { return l })
	}
	select {
	case <-w.matched:
	case <-ctx.Done():
	}
	for i, o := range r.out {
		o.remove(func(k Sink) bool { return k == mine[i] })
	}
	if isClosed(w.matched) {
		return w.found, nil
	}
	return Found{}, fmt.Errorf("in %d bytes", w.heard.Load())
}

// listener is what the outputs of a run have in common that a pattern is looked
// for in.
type listener struct {
	names   []string     // of the pattern's groups
	heard   atomic.Int64 // bytes so far
	once    sync.Once
	found   Found         // valid when matched is closed
	matched chan struct{} // closed at the first match
}

// listening is the search in one of the outputs.
type listening struct {
	*listener
	matcher *stream.Matcher
}

// Write looks at the next piece; what follows a match is of no interest.
func (l *listening) Write(p []byte) (int, error) {
	if !isClosed(l.matched) {
		l.heard.Add(int64(len(p)))
		l.matcher.Write(p)
	}
	return len(p), nil
}

// Close decides what is left.
func (l *listening) Close() error { return l.matcher.Close() }

func (l *listening) match(m stream.Match) {
	l.once.Do(func() {
		l.found.Text, l.found.Names = string(m.Text(0)), l.names
		for i := range l.found.Names {
			l.found.groups = append(l.found.groups, bytes.Clone(m.Text(i)))
		}
		close(l.matched)
	})
}
