// Package html writes what is known of a run of tests as a page: one file that
// needs nothing beside it, opens from disk, prints, and can be read without
// JavaScript as far as it is not packed to keep it small.
package html

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"sync"
	"time"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

//go:embed page.html page.css page.js
var files embed.FS

// pages are parsed when a page is made: most runs of the command make none.
var pages = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{"printable": report.Printable, "took": report.Duration, "sentence": asSentence}).ParseFS(files, "*.html"))
})

// asset is a file of the page's own, and its hash: the page's policy lets
// nothing run and nothing style that is not one of them.
func asset(name string) (text, hash string) {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err) // it is embedded
	}
	sum := sha256.Sum256(b)
	return string(b), "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

const (
	// mostPlain is how many bytes of details that are folded a page has as they are,
	// those to be looked at first; the others are packed.
	mostPlain = 256 << 10
	// mostOpen is how many bad tests are unfolded when the page opens.
	mostOpen = 10
	// mostSlow is how many of the slowest tests are named.
	mostSlow = 5
)

// headData is what the head of a page is made from.
type headData struct {
	*results.Run
	Title       string
	Class       literal // of the verdict
	Icon        template.HTML
	Sentence    string
	Counters    []counter
	Commands    []command
	Environment []fact
	Timeline    template.HTML
	Slowest     []*entry
	All         int
	Policy      string
	Style       template.CSS
	Script      template.JS
	StartedAt   string
}

// group is the tests below one heading.
type group struct {
	Class        literal
	Title, About string
	Entries      []*entry
}

// Write writes run as one page, to be put into folder: from there it refers to
// artifacts. It gives w's errors only.
func Write(w io.Writer, run *results.Run, folder string) error {
	out := bufio.NewWriterSize(w, 1<<16)
	all := entries(run, folder)
	if err := pages().ExecuteTemplate(out, "head", headOf(run, all)); err != nil {
		return err
	}
	folded := 0
	var part, detail markup
	var rest pack
	for _, g := range groups(all) {
		part.raw(`<section class="group `, g.Class, `"><h2>`).text(g.Title).raw(` <span class="soft">`).text(g.About).raw("</span></h2>\n")
		for _, e := range g.Entries {
			detail.b = detail.b[:0]
			detail.detail(e)
			if !e.Open {
				folded += len(detail.b)
			}
			if e.Open || folded <= mostPlain {
				part.row(e, &detail)
			} else {
				e.Pack = rest.add(e, &detail)
				part.row(e, nil)
			}
			if _, err := out.Write(part.b); err != nil {
				return err
			}
			part.b = part.b[:0]
		}
		part.raw("</section>\n")
	}
	rest.close()
	part.raw("</main>").part(&rest.done)
	if _, err := out.Write(part.b); err != nil {
		return err
	}
	if err := pages().ExecuteTemplate(out, "foot", nil); err != nil {
		return err
	}
	return out.Flush()
}

func headOf(run *results.Run, all []*entry) headData {
	style, styleHash := asset("page.css")
	script, scriptHash := asset("page.js")
	n := countAll(run)
	p := headData{
		Run: run, Class: verdict(run, n), Sentence: sentence(run, n), Counters: n, Commands: commands(run), Environment: environment(run), All: len(all),
		Slowest: slowest(all), Style: template.CSS(style), Script: template.JS(script),
		Policy: "default-src 'none'; base-uri 'none'; form-action 'none'; style-src '" + styleHash + "'; script-src '" + scriptHash + "'",
	}
	p.Title = p.Sentence
	var icon markup
	icon.icon(p.Class, 46)
	p.Icon = template.HTML(icon.String())
	if !run.Started.IsZero() {
		p.StartedAt = run.Started.Format("2006-01-02 15:04:05 -07:00")
	}
	if t := timeline(bars(all), run.Duration); t != nil {
		var m markup
		m.picture(t)
		p.Timeline = template.HTML(m.String())
	}
	return p
}

// bars are the attempts in all entries that are tests.
func bars(all []*entry) []bar {
	var bs []bar
	for _, e := range all {
		if !e.Test {
			continue
		}
		for i, a := range e.Attempts {
			t := e.Name + "\n" + e.File
			if len(e.Attempts) > 1 {
				t += fmt.Sprintf("\nattempt %d of %d", a.N, a.Of)
			}
			bs = append(bs, bar{
				span: span{a.Begin, a.End}, worker: a.Worker, lane: a.Lane, class: a.Fill, name: e.Name, again: i > 0, bad: a.Bad, href: "#" + e.ID,
				title: t + "\n" + a.Word + ", " + report.Duration(a.End-a.Begin),
			})
		}
	}
	return bs
}

// slowest are the tests that took longest, of which it can be of use to know.
func slowest(all []*entry) []*entry {
	var slow []*entry
	for _, e := range all {
		if e.Took < 100*time.Millisecond || !e.Test {
			continue
		}
		i := len(slow)
		for i > 0 && slow[i-1].Took < e.Took {
			i--
		}
		slow = append(slow[:i], append([]*entry{e}, slow[i:]...)...)
		slow = slow[:min(len(slow), mostSlow)]
	}
	return slow
}

// groups puts those to be looked at first, the first of them unfolded, and the
// others below their files.
func groups(all []*entry) []group {
	var gs []group
	at := map[string]int{}
	open := 0
	for _, e := range all {
		if e.Open = e.Bad && open < mostOpen; e.Open {
			open++
		}
		key, g := "file "+e.File, group{Class: "byfile", Title: e.File}
		if e.Bad || e.Odd {
			key, g = "", group{Class: "first", Title: "To be looked at"}
		}
		i, ok := at[key]
		if !ok {
			i = len(gs)
			at[key], gs = i, append(gs, g)
		}
		gs[i].Entries = append(gs[i].Entries, e)
	}
	for i := range gs {
		gs[i].About = about(gs[i].Entries)
	}
	return gs
}

// about is what a group has: tests, and rows of what is outside of tests.
func about(rows []*entry) string {
	var total time.Duration
	tests, open, bad := 0, 0, 0
	for _, e := range rows {
		if e.Test {
			total += e.Took
			tests++
		}
		if e.Bad {
			bad++
		}
		if e.Open {
			open++
		}
	}
	s := count(tests, "test", "tests")
	if n := len(rows) - tests; n > 0 {
		s += " and " + count(n, "file", "files") + " outside of tests"
	}
	s += ", " + report.Duration(total)
	if open < bad {
		s += fmt.Sprintf("; the first %d are unfolded", open)
	}
	return s
}
