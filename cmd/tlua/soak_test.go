//go:build soak

package main

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/tlua/tlua/internal/leak"
)

// TestSoakKills kills tlua with SIGKILL at a random moment, in each of the shapes,
// and looks for what is left.
func TestSoakKills(t *testing.T) {
	rounds, err := strconv.Atoi(os.Getenv("SOAK"))
	if err != nil {
		t.Fatal("SOAK says how many rounds")
	}
	var slowest time.Duration
	for _, shape := range shapes {
		left, worst := 0, time.Duration(0)
		for range rounds {
			mark := newMark()
			file := filepath.Join(t.TempDir(), "script.lua")
			if err := os.WriteFile(file, []byte(living(mark, shape.script)+"sleep(1000000)"), 0o600); err != nil {
				t.Fatal(err)
			}
			c := exec.Command("tlua", "run", file)
			temp := t.TempDir()
			c.Env = append(os.Environ(), "TMPDIR="+temp)
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			<-time.After(rand.N(80 * time.Millisecond))
			_ = c.Process.Kill()
			_ = c.Wait()
			killed := time.Now()
			// What loses its parents comes to this process, the guardian too.
			for time.Since(killed) < patience && (len(leak.Processes()) > 0 || len(marked(mark)) > 0) {
			}
			took := time.Since(killed)
			for pid := 1; pid > 0; {
				pid, _ = syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
			}
			worst = max(worst, took)
			left += len(marked(mark))
			folders, err := os.ReadDir(temp)
			if err != nil || len(folders) > 0 {
				t.Fatalf("temporary folders were left: %v, %v", folders, err)
			}
		}
		t.Logf("%-20s %d rounds: %d left, slowest clean-up %v", shape.name, rounds, left, worst.Round(time.Millisecond))
		if left > 0 {
			t.Errorf("%s: %d processes were left", shape.name, left)
		}
		slowest = max(slowest, worst)
	}
	t.Logf("slowest of all: %v", slowest.Round(time.Millisecond))
}
