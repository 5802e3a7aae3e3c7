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
	own := "stack traceback:\n\t[C]: in function 'error'\n\t(tlua)/assert/chain.lua:34: in function 'a'\n\t[C]: in function 'pcall'\n" +
		"\t(tlua)/assert/chain.lua:52: in function 'b'\n\tx.lua:1: in function 'f'\n\t[C]: in function 'pcall'\n\tx.lua:2: in main chunk"
	want := "stack traceback:\n\tx.lua:1: in function 'f'\n\t[C]: in function 'pcall'\n\tx.lua:2: in main chunk"
	if got := shortened(own); got != want {
		t.Errorf("what is tlua's own is shown: %s", got)
	}
}
