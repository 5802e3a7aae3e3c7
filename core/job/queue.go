package job

// messageCost is what a message counts beside its data, in bytes.
const messageCost = 64

// queue holds messages, oldest first, up to a limit of bytes.
type queue struct {
	limit int
	size  int
	items []Message
	head  int // the items before it were taken
	eos   int // how many of the rest are eos
}

func (q *queue) len() int          { return len(q.items) - q.head }
func (q *queue) data() int         { return q.len() - q.eos }
func (q *queue) at(i int) *Message { return &q.items[q.head+i] }

func cost(m *Message) int { return len(m.Data) + messageCost }

func (q *queue) pushAll(ms []Message) {
	for i := range ms {
		q.push(ms[i])
	}
}

// push adds a message. While there is more than the limit, the oldest messages
// are dropped; never an eos, nor the newest.
func (q *queue) push(m Message) {
	q.items = append(q.items, m)
	q.size += cost(&m)
	if m.EOS {
		q.eos++
	}
	droppable := q.data()
	if !m.EOS {
		droppable--
	}
	for ; q.size > q.limit && droppable > 0; droppable-- {
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

func (q *queue) clear() {
	clear(q.items)
	q.items, q.head, q.size, q.eos = q.items[:0], 0, 0, 0
}
