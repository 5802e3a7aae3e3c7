package job

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Whatever is pushed and taken: the order stays, nothing goes uncounted, no eos
// is lost, and the size is that of what is there.
func TestQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := queue{limit: rapid.IntRange(1, 2000).Draw(t, "limit")}
		pushed, taken, dropped, eos := 0, 0, 0, 0
		last := int64(-1)
		take := func() {
			m := q.take()
			require.Greater(t, m.Pos, last, "in order")
			last = m.Pos
			taken++
			dropped += m.Dropped
			if m.EOS {
				eos--
			}
		}
		for _, op := range rapid.SliceOfN(rapid.IntRange(0, 9), 0, 300).Draw(t, "ops") {
			switch {
			case op < 6:
				q.push(Message{Pos: int64(pushed), Data: make([]byte, op*30)})
				pushed++
			case op == 6:
				q.push(Message{Pos: int64(pushed), EOS: true})
				pushed++
				eos++
			case q.len() > 0:
				take()
			}
			size, n := 0, 0
			for i := range q.len() {
				size += cost(q.at(i))
				if q.at(i).EOS {
					n++
				}
			}
			require.Equal(t, size, q.size)
			require.Equal(t, n, q.eos)
			require.Equal(t, eos, n, "no eos is dropped")
			if q.data() > 1 {
				require.LessOrEqual(t, q.size-q.eos*messageCost, q.limit+messageCost+150)
			}
		}
		for q.len() > 0 {
			take()
		}
		require.Equal(t, pushed, taken+dropped)
		require.Zero(t, q.size)
	})
}

func TestQueueKeepsTheNewest(t *testing.T) {
	q := queue{limit: 1}
	q.push(Message{Pos: 1, Data: make([]byte, 100)})
	require.Equal(t, 1, q.len())
	q.push(Message{Pos: 2, Lost: 5})
	q.push(Message{Pos: 3, EOS: true})
	m := q.take()
	require.Equal(t, int64(2), m.Pos)
	require.Equal(t, 1, m.Dropped)
	require.Equal(t, int64(5), m.Lost)
	require.True(t, q.take().EOS)
}
