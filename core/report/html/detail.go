package html

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

const (
	mostRows = 300 // of a list of steps or waits
	manyJobs = 16  // beyond which those that ended well stay folded
)

// detail adds what a row is unfolded into.
func (m *markup) detail(e *entry) {
	m.command(e.Repeat)
	for i := range e.Attempts {
		a := &e.Attempts[i]
		if len(e.Attempts) == 1 {
			m.attempt(a)
			break
		}
		m.raw(`<details class="attempt"`, either[literal](a.Open, ` open`, ``), `><summary>`).icon(a.Fill, 18).raw(` Attempt `).int(a.N).raw(` of `).int(a.Of).raw(`: `).text(a.Word)
		m.raw(` <span class="soft">`).text(report.Duration(a.End - a.Begin)).raw(`, `).text(a.Lane).raw(`, `).text(report.Duration(a.Begin)).raw(` after the run's begin</span></summary>`)
		m.attempt(a)
		m.raw(`</details>`)
	}
}

// command adds a line for the shell. Quoted as it is for that, all of it is
// visible: the text of the element is what is copied.
func (m *markup) command(line string) {
	m.raw(`<p class="repeat"><code>`).text(line).raw(`</code></p>`)
}

func (m *markup) attempt(a *attempt) {
	if a.Reason != "" {
		m.raw(`<p class="why">`).text(a.Reason).raw(`</p>`)
	}
	for i := range a.Failures {
		m.failure(&a.Failures[i])
	}
	m.gantt(a.Record, a.Begin, a.End)
	m.orphans(a.Orphans)
	m.steps(a)
	if len(a.Jobs) > 0 {
		m.raw(`<section><h3>Jobs</h3>`)
		for _, j := range a.Jobs {
			for _, r := range j.Runs {
				m.jobRun(a, j.Label, r)
			}
		}
		m.raw(`</section>`)
	}
	if rows := scriptRows(a.Record); len(rows) > 0 {
		m.raw(`<section><h3>Script</h3>`).rows(rows, a.Begin)
		m.raw(`</section>`)
	}
	m.waits(a)
	m.list("Verdicts", len(a.Verdicts), func(i int) { m.text(a.Verdicts[i]) })
	m.list("Artifacts", len(a.Artifacts), func(i int) {
		f := a.Artifacts[i]
		m.raw(`<a href="`).text(link(a.Folder, f.Path)).raw(`">`).text(f.Name).raw(`</a> <span class="soft">`).text(f.Path).raw(`</span>`)
	})
}

// list adds n items below a heading.
func (m *markup) list(heading literal, n int, item func(int)) {
	if n == 0 {
		return
	}
	m.raw(`<section><h3>`, heading, `</h3><ul>`)
	for i := range n {
		m.raw(`<li>`)
		item(i)
		m.raw(`</li>`)
	}
	m.raw(`</ul></section>`)
}

// beyond tells how many of a list are not in the page.
func (m *markup) beyond(n int) {
	if n > mostRows {
		m.raw(`<p class="soft">`).int(n - mostRows).raw(` more are left out of this page; the record of the run has them.</p>`)
	}
}

func (m *markup) orphans(all []results.Orphan) {
	if len(all) == 0 {
		return
	}
	m.raw(`<section><h3>Orphans</h3><table><thead><tr><th>pid<th>left by<th>age<th>command<tbody>`)
	for _, o := range all {
		m.raw(`<tr><td>`).int(o.PID).raw(`<td>`).text(o.Job).raw(`<td>`).text(report.Duration(o.Age)).raw(`<td><code>`).text(o.Command).raw(`</code>`)
	}
	m.raw(`</table></section>`)
}

// depths are the classes of steps within steps.
var depths = [...]literal{"d0", "d1", "d2", "d3", "d4", "d5", "d6"}

// steps adds the tree of steps, each with its place on the test's axis.
func (m *markup) steps(a *attempt) {
	if len(a.Steps) == 0 {
		return
	}
	s := scale{from: a.Begin, to: a.End}
	n := 0
	var walk func([]*results.Step, int)
	walk = func(steps []*results.Step, depth int) {
		for _, st := range steps {
			if n++; n <= mostRows {
				x := s.x(st.Begin)
				m.raw(`<li class="`, depths[min(depth, len(depths)-1)], either[literal](st.Err != "", ` bad`, ``), `"><span class="what">`).text(st.Text)
				m.reason(st.Err).raw(` </span><svg width="160" height="8" fill="#5b86dc" aria-hidden="true"><rect class="track" width="100%" height="100%" fill="#e3e7ee"/><rect x="`)
				m.percent(min(x, 99)).raw(`" width="`).percent(max(s.x(st.End)-x, 1)).raw(`" height="100%"/></svg><span class="ms"> `).text(report.Duration(st.End - st.Begin)).raw(`</span></li>`)
			}
			walk(st.Steps, depth+1)
		}
	}
	m.raw(`<section><h3>Steps</h3><ol class="steps">`)
	walk(a.Steps, 0)
	m.raw(`</ol>`).beyond(n)
	m.raw(`</section>`)
}

// reason adds why something went wrong, behind what it was.
func (m *markup) reason(s string) *markup {
	if s == "" {
		return m
	}
	return m.raw(` <span class="reason">`).text(s).raw(`</span>`)
}

func (m *markup) waits(a *attempt) {
	if len(a.Waits) == 0 {
		return
	}
	m.raw(`<section><details class="waits"><summary><h3>Waits</h3> <span class="soft">`).int(len(a.Waits))
	m.raw(`</span></summary><table><thead><tr><th class="n">at<th class="n">took<th>call<th>job<th>for<tbody>`)
	for _, w := range a.Waits[:min(len(a.Waits), mostRows)] {
		m.raw(`<tr`, either[literal](w.Err != "", ` class="bad"`, ``), `><td class="n">`).text(seconds(w.Begin - a.Begin)).raw(`<td class="n">`).text(report.Duration(w.End - w.Begin))
		m.raw(`<td><code>`).text(w.Op).raw(`</code><td>`).text(w.Job).raw(`<td>`).text(w.Text).reason(w.Err)
	}
	m.raw(`</table>`).beyond(len(a.Waits))
	m.raw(`</details></section>`)
}

// jobRun adds one run of a job: how it was started, what it was, and what it wrote.
func (m *markup) jobRun(a *attempt, label string, r *results.JobRun) {
	failed := bad(r.Status)
	open := a.OpenJobs && (len(a.Jobs) <= manyJobs || failed)
	m.raw(`<details class="run"`, either[literal](open, ` open`, ``), `><summary><b>`).text(label).raw(`</b>`)
	if r.N > 1 {
		m.raw(` run `).int(r.N)
	}
	m.raw(` <span class="status`, either[literal](failed, ` bad`, ``), `">`).text(either(r.Status == "", stillRunning, r.Status)).raw(`</span> <span class="soft">pid `).int(r.PID)
	if r.End != 0 {
		m.raw(`, `).text(report.Duration(r.End - r.Begin))
	}
	m.raw(`, from `).text(seconds(r.Begin - a.Begin)).raw(` s`)
	if r.Ready != 0 {
		m.raw(`, ready at `).text(seconds(r.Ready - a.Begin)).raw(` s`)
	}
	for i, s := range r.Signals {
		m.raw(either[literal](i == 0, `, got `, `, `)).text(s.Text)
	}
	m.raw(`</span></summary>`)
	if len(r.Argv) > 0 {
		m.command(report.Command(r.Argv))
		m.raw(`<details class="argv"><summary>`).text(count(len(r.Argv), "argument", "arguments")).raw(`, with the program</summary><ol start="0">`)
		for _, arg := range r.Argv {
			m.raw(`<li><code>`).text(arg).raw(`</code></li>`)
		}
		m.raw(`</ol></details>`)
	}
	m.options(r)
	m.matches(r, a)
	if rows := runRows(r); len(rows) > 0 {
		m.rows(rows, a.Begin)
	}
	m.raw(`</details>`)
}

func (m *markup) options(r *results.JobRun) {
	if len(r.Options)+len(r.Defaults) == 0 {
		return
	}
	m.raw(`<details class="argv options"><summary>`).text(count(len(r.Options), "option", "options"))
	if n := len(r.Defaults); n > 0 {
		m.raw(`, `).text(count(n, "default", "defaults"))
	}
	m.raw(`</summary><table>`)
	for _, of := range []struct {
		all   map[string]any
		class literal
		about literal
	}{{r.Options, ``, ``}, {r.Defaults, ` class="soft"`, ` by default`}} {
		for _, name := range slices.Sorted(maps.Keys(of.all)) {
			m.raw(`<tr`, of.class, `><th>`).text(name).raw(`<td><code>`).text(fmt.Sprint(of.all[name])).raw(`</code>`, of.about)
		}
	}
	m.raw(`</table></details>`)
}

// matches adds how often each filter matched.
func (m *markup) matches(r *results.JobRun, a *attempt) {
	if all := matchCounts(r, a.Begin); len(all) > 0 {
		m.raw(`<table><thead><tr><th>filter<th class="n">matches<th class="n">first<th class="n">last<th>what matched last<tbody>`)
		for _, c := range all {
			m.raw(`<tr><td>`).text(c.Filter).raw(`<td class="n">`).int(c.N).raw(`<td class="n">`).text(c.First).raw(`<td class="n">`).text(c.Last).raw(`<td><code>`).text(c.Text).raw(`</code>`)
		}
		m.raw(`</table>`)
	}
	if r.LostMatches > 0 {
		m.raw(`<p class="soft">`).int(int(r.LostMatches)).raw(` more matches were not written down.</p>`)
	}
}

func (m *markup) failure(f *event.Failure) {
	m.raw(`<section class="failure"><p class="head"><b>`).text(f.Kind).raw(`</b>`)
	if f.Soft {
		m.raw(` <span class="chip">the test went on</span>`)
	}
	if f.Path != "" {
		m.raw(` <span class="soft">`).text(f.Path)
		if f.Line != 0 {
			m.raw(`:`).int(f.Line)
		}
		m.raw(`</span>`)
	}
	first, rest, _ := strings.Cut(strings.TrimLeft(f.Message, "\r\n"), "\n")
	m.raw(`</p><pre class="message"><b>`).lines(first).raw(`</b>`)
	if rest != "" {
		m.raw("\n").lines(rest)
	}
	m.raw(`</pre>`)
	if f.Source != "" {
		m.raw(`<pre class="source"><i>`)
		if f.Line != 0 {
			m.int(f.Line)
		}
		m.raw(`</i> `).text(f.Source).raw(`</pre>`)
	}
	if len(f.Steps) > 0 {
		m.raw(`<p class="path"><span class="soft">in the step</span> `)
		for i, s := range f.Steps {
			m.raw(either[literal](i == 0, ``, `<span class="soft"> › </span>`)).text(s)
		}
		m.raw(`</p>`)
	}
	m.values(f)
	if f.Waited != "" {
		m.raw(`<p class="waited"><span class="soft">waited for</span> `).text(f.Waited).raw(`</p>`)
	}
	if len(f.Jobs) > 0 {
		m.raw(`<div class="live"><p class="soft">jobs at that time</p>`)
		for _, j := range f.Jobs {
			m.raw(`<pre>`).lines(j).raw(`</pre>`)
		}
		m.raw(`</div>`)
	}
	if len(f.Tail) > 0 {
		m.raw(`<div class="live"><p class="soft">last lines of the job</p><pre>`)
		for i, l := range f.Tail {
			m.raw(either[literal](i == 0, "", "\n")).text(l)
		}
		m.raw(`</pre></div>`)
	}
	if f.Traceback != "" {
		m.raw(`<details class="trace"><summary>Traceback</summary><pre>`).lines(f.Traceback).raw(`</pre></details>`)
	}
	m.raw(`</section>`)
}

// values adds what was expected and what was there, unless the message tells it.
func (m *markup) values(f *event.Failure) {
	switch {
	case f.Diff != "":
		m.raw(`<div class="diff" role="group" aria-label="difference">`)
		for _, l := range lines(f.Diff) {
			class, sign, rest := literal("same"), literal(" "), strings.TrimPrefix(l, " ")
			switch {
			case strings.HasPrefix(l, "+"):
				class, sign, rest = "plus", "+", l[1:]
			case strings.HasPrefix(l, "-"):
				class, sign, rest = "minus", "-", l[1:]
			}
			m.raw(`<div class="`, class, `"><i>`, sign, `</i><span>`).text(rest).raw(`</span></div>`)
		}
		m.raw(`</div>`)
	case !f.TellsValues():
		m.raw(`<dl class="values"><dt>expected</dt><dd><pre>`).lines(f.Expected).raw(`</pre></dd><dt>actual</dt><dd><pre>`).lines(f.Actual).raw(`</pre></dd></dl>`)
	}
}
