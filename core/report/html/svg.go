package html

// picture is one with an axis of time that is as wide as there is room: all x
// and widths are percents of it, all y and heights pixels. The names of its rows
// stand in a column of their own, at its left.
type picture struct {
	label  string // what is to be seen, for who cannot see it
	height int
	rows   []rowLabel
	shapes []shape
	width  int64 // of the axis, in microseconds; 0: it has no times

	folded  *picture // of more jobs, below it
	nfolded int      // how many
}

type rowLabel struct {
	y     int
	text  string
	class literal
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
	class literal
	x, w  float64
	y, h  int
	text  string
	title string // said when the pointer is on it
	href  string
	path  string
}

func (p *picture) add(s ...shape) { p.shapes = append(p.shapes, s...) }

func (p *picture) row(y int, text string, class literal, title string) {
	p.rows = append(p.rows, rowLabel{y, text, class, title})
}

// labelWidth is that of the column of names, in characters.
const labelWidth = 24

// picture adds a picture. Where nothing styles it, it is two thirds as wide.
func (m *markup) picture(p *picture) {
	m.raw(`<div class="scroll" tabindex="0" role="group" aria-label="picture"><div class="plot"><svg class="names" aria-hidden="true" width="170" height="`).int(p.height).raw(`" font-size="12">`)
	for _, r := range p.rows {
		short := cut(r.text, labelWidth)
		if short != r.text && r.title == "" {
			r.title = r.text
		}
		m.open("text", r.class).raw(` x="0" y="`).int(r.y).raw(`">`).title(r.title).text(short).raw(`</text>`)
	}
	m.raw(`</svg><svg class="axis" role="img" width="66%" height="`).int(p.height).raw(`" font-size="11" aria-label="`).text(p.label).raw(`"`)
	if p.width > 0 {
		m.raw(` data-width="`).int(int(p.width)).raw(`"`)
	}
	m.raw(`>`)
	for i := range p.shapes {
		m.shape(&p.shapes[i])
	}
	m.raw(`</svg></div></div>`)
}

// unstyled are the looks of shapes, by class, where the page's styles are not
// let in: each stands where a style of the page takes its place.
var unstyled = map[literal]literal{
	"starting": ` fill="#c4d4f4" stroke="#5b86dc"`, "running": ` fill="#5b86dc"`, "running faint": ` fill="#c4d4f4"`, "stopping": ` fill="#d98a1f"`,
	"step": ` fill="#e3e7ee"`, "step bad": ` fill="#fbe6e3"`, "orphan": ` fill="#fbe6e3"`, "words wait": ` fill="none"`, "words wait bad": ` fill="none"`,
	"grid": ` stroke="#ddd"`, "base": ` stroke="#aaa"`, "over": ` stroke="#777"`, "match": ` stroke="#333"`, "wait": ` stroke="#777"`, "wait bad": ` stroke="#bd251b"`,
	"curve": ` fill="none" stroke="#2458c4"`, "area": ` fill="#d8e2f7"`, "hatched": ` fill="url(#hatched)"`,
	"signal": ` fill="#bd251b" stroke="#bd251b"`, "sent": ` fill="#1a7446"`, "on": ` fill="#5b86dc"`, "on orphan-on": ` fill="#bd251b"`, "died": ` fill="#bd251b" stroke="#fff"`,
	"mid": ` text-anchor="middle"`, "end": ` text-anchor="end"`,
	"bar passed": ` fill="#7fb898"`, "bar failed": ` fill="#e08a83"`, "bar error": ` fill="#d183b1"`, "bar timeout": ` fill="#d3a468"`, "bar flaky": ` fill="#b19ada"`,
	"bar skipped": ` fill="#bbb"`, "bar pending": ` fill="#bbb"`, "bar interrupted": ` fill="#bbb"`,
}

func (m *markup) shape(s *shape) {
	if s.href != "" {
		m.raw(`<a href="`).text(s.href).raw(`">`)
	}
	looks := unstyled[s.class]
	switch s.kind {
	case rect:
		m.open("rect", s.class).raw(looks).place("x", s.x, "y", s.y).place("width", s.w, "height", s.h).raw(`>`).title(s.title).raw(`</rect>`)
	case box:
		m.open("svg", s.class).place("x", s.x, "y", s.y).place("width", s.w, "height", s.h).raw(`>`).title(s.title)
		m.raw(`<rect width="100%" height="100%"`, looks, `/>`)
		if s.text != "" {
			// As SVG's own it would be cut off in the middle of a letter.
			m.raw(`<foreignObject width="100%" height="100%"><span class="cut">`).text(s.text).raw(`</span></foreignObject>`)
		}
		m.raw(`</svg>`)
	case line:
		m.open("line", s.class).raw(looks).place("x1", s.x, "y1", s.y).place("x2", s.x, "y2", s.y+s.h).raw(`>`).title(s.title).raw(`</line>`)
	case flat:
		m.open("line", s.class).raw(looks).place("x1", s.x, "y1", s.y).place("x2", s.x+s.w, "y2", s.y).raw(`>`).title(s.title).raw(`</line>`)
	case use:
		m.open("use", s.class).raw(looks, ` href="#`, firstWord(s.class), `"`).place("x", s.x, "y", s.y).raw(`>`).title(s.title).raw(`</use>`)
	case text:
		m.open("text", s.class).raw(looks).place("x", s.x, "y", s.y).raw(`>`).title(s.title).text(s.text).raw(`</text>`)
	case curve:
		m.raw(`<svg`).place("x", s.x, "y", s.y).place("width", s.w, "height", s.h).raw(` viewBox="0 0 10000 10000" preserveAspectRatio="none">`)
		m.open("path", s.class).raw(looks, ` vector-effect="non-scaling-stroke" d="`).text(s.path).raw(`">`).title(s.title).raw(`</path></svg>`)
	}
	if s.href != "" {
		m.raw(`</a>`)
	}
}

// open begins an element of a class, and leaves it open for its attributes.
func (m *markup) open(name, class literal) *markup {
	m.raw(`<`, name)
	if class != "" {
		m.raw(` class="`, class, `"`)
	}
	return m
}

// place adds a percentage of the width and a number of pixels.
func (m *markup) place(across literal, x float64, down literal, y int) *markup {
	m.raw(` `, across, `="`).percent(x).raw(`" `, down, `="`)
	return m.int(y).raw(`"`)
}

// title adds what is said when the pointer is on a shape, in lines.
func (m *markup) title(s string) *markup {
	if s == "" {
		return m
	}
	return m.raw(`<title>`).lines(s).raw(`</title>`)
}

func firstWord(s literal) literal {
	for i := range len(s) {
		if s[i] == ' ' {
			return s[:i]
		}
	}
	return s
}

// icon adds the picture of a result. It is drawn where it stands: a <use> of it
// would cost a browser four times as much.
func (m *markup) icon(class literal, size int) *markup {
	m.raw(`<svg class="icon `, class, either(size > 20, literal(" big"), ""), `" width="`).int(size).raw(`" height="`).int(size)
	return m.raw(`" viewBox="0 0 16 16" fill="none" stroke="#555" aria-hidden="true"><path d="`, icons[class], `"/></svg>`)
}

// icons are the pictures of results.
var icons = map[literal]literal{
	"passed":      "M3 8.5 6.5 12 13 4.5",
	"failed":      "M4 4 12 12M4 12 12 4",
	"error":       "M8 3V9M8 12V12.6",
	"timeout":     "M8 4V8.3L11 10M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2Z",
	"interrupted": "M4.5 4.5H11.5V11.5H4.5Z",
	"flaky":       "M2 10C4 3 6.5 4 8 8S12 13 14 6",
	"skipped":     "M3 11C4 4 11 4 12 10M12.5 6.5 12 10.5 8.5 9",
	"pending":     "M3.5 8H4.1M7.7 8H8.300M11.9 8H12.5",
	"file":        "M4 2.5H9.500L12 5V13.500H4Z",
}
