package html

import (
	"html/template"
	"math"
	"strconv"
	"strings"
)

// picture is one with an axis of time that is as wide as there is room: all x
// and widths are percents of it, all y and heights pixels. The names of its rows
// stand in a column of their own, at its left.
type picture struct {
	label  string // what is to be seen, for who cannot see it
	height int
	rows   []rowLabel
	shapes []shape
	width  int64 // of the axis, in microseconds; 0: it has no times
}

type rowLabel struct {
	y     int
	text  string
	class string
	title string
}

// kind is a sort of shape.
type kind uint8

const (
	rect  kind = iota // of x, y, w, h
	box               // a rect with text, which is cut off at its end
	line              // upright, at x, from y, h high
	flat              // a level line at y, from x, w wide
	use               // of the symbol that the first class is the name of, with its origin at x and y
	text              // beginning at x, on the line y
	curve             // path, in hundredths of the box of x, y, w, h
)

// shape is one thing in a picture.
type shape struct {
	kind  kind
	class string
	x, w  float64
	y, h  int
	text  string
	title string // said when the pointer is on it
	href  string
	path  string
}

func (p *picture) add(s ...shape) { p.shapes = append(p.shapes, s...) }

func (p *picture) row(y int, text, class, title string) {
	p.rows = append(p.rows, rowLabel{y, text, class, title})
}

// labelWidth is that of the column of names, in characters.
const labelWidth = 24

// HTML is the picture as elements.
func (p *picture) HTML() template.HTML {
	var b strings.Builder
	height := strconv.Itoa(p.height)
	b.WriteString(`<div class="scroll" tabindex="0" role="group" aria-label="picture"><div class="plot"><svg class="names" aria-hidden="true" height="` + height + `">`)
	for _, r := range p.rows {
		label := shape{class: r.class, title: r.title}
		if short := cut(r.text, labelWidth); short != r.text && r.title == "" {
			label.title = r.text
		}
		label.open(&b, "text", "y", strconv.Itoa(r.y))
		b.WriteString(esc(cut(r.text, labelWidth)) + `</text>`)
	}
	b.WriteString(`</svg><svg class="axis" role="img" height="` + height + `" aria-label="` + esc(p.label) + `"`)
	if p.width > 0 {
		b.WriteString(` data-width="` + strconv.FormatInt(p.width, 10) + `"`)
	}
	b.WriteByte('>')
	for i := range p.shapes {
		p.shapes[i].write(&b)
	}
	b.WriteString(`</svg></div></div>`)
	return template.HTML(b.String())
}

func (s *shape) write(b *strings.Builder) {
	if s.href != "" {
		b.WriteString(`<a href="` + esc(s.href) + `">`)
	}
	x, y := percent(s.x), strconv.Itoa(s.y)
	switch s.kind {
	case rect:
		s.element(b, "rect", "x", x, "y", y, "width", percent(s.w), "height", strconv.Itoa(s.h))
	case box:
		s.open(b, "svg", "x", x, "y", y, "width", percent(s.w), "height", strconv.Itoa(s.h))
		b.WriteString(`<rect width="100%" height="100%"/>`)
		if s.text != "" {
			b.WriteString(`<text x="4" y="` + strconv.Itoa(s.h-s.h/3+1) + `">` + esc(s.text) + `</text>`)
		}
		b.WriteString(`</svg>`)
	case line:
		s.element(b, "line", "x1", x, "x2", x, "y1", y, "y2", strconv.Itoa(s.y+s.h))
	case flat:
		s.element(b, "line", "x1", x, "x2", percent(s.x+s.w), "y1", y, "y2", y)
	case use:
		s.element(b, "use", "href", "#"+strings.Fields(s.class)[0], "x", x, "y", y)
	case text:
		s.open(b, "text", "x", x, "y", y)
		b.WriteString(esc(s.text) + `</text>`)
	case curve:
		b.WriteString(`<svg x="` + x + `" y="` + y + `" width="` + percent(s.w) + `" height="` + strconv.Itoa(s.h) +
			`" viewBox="0 0 10000 10000" preserveAspectRatio="none">`)
		s.element(b, "path", "d", s.path)
		b.WriteString(`</svg>`)
	}
	if s.href != "" {
		b.WriteString(`</a>`)
	}
}

// open writes the begin of an element with the shape's class, the attributes,
// and what is said of it.
func (s *shape) open(b *strings.Builder, name string, attrs ...string) {
	b.WriteString("<" + name)
	attr(b, "class", s.class)
	for i := 0; i < len(attrs); i += 2 {
		attr(b, attrs[i], attrs[i+1])
	}
	b.WriteByte('>')
	title(b, s.title)
}

// element writes an element that has nothing in it but what is said of it.
func (s *shape) element(b *strings.Builder, name string, attrs ...string) {
	s.open(b, name, attrs...)
	b.WriteString("</" + name + ">")
}

// title writes what is said when the pointer is on a shape, in lines.
func title(b *strings.Builder, text string) {
	if text == "" {
		return
	}
	b.WriteString(`<title>`)
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(esc(l))
	}
	b.WriteString(`</title>`)
}

func attr(b *strings.Builder, name, value string) {
	if value != "" {
		b.WriteString(" " + name + `="` + esc(value) + `"`)
	}
}

// percent writes a place to a hundredth of a percent.
func percent(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) + "%"
}
