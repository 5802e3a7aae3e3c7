package suite_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/suite"
)

// Tests that wait for each other's locks end at once, and are told who waits for
// whom; those that only wait are told so when their time is over.
func TestLocksOfEachOther(t *testing.T) {
	for _, c := range []struct {
		name string
		then map[string]string // what each of the files takes, after its own
		want map[string]string // errors
	}{
		{"two", map[string]string{"a": "b", "b": "a"}, map[string]string{
			"b": `EDEADLK: "a" is held by a:1 x, which waits for "b", held by b:1 x`,
		}},
		{"three", map[string]string{"a": "b", "b": "c", "c": "a"}, map[string]string{
			"c": `EDEADLK: "a" is held by a:1 x, which waits for "b", held by b:1 x, which waits for "c", held by c:1 x`,
		}},
		{"none", map[string]string{"a": "b", "b": "c"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				got := map[string]string{}
				list := []suite.File{{Path: "a"}, {Path: "b"}, {Path: "c"}}
				suite.Run(t.Context(), list, unitDoing(func(ctx context.Context, u suite.Unit, control *suite.Control) {
					test, _ := control.New("x", 1)
					control.Test(ctx, test, func(a *suite.Attempt) suite.Outcome {
						assert.NoError(t, control.Lock(a.Context(), u.Path))
						<-time.After(time.Duration(u.Path[0]) * time.Second) // all of them have their own by then, and ask in order
						other := c.then[u.Path]
						if other == "" {
							<-time.After(time.Hour)
							return ends(event.Passed)(a)
						}
						if err := control.Lock(a.Context(), other); err != nil {
							assert.Equal(t, job.Code("EDEADLK"), job.CodeOf(err))
							mu.Lock()
							got[u.Path] = err.Error()
							mu.Unlock()
						}
						return ends(event.Passed)(a)
					})
				}), suite.Options{Workers: 3})
				if c.want == nil {
					c.want = map[string]string{}
				}
				require.Equal(t, c.want, got)
			})
		})
	}
}

// unitDoing is an executor that is told the unit.
type unitDoing func(context.Context, suite.Unit, *suite.Control)

func (unitDoing) Units(f suite.File) []suite.Unit { return []suite.Unit{{File: f}} }

func (d unitDoing) Run(ctx context.Context, u suite.Unit, c *suite.Control) []event.Failure {
	d(ctx, u, c)
	return nil
}

// A test whose time is over while it waits for a lock says for which, and who has it.
func TestWaitForALockIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &seen{}
		suite.Run(t.Context(), []suite.File{{Path: "a"}, {Path: "b"}}, unitDoing(func(ctx context.Context, u suite.Unit, c *suite.Control) {
			if u.Path == "a" {
				assert.NoError(t, c.Lock(ctx, "port"))
				<-time.After(time.Hour)
				return
			}
			<-time.After(time.Second)
			test, _ := c.New("x", 2)
			c.Test(ctx, test, func(a *suite.Attempt) suite.Outcome {
				err := c.Lock(a.Context(), "port")
				return suite.Outcome{Result: event.Errored, Failures: []event.Failure{{Kind: "error", Message: err.Error()}}}
			})
		}), suite.Options{Workers: 2, Timeout: time.Minute, Observer: s})
		var waits []event.Kind
		for _, e := range s.all {
			switch e.Kind {
			case event.TestEnded:
				require.Equal(t, `lock: "port", held by a`, e.Failures[0].Waited)
			case event.WaitBegun, event.WaitEnded:
				waits = append(waits, e.Kind)
			}
		}
		require.Equal(t, []event.Kind{event.WaitBegun, event.WaitEnded}, waits)
	})
}

// However often a file is run, it is never run beside itself; others are.
func TestNoFileBesideItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		running, most := map[string]int{}, map[string]int{}
		add := func(n int, keys ...string) {
			mu.Lock()
			defer mu.Unlock()
			for _, key := range keys {
				running[key] += n
				most[key] = max(most[key], running[key])
			}
		}
		begun := time.Now()
		suite.Run(t.Context(), []suite.File{{Path: "a"}, {Path: "b"}}, unitDoing(func(_ context.Context, u suite.Unit, _ *suite.Control) {
			add(1, u.Path, "all")
			<-time.After(time.Second)
			add(-1, u.Path, "all")
		}), suite.Options{Workers: 4, Repeat: 3})
		require.Equal(t, map[string]int{"a": 1, "b": 1, "all": 2}, most)
		require.Equal(t, 3*time.Second, time.Since(begun))
	})
}
