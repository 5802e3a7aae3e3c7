package export

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

// How much a page of Markdown has: GitHub takes 1 MiB from a step.
const (
	detailSize  = 8 << 10 // bytes of what is told of a failure
	detailsMost = 50      // failures that are told of
	rowsMost    = 200     // rows of the table of failures
	listMost    = 10      // flaky tests, and slowest ones
)

// Markdown writes the run as a page in GitHub's kind of Markdown, for the summary
// of a job: a verdict, the numbers, what failed with folded details, flaky tests,
// and the slowest.
func Markdown(w io.Writer, run *results.Run) error {
	m := &markdown{}
	all := findings(run)
	mark := "✅"
	if run.Failed() {
		mark = "❌"
	}
	m.linef("## %s Tests %s", mark, outcome(run))
	m.linef("")
	m.linef("%s%s", markdownText(verdict(run)), shardText(run))
	for _, g := range run.Gaps() {
		m.linef("")
		m.linef("**%s**", markdownText(g.Text))
	}
	m.failures(all)
	m.tests("Flaky", flaky(run), func(t *results.Test) string { return counted(len(t.Attempts), "attempt") })
	m.tests("Slowest", slowest(run, listMost), func(t *results.Test) string { return report.Duration(took(t)) })
	_, err := io.WriteString(w, m.b.String())
	return err
}

type markdown struct{ b strings.Builder }

func (m *markdown) linef(form string, args ...any) { fmt.Fprintf(&m.b, form+"\n", args...) }

func shardText(run *results.Run) string {
	if run.Shard == "" {
		return ""
	}
	return ", shard " + markdownText(run.Shard)
}

// failures writes the table of what failed, and the details.
func (m *markdown) failures(all []finding) {
	if len(all) == 0 {
		return
	}
	m.linef("\n### Failures\n\n| Test | Where | Result | Why |\n| --- | --- | --- | --- |")
	for _, f := range all[:min(len(all), rowsMost)] {
		m.linef("| %s | %s | %s | %s |", markdownText(f.title), markdownText(placed(f.place())), f.result, markdownText(headline(f.failures)))
	}
	m.more(len(all)-rowsMost, "failures")
	for _, f := range all[:min(len(all), detailsMost)] {
		m.details(f)
	}
	m.more(len(all)-detailsMost, "failures without details")
}

func (m *markdown) more(n int, what string) {
	if n > 0 {
		m.linef("\n… and %d more %s", n, what)
	}
}

// details folds what is known of a failure.
func (m *markdown) details(f finding) {
	name := f.title
	if f.file != "" {
		name = report.Printable(f.file) + ": " + name
	}
	m.linef("\n<details><summary>%s</summary>\n", html.EscapeString(name))
	m.block(short(explain(f.failures), detailSize))
	if f.test != nil {
		if said := transcript(&last(f.test).Record); said != "" {
			m.linef("\nOutput:\n")
			m.block(tail(said, detailSize))
		}
	}
	m.linef("\n</details>")
}

// block writes text as it is, between fences that are not in it.
func (m *markdown) block(s string) {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	m.linef("%s\n%s\n%s", fence, strings.TrimRight(s, "\n"), fence)
}

// tests writes a list of tests.
func (m *markdown) tests(head string, tests []*results.Test, note func(*results.Test) string) {
	if len(tests) == 0 {
		return
	}
	m.linef("\n### %s\n\n| Test | Where | |\n| --- | --- | --- |", head)
	for _, t := range tests[:min(len(tests), listMost)] {
		m.linef("| %s | %s | %s |", markdownText(title(t)), markdownText(placed(t.File, t.Line)), note(t))
	}
	m.more(len(tests)-listMost, strings.ToLower(head))
}

// markdownText escapes what Markdown or HTML would take for its own. The result
// is one line, also in a table.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range report.Printable(s) {
		switch {
		case r == '<' || r == '>' || r == '&' || r == '"':
			b.WriteString(html.EscapeString(string(r)))
		case strings.ContainsRune("\\`*_{}[]()#+!|~$@", r):
			b.WriteString("\\" + string(r))
		case r == '\t':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// tail gives at most so many bytes of the end of s, in whole lines.
func tail(s string, most int) string {
	if len(s) <= most {
		return s
	}
	kept, mark := s[len(s)-most:], ""
	if _, lines, ok := strings.Cut(kept, "\n"); ok && lines != "" {
		kept = lines
	} else { // a very long line
		kept, mark = strings.ToValidUTF8(kept, ""), "…"
	}
	return fmt.Sprintf("… (%d bytes before)\n%s%s", len(s)-len(kept), mark, kept)
}
