package job

import (
	"slices"

	"github.com/tlua/tlua/core/job/stream"
)

// past is the end of what went out of a raw filter's queue.
type past struct {
	run  int
	end  int64
	text []byte
}

// add adds what went.
func (p *past) add(m Message) {
	if m.Run != p.run || m.Pos != p.end {
		p.text = p.text[:0]
	}
	p.run, p.end = m.Run, m.Pos+int64(len(m.Data))
	p.text = append(p.text, m.Data[max(len(m.Data)-stream.MaxContext, 0):]...)
	p.text = slices.Delete(p.text, 0, max(len(p.text)-stream.MaxContext, 0))
}

// before gives what is known of the output before m.
func (p *past) before(m *Message) []byte {
	if m.Run != p.run || m.Pos != p.end {
		return nil
	}
	return p.text
}
