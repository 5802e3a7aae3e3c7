package vm

import (
	lua "github.com/yuin/gopher-lua"
)

// stopEvery is after how many comparisons a sort looks whether it was stopped.
const stopEvery = 1 << 14

// sorter sorts a table in place as Lua's own sort does, so that a comparison
// sees the same pairs in the same order.
type sorter struct {
	libCall
	t     *lua.LTable
	fn    *lua.LFunction // nil: by <
	count int
}

func tableSort(c libCall) int {
	s := sorter{libCall: c, t: c.table(1)}
	if !c.absent(2) {
		s.fn = c.function(2)
	}
	s.sort(1, s.t.Len())
	return 0
}

func (s *sorter) less(a, b lua.LValue) bool {
	if s.fn == nil {
		if s.count++; s.count%stopEvery == 0 {
			s.goOn()
		}
		return s.L.LessThan(a, b)
	}
	s.L.Push(s.fn)
	s.L.Push(a)
	s.L.Push(b)
	s.L.Call(2, 1)
	ok := lua.LVAsBool(s.L.Get(-1))
	s.L.Pop(1)
	return ok
}

func (s *sorter) get(i int) lua.LValue { return s.t.RawGetInt(i) }

func (s *sorter) set(i, j int, a, b lua.LValue) {
	s.t.RawSetInt(i, a)
	s.t.RawSetInt(j, b)
}

// order swaps i and j if they are the wrong way round, where i < j.
func (s *sorter) order(i, j int) {
	if a, b := s.get(i), s.get(j); s.less(b, a) {
		s.set(i, j, b, a)
	}
}

// sort sorts from lo to up: a quicksort that calls itself for the smaller part.
func (s *sorter) sort(lo, up int) {
	for lo < up {
		s.order(lo, up)
		if up-lo == 1 {
			return
		}
		mid := lo + (up-lo)/2
		if a, b := s.get(mid), s.get(lo); s.less(a, b) {
			s.set(mid, lo, b, a)
		} else {
			s.order(mid, up)
		}
		if up-lo == 2 {
			return
		}
		at := s.partition(lo, up, mid)
		if at-lo < up-at {
			s.sort(lo, at-1)
			lo = at + 1
		} else {
			s.sort(at+1, up)
			up = at - 1
		}
	}
}

// partition moves what is less than the element at mid before it, and what is
// greater behind it, and gives its place.
func (s *sorter) partition(lo, up, mid int) int {
	pivot := s.get(mid)
	s.set(mid, up-1, s.get(up-1), pivot)
	i, j := lo, up-1
	for {
		for i++; s.less(s.get(i), pivot); i++ {
			s.inside(i <= up)
		}
		for j--; s.less(pivot, s.get(j)); j-- {
			s.inside(j >= lo)
		}
		if j < i {
			break
		}
		s.set(i, j, s.get(j), s.get(i))
	}
	s.set(up-1, i, s.get(i), s.get(up-1))
	return i
}

// inside raises that a comparison contradicts itself, which would lead out of
// the part that is sorted.
func (s *sorter) inside(ok bool) {
	if !ok {
		s.raise("invalid order function for sorting")
	}
}
