package tracker

// order keeps things by when they were last touched. The zero value is empty.
type order[T any] struct{ head mark[T] }

// mark is a thing's place in one order.
type mark[T any] struct {
	prev, next *mark[T]
	of         *T
}

// touch makes of, whose place in the order m is, the newest.
func (o *order[T]) touch(m *mark[T], of *T) {
	if o.head.next == nil {
		o.head.prev, o.head.next = &o.head, &o.head
	}
	m.leave()
	m.of, m.prev, m.next = of, o.head.prev, &o.head
	m.prev.next, m.next.prev = m, m
}

// oldest gives what was touched longest ago, nil if there is nothing.
func (o *order[T]) oldest() *T {
	if o.head.next == nil {
		return nil
	}
	return o.head.next.of
}

// leave takes the thing out of the order that it is in, if any.
func (m *mark[T]) leave() {
	if m.next != nil {
		m.prev.next, m.next.prev = m.next, m.prev
		m.prev, m.next = nil, nil
	}
}
