package vm

import (
	lua "github.com/yuin/gopher-lua"
)

// maxNesting bounds protected calls and coroutines within one another. Each of
// them takes some of Go's own stack, whose overflow nothing can catch; Lua 5.1
// has the same bound for C functions. One from a stack deeper than deepStack
// counts as deepWeight: each of its functions can be a metamethod, which takes
// Go's stack as well.
const (
	maxNesting = 200
	deepStack  = 1000
	deepWeight = 40
)

const tooNested = " stack overflow (too many nested calls from Go)"

// nest counts a call or coroutine that L is about to run, unless there are too
// many; unnest takes what it gave.
func (st *state) nest(L *lua.LState) (weight int, ok bool) {
	weight = 1
	if _, deep := L.GetStack(deepStack); deep {
		weight = deepWeight
	}
	if st.nesting+weight > maxNesting {
		return 0, false
	}
	st.nesting += weight
	return weight, true
}

func (st *state) unnest(weight int) { st.nesting -= weight }
