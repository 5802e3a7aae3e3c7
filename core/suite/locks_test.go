package suite_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/suite"
)

// A lock is free when what took it has ended: an attempt at a test, though its file
// goes on, or else the file. Who waits for one waits no longer than it may.
func TestLocksEnd(t *testing.T) {
	const late = time.Hour
	// A test that holds the lock for 2 s, and is tried again 3 s later.
	holds := func(ctx context.Context, c *suite.Control) {
		test, _ := c.New("holds", 1)
		first := true
		c.Test(ctx, test, func(a *suite.Attempt) suite.Outcome {
			if !first {
				<-time.After(3 * time.Second)
				return ends(event.Passed)(a)
			}
			first = false
			assert.NoError(t, c.Lock(a.Context(), "port"))
			<-time.After(2 * time.Second)
			return ends(event.Failed)(a)
		})
		<-time.After(late)
	}
	for name, c := range map[string]struct {
		first doing
		limit time.Duration
		free  time.Duration // after which the other has it; 0: never
	}{
		"of an attempt": {holds, late, 2 * time.Second},
		"of a file": {func(ctx context.Context, c *suite.Control) {
			assert.NoError(t, c.Lock(ctx, "port"))
			test, _ := c.New("does not have it", 1)
			c.Test(ctx, test, ends(event.Passed))
			<-time.After(2 * time.Second)
		}, late, 2 * time.Second},
		"not in time": {holds, time.Second / 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begun := time.Now()
				var files atomic.Int32
				suite.Run(t.Context(), []suite.File{{Path: "a"}, {Path: "b"}}, doing(func(ctx context.Context, control *suite.Control) {
					if files.Add(1) == 1 {
						c.first(ctx, control)
						return
					}
					<-time.After(time.Second) // by now the first has it
					over := errors.New("over")
					ctx, cancel := context.WithTimeoutCause(ctx, c.limit, over)
					defer cancel()
					err := control.Lock(ctx, "port")
					if c.free == 0 {
						assert.Equal(t, over, err)
						return
					}
					assert.NoError(t, err)
					assert.Equal(t, c.free, time.Since(begun))
				}), suite.Options{Workers: 2, Retries: 1})
			})
		})
	}
}
