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
	"strings"
	"sync"
	"time"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/results"
)

//go:embed page.html entry.html page.css page.js
var files embed.FS

// pages are parsed when a page is made: most runs of the command make none.
var pages = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(functions).ParseFS(files, "*.html"))
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
	// mostPlain is how many bytes of details of good tests a page has as they are;
	// the others are packed. Those of bad tests are never packed.
	mostPlain = 256 << 10
	// mostOpen is how many bad tests are unfolded when the page opens.
	mostOpen = 10
	// mostSlow is how many of the slowest tests are named.
	mostSlow = 5
)

// headData is what the head of a page is made from.
type headData struct {
	*results.Run
	Title     string
	Class     string // of the verdict
	Sentence  string
	Counters  []counter
	Repeat    string
	Timeline  template.HTML
	Slowest   []*entry
	All       int
	Policy    string
	Style     template.CSS
	Script    template.JS
	StartedAt string
}

// group is the tests below one heading.
type group struct {
	Class, Title, About string
	Entries             []*entry
}

// Write writes run as one page. It gives w's errors only.
func Write(w io.Writer, run *results.Run) error {
	out := bufio.NewWriter(w)
	all := entries(run)
	if err := pages().ExecuteTemplate(out, "head", headOf(run, all)); err != nil {
		return err
	}
	plain, open := 0, 0
	var rest pack
	for _, g := range groups(all) {
		if err := pages().ExecuteTemplate(out, "group", g); err != nil {
			return err
		}
		for _, e := range g.Entries {
			var b strings.Builder
			if err := pages().ExecuteTemplate(&b, "detail", e); err != nil {
				return err
			}
			e.Pack = -1
			if e.Bad {
				e.Open = open < mostOpen
				open++
			} else {
				plain += b.Len()
			}
			if e.Bad || plain <= mostPlain {
				e.Detail = template.HTML(b.String())
			} else {
				e.Pack = rest.add(e.ID, b.String())
			}
			if err := pages().ExecuteTemplate(out, "entry", e); err != nil {
				return err
			}
			if _, err := io.WriteString(out, string(rest.take(false))); err != nil {
				return err
			}
			e.Detail = ""
		}
		if err := pages().ExecuteTemplate(out, "groupend", g); err != nil {
			return err
		}
	}
	if err := pages().ExecuteTemplate(out, "foot", rest.take(true)); err != nil {
		return err
	}
	return out.Flush()
}

func headOf(run *results.Run, all []*entry) headData {
	style, styleHash := asset("page.css")
	script, scriptHash := asset("page.js")
	n := countAll(run)
	p := headData{
		Run: run, Class: verdict(run, n), Sentence: sentence(run, n), Counters: n, Repeat: report.RepeatRun(&run.Suite), All: len(all),
		Slowest: slowest(all), Style: template.CSS(style), Script: template.JS(script),
		Policy: "default-src 'none'; base-uri 'none'; form-action 'none'; style-src '" + styleHash + "'; script-src '" + scriptHash + "'",
	}
	p.Title = p.Sentence
	if !run.Started.IsZero() {
		p.StartedAt = run.Started.Format("2006-01-02 15:04:05 -07:00")
	}
	if t := timeline(bars(all), run.Duration); t != nil {
		p.Timeline = t.HTML()
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
				span: span{a.Begin, a.End}, worker: a.Worker, class: a.Fill, name: e.Name, again: i > 0, bad: a.Bad, href: "#" + e.ID,
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

// groups puts those to be looked at first, and the others below their files.
func groups(all []*entry) []group {
	var gs []group
	at := map[string]int{}
	for _, e := range all {
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
		var total time.Duration
		tests := 0
		for _, e := range gs[i].Entries {
			if e.Test {
				total += e.Took
				tests++
			}
		}
		gs[i].About = count(tests, "test", "tests") + ", " + report.Duration(total)
	}
	return gs
}
