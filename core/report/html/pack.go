package html

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"html/template"
	"strconv"
	"strings"
)

// packed is a part of the page that is put into it when somebody looks at it.
func packed(part, class string) template.HTML {
	var b bytes.Buffer
	// Neither writer fails: the buffer takes everything, and the level is one that there is.
	w, _ := flate.NewWriter(&b, flate.BestCompression)
	_, _ = w.Write([]byte(part))
	_ = w.Close()
	return template.HTML(`<script type="text/plain" class="` + class + `">` + base64.StdEncoding.EncodeToString(b.Bytes()) + `</script>`)
}

// packSize is how many bytes are packed together: far more than a page needs to
// find what repeats, and few enough to be unpacked in no time.
const packSize = 256 << 10

// pack is a collection of tests' details that are packed together, as most of a
// report is of what passed, and is seldom read. Each is to be put into the
// element of its test.
type pack struct {
	b strings.Builder
	n int // packs so far
}

// add packs the details of one more test, and gives the number of its pack.
func (p *pack) add(id, detail string) int {
	p.b.WriteString(`<div data-for="` + id + `">` + detail + `</div>`)
	return p.n
}

// take gives the pack as a part of the page when it is full, or last.
func (p *pack) take(last bool) template.HTML {
	if p.b.Len() < packSize && !last || p.b.Len() == 0 {
		return ""
	}
	part := packed(p.b.String(), "packed p"+strconv.Itoa(p.n))
	p.b.Reset()
	p.n++
	return part
}
