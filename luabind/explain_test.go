package luabind

import (
	"strings"
	"testing"
)

func TestShortened(t *testing.T) {
	long := "stack traceback:" + strings.Repeat("\n\tx.lua:1: in function 'f'", 100)
	if got := strings.Count(shortened(long), "\n"); got != longestTrace {
		t.Errorf("%d line ends, want %d", got, longestTrace)
	}
	if short := "stack traceback:\n\tx.lua:1: in main chunk"; shortened(short) != short {
		t.Errorf("a short one was changed")
	}
}
