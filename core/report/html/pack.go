package html

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"strconv"
	"sync"
)

// packers are kept: one is a megabyte, and outputs are many.
var packers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is one that there is
	}
	return w
}}

// packed adds a part of the page that is put into it when somebody looks at it.
func (m *markup) packed(part *markup, class string) *markup {
	var b bytes.Buffer
	w := packers.Get().(*flate.Writer)
	w.Reset(&b)
	_, _ = w.Write(part.b) // memory takes all
	_ = w.Close()
	packers.Put(w)
	m.raw(`<script type="text/plain" class="`).text(class).raw(`">`)
	m.b = base64.StdEncoding.AppendEncode(m.b, b.Bytes())
	return m.raw(`</script>`)
}

// packSize is how many bytes are packed together: far more than a page needs to
// find what repeats, and few enough to be unpacked in no time.
const packSize = 256 << 10

// pack is a collection of tests' details that are packed together, as most of a
// report is of what passed, and is seldom read. Each is to be put behind the
// summary of its test.
type pack struct {
	markup
	n     int    // packs so far
	first bool   // it has details of tests that are to be looked at
	done  markup // the packs that are full, for the end of the page: a browser shows what is before them
}

// add packs the details of one more test, and gives the number of its pack.
func (p *pack) add(e *entry, detail *markup) int {
	p.raw(`<div class="body" data-for="`).text(e.ID).raw(`">`).part(detail).raw(`</div>`)
	p.first = p.first || e.Bad || e.Odd
	n := p.n
	if len(p.b) >= packSize {
		p.close()
	}
	return n
}

// close ends the pack.
func (p *pack) close() {
	if len(p.b) == 0 {
		return
	}
	p.done.packed(&p.markup, "packed p"+strconv.Itoa(p.n)+either(p.first, " first", ""))
	p.b, p.first = p.b[:0], false
	p.n++
}
