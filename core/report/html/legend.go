package html

import (
	"slices"
	"time"

	"github.com/tlua/tlua/core/results"
)

// legend is what a picture can show, and how: shapes of a class are told by one
// sample of them.
var legend = []struct {
	class, about, sample literal
}{
	{"starting", "until ready", `<rect class="starting" width="22" height="10" fill="#c4d4f4" stroke="#5b86dc"/>`},
	{"running", "running", `<rect class="running" width="22" height="10" fill="#5b86dc"/>`},
	{"stopping", "told to end", `<rect class="stopping" width="22" height="10" fill="#d98a1f"/>`},
	{"on", stillRunning, `<rect class="running faint" y="1" width="14" height="9" fill="#c4d4f4"/><use href="#on" class="on" fill="#5b86dc" x="13" y="5.5"/>`},
	{"orphan", "orphan", `<rect class="orphan" y="1" width="14" height="9" fill="#fbe6e3"/><use href="#on" class="on orphan-on" fill="#bd251b" x="13" y="5.5"/>`},
	{"signal", "signal", `<use href="#signal" class="signal" fill="#bd251b" stroke="#bd251b" x="4" y="10"/>`},
	{"sent", "sent", `<use href="#sent" class="sent" fill="#1a7446" x="6" y="1"/>`},
	{"match", "match", `<line class="match" x1="6" x2="6" y1="1" y2="10" stroke="#333"/>`},
	{"died", "ended badly", `<use href="#died" class="died" fill="#bd251b" stroke="#fff" x="6" y="6"/>`},
	{"wait", "wait", `<path class="wait" d="M1 10V4H21V10" fill="none" stroke="#777"/>`},
}

// gantt adds the picture of what happened in an attempt, with a legend of the
// kinds of things that are in it.
func (m *markup) gantt(r *results.Record, from, to time.Duration) {
	p := gantt(r, from, to)
	if p == nil {
		return
	}
	m.raw(`<figure class="gantt">`)
	m.picture(p)
	shapes := p.shapes
	if p.folded != nil {
		m.raw(`<details class="lanes"><summary>`).text(count(p.nfolded, "more job", "more jobs")).raw(`</summary>`)
		m.picture(p.folded)
		m.raw(`</details>`)
		shapes = append(shapes, p.folded.shapes...)
	}
	m.raw(`<figcaption class="legend soft">`)
	for _, l := range legend {
		if slices.ContainsFunc(shapes, func(s shape) bool { return s.class == l.class || s.class == l.class+" bad" }) {
			m.raw(`<span><svg width="22" height="11" aria-hidden="true">`, l.sample, `</svg> `, l.about, `</span> `)
		}
	}
	m.raw(`</figcaption></figure>`)
}
