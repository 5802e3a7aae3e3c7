package job

import (
	"context"
	"fmt"
	"time"
)

// Millis is a time that is shown in milliseconds.
type Millis time.Duration

// String gives "1500 ms".
func (m Millis) String() string {
	return fmt.Sprintf("%d ms", time.Duration(m).Round(time.Millisecond).Milliseconds())
}

// Within is context.WithTimeout for a wait: an error of a wait that such a
// context ended tells d, however slow the machine was.
func Within(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	since := time.Now() // before the deadline counts, so that all of d has passed then
	ctx, cancel := context.WithTimeout(ctx, d)
	return context.WithValue(ctx, patienceKey{}, patience{d, since}), cancel
}

type patienceKey struct{}

type patience struct {
	time  time.Duration
	since time.Time
}

// Waited gives how long a wait took that began at start and that ctx ended.
func Waited(ctx context.Context, start time.Time) Millis {
	if p, ok := ctx.Value(patienceKey{}).(patience); ok && time.Since(p.since) >= p.time {
		return Millis(p.time)
	}
	return Millis(time.Since(start))
}
