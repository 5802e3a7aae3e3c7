package html

import (
	"os"
	"testing"

	"github.com/tlua/tlua/internal/leak"
)

func TestMain(m *testing.M) { os.Exit(leak.Checked{Tests: browsed{m}}.Run()) }

// browsed are tests that share a browser.
type browsed struct{ *testing.M }

func (b browsed) Run() int {
	defer func() { endBrowser() }()
	return b.M.Run()
}
