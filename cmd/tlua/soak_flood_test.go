//go:build soak

package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
)

// TestSoakFlood has a job write as fast as it can for the time that SOAKFLOOD
// says, and takes one message every 100 ms: what this process takes stays bounded,
// no message is lost that is not counted, and the job goes on.
func TestSoakFlood(t *testing.T) {
	long, err := time.ParseDuration(os.Getenv("SOAKFLOOD"))
	if err != nil {
		t.Fatal("SOAKFLOOD says how long, such as 60s")
	}
	const most = 192 << 10 // KB, of which the queue's messages are 16 MiB and their frames as much again
	line := strings.Repeat("y", 99)
	f := job.NewFactory(local.New(), job.FactoryOptions{})
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	j, err := f.Create(job.Options{
		Program: "sh", Env: map[string]string{"LC_ALL": "C"},
		Args: []string{"-c", fmt.Sprintf("timeout %v yes %s | dd bs=64k; read word; exit $word", long.Seconds(), line)},
		Filters: map[string]job.FilterOptions{
			"lines":   {Stdout: true},
			"written": {Stderr: true, Pattern: `^(\d+) bytes`, Extract: 1},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), long+10*time.Minute)
	defer cancel()
	if err := j.Start(ctx); err != nil {
		t.Fatal(err)
	}
	lines, done := j.Filters()["lines"], make(chan job.Message, 1)
	go func() {
		m, err := j.Filters()["written"].Receive(ctx)
		if err != nil {
			t.Error(err)
		}
		done <- m
	}()

	var received, dropped, bytes int
	count := func(m job.Message) {
		dropped += m.Dropped
		if m.Lost > 0 {
			t.Errorf("%d bytes were given up", m.Lost)
		}
		if !m.EOS {
			received++
			bytes += len(m.Data) + len("\n")
		}
	}
	highest, total := 0, 0
	for tick := time.NewTicker(100 * time.Millisecond); total == 0; {
		select {
		case <-tick.C:
			m, err := lines.Receive(ctx)
			if err != nil {
				t.Fatal(err)
			}
			count(m)
			highest = max(highest, censusOf(t, os.Getpid()).kilobytes)
		case m := <-done:
			if total, err = strconv.Atoi(string(m.Data)); err != nil {
				t.Fatal(err)
			}
		}
	}
	slowly := received
	if err := j.Send(ctx, []byte("7\n")); err != nil {
		t.Fatal(err)
	}
	st, err := j.Wait(ctx)
	if err != nil || st.Value != 7 {
		t.Errorf("it ended with %v, %v", st, err)
	}
	for {
		m, err := lines.Receive(ctx)
		if err != nil {
			t.Fatal(err)
		}
		count(m)
		if m.EOS {
			break
		}
	}
	if total%(len(line)+1) != 0 { // yes was ended within its last line
		bytes--
	}
	bytes += dropped * (len(line) + 1)
	t.Logf("%d MB, %d MB/s: %d messages taken meanwhile, %d after, %d dropped; at most %d MB resident",
		total>>20, int(float64(total>>20)/long.Seconds()), slowly, received-slowly, dropped, highest>>10)
	if bytes != total {
		t.Errorf("%d bytes were received or counted as dropped, of %d", bytes, total)
	}
	if highest > most {
		t.Errorf("it took %d KB, not %d at most", highest, most)
	}
}
