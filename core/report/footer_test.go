package report

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func fixed(lines ...string) Lines { return func(int, int) []string { return lines } }

func equal(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got:\n%s\n%q\nwant:\n%s\n%q", got, got, want, want)
	}
}

// buffer is a bytes.Buffer that may be read while others write to it.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// take gives what was written since it was last called.
func (b *buffer) take() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.b.Reset()
	return b.b.String()
}

// onBuffer gives a footer that takes a buffer for a terminal.
func onBuffer(b *buffer, cols, rows int) *Footer {
	f := NewFooter(b)
	f.size = func() (int, int) { return cols, rows }
	return f
}

func TestFooterStaysBelowTheLog(t *testing.T) {
	y := openTTY(t, 20, 5)
	f := NewFooter(y)
	f.Set(fixed("status one", "status two 日本日本日本日本"))
	for i := range 8 {
		fmt.Fprintf(f, "log %d\n", i)
	}
	// The wide characters of the second line would not fit into the last column.
	equal(t, y.screen(20, 5), "log 0\nlog 1\nlog 2\nlog 3\nlog 4\nlog 5\nlog 6\nlog 7\nstatus one\nstatus two 日本日本\n")
	f.Close()
}

func TestFooterLeavesNothing(t *testing.T) {
	y := openTTY(t, 80, 24)
	f := NewFooter(y)
	fmt.Fprint(f, "before\n")
	f.Set(fixed("one", "two", "three"))
	fmt.Fprint(f, "during\nunfinished ")
	f.Close()
	fmt.Fprint(f, "after\n")
	f.Set(fixed("never seen"))
	equal(t, y.screen(80, 24), "before\nduring\nunfinished after\n")
}

func TestFooterBesideStdout(t *testing.T) {
	synctest.Test(t, besideStdout) // there time stands still while the terminal is read
	var b bytes.Buffer
	if NewFooter(&b).Beside(&b) != &b {
		t.Error("a buffer was taken for a terminal")
	}
}

func besideStdout(t *testing.T) {
	y := openTTY(t, 80, 24)
	f := NewFooter(y)
	stdout, err := os.OpenFile(y.Name(), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := f.Beside(stdout)
	f.Set(fixed("status"))
	fmt.Fprint(out, "printed ")
	fmt.Fprint(f, "logged\n")
	fmt.Fprint(out, "text\n")
	f.Set(nil)
	fmt.Fprint(out, "begun ")
	fmt.Fprint(f, "logged\n")
	fmt.Fprint(out, "ended\n")
	f.Close()
	stdout.Close()
	equal(t, y.screen(80, 24), "logged\nprinted text\nbegun \nlogged\nended\n")
}

func TestFooterPassesThroughElsewhere(t *testing.T) {
	var b bytes.Buffer
	f := NewFooter(&b)
	f.Set(fixed("status"))
	fmt.Fprint(f, "half ")
	fmt.Fprint(f, "line\n")
	f.Close()
	equal(t, b.String(), "half line\n")

	y := openTTY(t, 80, 24)
	t.Setenv("TERM", "dumb")
	f = NewFooter(y)
	f.Set(fixed("status"))
	fmt.Fprint(f, "log")
	f.Close()
	equal(t, y.bytes(), "log")
}

func TestFooterLeavesARowForTheCursor(t *testing.T) {
	var b buffer
	f := onBuffer(&b, 80, 3)
	f.Set(fixed("one", "two", "three", "four"))
	equal(t, b.String(), "one\ntwo\n")
	f.Close()
}

func TestFooterAfterResize(t *testing.T) {
	y := openTTY(t, 40, 10)
	f := NewFooter(y)
	f.Set(fixed(strings.Repeat("x", 50)))
	y.resize(15, 10)
	fmt.Fprint(f, "log\n")
	f.Close()
	// 39 columns have become three lines of 15.
	equal(t, y.bytes(), strings.Repeat("x", 39)+"\r\n\r\x1b[K\x1b[A\x1b[K\x1b[A\x1b[K\x1b[A\x1b[Klog\r\n"+strings.Repeat("x", 14)+"\r\n\r\x1b[K\x1b[A\x1b[K")
}

func TestFooterDrawsAtMostTwentyTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b buffer
		f := onBuffer(&b, 80, 24)
		for i := range 1000 {
			f.Set(fixed(fmt.Sprint("status ", i)))
			<-time.After(time.Millisecond)
		}
		synctest.Wait()
		if n := strings.Count(b.String(), "status"); n < 18 || n > 21 {
			t.Errorf("drawn %d times in a second", n)
		}
		<-time.After(time.Second)
		synctest.Wait()
		if !strings.HasSuffix(b.String(), "status 999\n") {
			t.Errorf("the last status is not the last one drawn: %q", b.String())
		}
		before := b.String()
		f.Set(fixed("status 999"))
		<-time.After(time.Second)
		if b.String() != before {
			t.Error("drawn again without a change")
		}
		f.Set(fixed("a"))
		f.Set(fixed("b")) // leaves a timer for Close to stop
		f.Close()
	})
}

func TestFooterWaitsForTheEndOfALine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b buffer
		f := onBuffer(&b, 80, 24)
		f.Set(fixed("status"))
		fmt.Fprint(f, "name? ")
		equal(t, b.String(), "status\n")
		<-time.After(drawGap)
		synctest.Wait()
		equal(t, b.String(), "status\n\r\x1b[K\x1b[A\x1b[Kname? ")
		f.Set(fixed("changed"))
		fmt.Fprint(f, "x")
		fmt.Fprint(f, "y\n")
		equal(t, b.String(), "status\n\r\x1b[K\x1b[A\x1b[Kname? xy\nchanged\n")
		b.take()
		fmt.Fprint(f, strings.Repeat("z", heldMax+1))
		equal(t, b.String(), "\r\x1b[K\x1b[A\x1b[K"+strings.Repeat("z", heldMax+1))
		f.Close()

		b.take()
		f = onBuffer(&b, 80, 24)
		fmt.Fprint(f, "no status yet")
		f.Set(fixed("status"))
		fmt.Fprint(f, ".\n")
		equal(t, b.String(), "no status yet.\nstatus\n")
		f.Set(nil)
		equal(t, b.String(), "no status yet.\nstatus\n\r\x1b[K\x1b[A\x1b[K")
		f.Close()
	})
}

func TestFooterIsSafeForMany(t *testing.T) {
	y := openTTY(t, 40, 12)
	f := NewFooter(y)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 50 {
				fmt.Fprintf(f, "%d:%d\n", i, j)
				f.Set(fixed(fmt.Sprintf("status %d", j), strings.Repeat("=", j)))
			}
		})
	}
	all.Wait()
	f.Close()
	lines := strings.Split(strings.TrimSuffix(y.screen(40, 12), "\n"), "\n")
	next := make([]int, 8)
	for _, line := range lines {
		var i, j int
		if n, _ := fmt.Sscanf(line, "%d:%d", &i, &j); n != 2 || next[i] != j {
			t.Fatalf("unexpected line %q", line)
		}
		next[i]++
	}
	if len(lines) != 400 {
		t.Errorf("%d lines", len(lines))
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		cols int
		want string
	}{
		{"abc", 5, "abc"},
		{"abcdef", 5, "abcde"},
		{"日本語", 5, "日本"},
		{"e\u0301e\u0301", 1, "e\u0301"},
		{"\x1b[31mabc\x1b[0m", 3, "\x1b[31mabc\x1b[0m"},
		{"\x1b[31mabc\x1b[0mdef", 2, "\x1b[31mab\x1b[0m"},
		{"\x1b[2Ja", 20, `\x1b[2Ja`},
		{"abc", 0, ""},
		{"abc", -1, ""},
	} {
		if got := clip(c.in, c.cols); got != c.want {
			t.Errorf("clip(%q, %d) = %q, want %q", c.in, c.cols, got, c.want)
		}
	}
}
