package job

import "sort"

// messageCost is what a message counts beside its data, or what its groups hold,
// in bytes.
const messageCost = 64

// queue holds messages, oldest first, up to a limit of bytes.
type queue struct {
	limit int
	raw   bool // the messages are pieces of an output, and what went is remembered
	past  past
	size  int
	items []Message
	head  int // the items before it were taken
	eos   int // how many of the rest are eos
}

func (q *queue) len() int          { return len(q.items) - q.head }
func (q *queue) data() int         { return q.len() - q.eos }
func (q *queue) at(i int) *Message { return &q.items[q.head+i] }

func cost(m *Message) int { return max(len(m.Data), len(m.groups)) + messageCost }

func (q *queue) pushAll(ms []Message) {
	for i := range ms {
		q.push(ms[i])
	}
}

// push adds a message. While there is more than the limit, the oldest messages
// are dropped; never an eos, nor the newest that is none.
func (q *queue) push(m Message) {
	q.items = append(q.items, m)
	q.size += cost(&m)
	if m.EOS {
		q.eos++
	}
	for q.size > q.limit && q.data() > 1 {
		q.drop()
	}
}

// drop takes out the oldest message that is no eos, and counts it in the one
// that follows.
func (q *queue) drop() {
	i := 0
	for q.at(i).EOS {
		i++
	}
	victim, next := q.at(i), q.at(i+1)
	next.Dropped += victim.Dropped + 1
	next.Lost += victim.Lost
	q.size -= cost(victim)
	q.remember(*victim)
	for ; i > 0; i-- {
		*q.at(i) = *q.at(i - 1)
	}
	q.advance()
}

// take removes the oldest message and gives it.
func (q *queue) take() Message {
	m := *q.at(0)
	q.size -= cost(&m)
	if m.EOS {
		q.eos--
	}
	q.remember(m)
	q.advance()
	return m
}

// advance forgets the first item, and now and then moves the rest to the front.
func (q *queue) advance() {
	const enough = 1024
	q.items[q.head] = Message{}
	q.head++
	if q.head == len(q.items) {
		q.items, q.head = q.items[:0], 0
	} else if q.head >= enough && q.head >= len(q.items)/2 {
		n := copy(q.items, q.items[q.head:])
		clear(q.items[n:])
		q.items, q.head = q.items[:n], 0
	}
}

// remember adds what went to the past.
func (q *queue) remember(m Message) {
	if q.raw && !m.EOS {
		q.past.add(m)
	}
}

// find gives the index of the first message of a run, or a later one, that has
// something at offset at or behind it; len if there is none. The messages must
// be those of one raw output.
func (q *queue) find(run int, at int64) int {
	return sort.Search(q.len(), func(i int) bool {
		m := q.at(i)
		end := m.Pos + int64(len(m.Data))
		if m.EOS {
			end++
		}
		return m.Run > run || m.Run == run && end > at
	})
}

// cut takes the first n bytes of the oldest message away.
func (q *queue) cut(n int) {
	m := q.at(0)
	taken := *m
	taken.Data = m.Data[:n]
	m.Data, m.Pos, m.Dropped = m.Data[n:], m.Pos+int64(n), 0
	q.size -= n
	q.remember(taken)
}
