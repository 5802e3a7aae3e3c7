package html

import "github.com/tlua/tlua/core/report"

// row adds a row of the list, with its details, which are nil if they are packed.
func (m *markup) row(e *entry, detail *markup) {
	m.raw(`<details class="t`, either[literal](e.Bad, ` bad`, ``), `" data-k="`).text(e.Kinds).raw(`"`)
	if detail == nil {
		m.raw(` data-pack="p`).int(e.Pack).raw(`"`)
	}
	m.raw(either[literal](e.Open, ` open`, ``), `><summary id="`).text(e.ID).raw(`">`).icon(e.Fill, 18)
	m.raw(`<span class="word `, e.Fill, `"> `).text(e.Word).raw(` </span><span class="name">`).text(e.Name)
	m.chip("", e.Params)
	for _, t := range e.Tags {
		m.chip(" tag", t)
	}
	if n := len(e.Attempts); n > 1 {
		m.chip("", count(n, "attempt", "attempts"))
	}
	m.chip(" note", e.Expected)
	if e.Bad || e.Odd {
		m.raw(` <span class="where">`).text(e.File)
		if e.Line != 0 {
			m.raw(`:`).int(e.Line)
		}
		m.raw(`</span>`)
	}
	m.reason(e.Reason).raw(`</span><span class="took">`)
	if e.Share >= 1 {
		m.raw(`<svg width="60" height="3" fill="#bbb" aria-hidden="true"><rect width="`).percent(float64(int(e.Share + .5))).raw(`" height="3"/></svg>`)
	}
	m.raw(` `).text(report.Duration(e.Took)).raw(`</span></summary>`)
	if detail != nil {
		m.raw(`<div class="body">`).part(detail).raw(`</div>`)
	}
	m.raw("</details>\n")
}

// chip adds a word about a test beside its name.
func (m *markup) chip(class literal, s string) {
	if s != "" {
		m.raw(` <span class="chip`, class, `">`).text(s).raw(`</span>`)
	}
}
