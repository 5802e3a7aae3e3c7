package spec

import (
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/suite"
)

// node is a place whose globals are its own: a block, or a test.
type node struct {
	parent *node
	env    *lua.LTable // nil as long as there are none
	upTo   *node       // where globals go that are set here; nil: the state's own
}

func newNode(parent *node) *node {
	n := &node{parent: parent}
	n.upTo = n
	return n
}

// block is what is around a file, a file, or what describe and its like make.
type block struct {
	node
	outer    *block // nil: what is around the file
	kind     string // "suite", "file", "describe", "insulate", "expose"
	name     string
	line     int
	body     *lua.LFunction
	children []any // *block and *testCase, as they are written
	hooks    map[string][]hook
	shuffle  bool
	seed     uint64

	insulation *insulation // what is put back after it; nil: nothing

	element *lua.LTable // what subscribers know it by, once there are any

	lazy   bool    // the lazy setups were run
	broken *broken // why its tests cannot be run
}

// hook is a function that a verb has put around tests.
type hook struct {
	verb string
	fn   *lua.LFunction
}

// broken is a setup that failed.
type broken struct {
	suite.Outcome
	took time.Duration // that no test was told of
	told bool          // one of its tests has told of it
}

// testCase is what it and its like make.
type testCase struct {
	outer   *block
	name    string
	line    int
	last    int            // the line of its end
	body    *lua.LFunction // nil: it is to be written yet
	pending bool
	element *lua.LTable // as a block's
}

// The hooks of a block.
const (
	beforeEach     = "before_each"
	afterEach      = "after_each"
	lazySetup      = "lazy_setup"
	lazyTeardown   = "lazy_teardown"
	strictSetup    = "strict_setup"
	strictTeardown = "strict_teardown"
)

// chain gives the blocks around b and b itself, the outermost first.
func (b *block) chain() (all []*block) {
	for ; b != nil; b = b.outer {
		all = append([]*block{b}, all...)
	}
	return all
}

// fullName gives the names of the blocks around a name, and that, joined by
// blanks.
func (b *block) fullName(name string) string {
	for ; b != nil && b.outer != nil; b = b.outer {
		if b.name != "" && name != "" {
			name = b.name + " " + name
		} else {
			name = b.name + name
		}
	}
	return name
}

// isBroken gives why the tests of b cannot be run, nil if they can.
func (b *block) isBroken() *broken {
	for ; b != nil; b = b.outer {
		if b.broken != nil {
			return b.broken
		}
	}
	return nil
}
