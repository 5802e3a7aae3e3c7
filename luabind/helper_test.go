package luabind_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/internal/leak"
	"github.com/tlua/tlua/luabind"
)

func TestMain(m *testing.M) { leak.Main(m) }

// needs fails the test if a program is missing.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Fatalf("%s is not installed; apt-get install %[1]s", p)
		}
	}
}

// host is a runtime under test with what it wrote and told.
type host struct {
	*testing.T
	*luabind.Runtime
	dir string
	out bytes.Buffer

	mu     sync.Mutex
	events []event.Event
}

func (h *host) Wants(event.Kind) bool { return true }
func (h *host) Observe(e event.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e.Data = bytes.Clone(e.Data)
	h.events = append(h.events, e)
}

// texts gives the texts of the events of a kind.
func (h *host) texts(k event.Kind) (out []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range h.events {
		if e.Kind == k {
			out = append(out, e.Text)
		}
	}
	return out
}

// newHost makes a runtime in a folder of its own, which is closed at the end of
// the test.
func newHost(t *testing.T, change ...func(*luabind.Options)) *host {
	t.Helper()
	h := &host{T: t, dir: t.TempDir()}
	o := luabind.Options{Stdout: &h.out, Stderr: os.Stderr, Observer: h, Dir: h.dir}
	for _, f := range change {
		f(&o)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	r, err := luabind.New(ctx, o)
	require.NoError(t, err)
	h.Runtime = r
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return h
}

// run runs code that must not fail, and gives its results.
func (h *host) run(code string, args ...string) []any {
	h.Helper()
	res, err := h.RunString("test.lua", code, args...)
	require.NoError(h, err)
	return res.Values
}

// fails runs code and gives the one line of its error, with the test's folder
// and pids made constant.
func (h *host) fails(code string) string {
	h.Helper()
	_, err := h.RunString("test.lua", code)
	require.Error(h, err)
	text := strings.ReplaceAll(err.Error(), h.dir, "DIR")
	return pids.ReplaceAllString(text, "pid N")
}
