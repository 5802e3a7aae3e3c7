package report

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/creack/pty"
	"github.com/mattn/go-runewidth"
)

// screen is a terminal that understands what the footer writes, and fails the
// test at everything else.
type screen struct {
	t          *testing.T
	cols, rows int
	lines      []string // with those that were scrolled away
	row        int
	col        int
}

func (s *screen) feed(text string) {
	for text != "" {
		if strings.HasPrefix(text, "\x1b") {
			text = text[s.control(text):]
			continue
		}
		r, n := utf8.DecodeRuneInString(text)
		s.put(r)
		text = text[n:]
	}
}

// control obeys one escape sequence and gives its length.
func (s *screen) control(text string) int {
	end := strings.IndexAny(text, "ABCDJKm")
	if end < 0 || text[1] != '[' {
		s.t.Fatalf("unknown sequence %q", text)
	}
	n := 0
	_, _ = fmt.Sscanf(text[2:], "%d", &n)
	switch text[end] {
	case 'A':
		if s.row -= max(n, 1); s.row < s.top() {
			s.t.Fatalf("%d lines up is beyond the screen's top", n)
		}
	case 'K':
		s.lines[s.row] = s.lines[s.row][:min(s.col, len(s.lines[s.row]))]
	case 'm':
	default:
		s.t.Fatalf("unknown sequence %q", text[:end+1])
	}
	return end + 1
}

func (s *screen) top() int { return max(0, len(s.lines)-s.rows) }

func (s *screen) put(r rune) {
	for len(s.lines) <= s.row {
		s.lines = append(s.lines, "")
	}
	switch {
	case r == '\r':
		s.col = 0
	case r == '\n':
		if s.row++; s.row == len(s.lines) {
			s.lines = append(s.lines, "")
		}
	case r < ' ':
		s.t.Fatalf("control character %q", r)
	default:
		if runewidth.StringWidth(s.lines[s.row])+runewidth.RuneWidth(r) > s.cols {
			s.put('\n')
			s.put('\r')
		}
		s.lines[s.row] = s.lines[s.row][:s.col] + string(r)
		s.col = len(s.lines[s.row])
	}
}

// tty is a pseudo-terminal and what has been written to it.
type tty struct {
	*os.File
	t      *testing.T
	master *os.File
	done   chan string
}

func openTTY(t *testing.T, cols, rows uint16) *tty {
	t.Helper()
	t.Setenv("TERM", "xterm")
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	y := &tty{File: slave, t: t, master: master, done: make(chan string)}
	y.resize(cols, rows)
	go func() {
		out, _ := io.ReadAll(master) // ends with EIO when the other side is closed
		y.done <- string(out)
	}()
	return y
}

func (y *tty) resize(cols, rows uint16) {
	y.t.Helper()
	if err := pty.Setsize(y.master, &pty.Winsize{Cols: cols, Rows: rows}); err != nil {
		y.t.Fatal(err)
	}
}

// bytes closes the terminal and gives what was written to it.
func (y *tty) bytes() string {
	y.Close()
	out := <-y.done
	y.master.Close()
	return out
}

// screen closes the terminal and gives what is to be seen on it.
func (y *tty) screen(cols, rows int) string {
	s := &screen{t: y.t, cols: cols, rows: rows}
	s.feed(y.bytes())
	for len(s.lines) > s.row+1 && s.lines[len(s.lines)-1] == "" { // cleared, below the cursor
		s.lines = s.lines[:len(s.lines)-1]
	}
	return strings.Join(s.lines, "\n")
}
