package expect

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/names"
)

// Raw is an entry as it was found in a file.
type Raw struct {
	Place string
	Value any // map[string]any, of strings, float64s, bools, []any and maps, if the file is right
}

// FromList gives the entries of a list: a []any, or an empty map. The error is
// EINVAL.
func FromList(file string, v any) ([]Raw, error) {
	if m, ok := v.(map[string]any); ok && len(m) == 0 {
		return nil, nil
	}
	list, ok := v.([]any)
	if !ok {
		return nil, job.Errorf("", job.EINVAL, "%s: a list of entries expected, such as {{test = \"*\", expect = \"failed\"}}, got %s", file, kind(v))
	}
	var all []Raw
	for i, v := range list {
		all = append(all, Raw{fmt.Sprintf("%s: entry %d", file, i+1), v})
	}
	return all, nil
}

// New makes a book of entries. The errors, EINVAL, of all of them are joined; each
// begins with the place.
func New(entries []Raw) (Book, error) {
	var b Book
	var errs []error
	for _, raw := range entries {
		d := decoder{e: Entry{Place: raw.Place}}
		d.decode(raw.Value)
		b = append(b, d.e)
		for _, err := range d.errs {
			errs = append(errs, job.Errorf("", job.EINVAL, "%s: %w", raw.Place, err))
		}
	}
	if errs != nil {
		return nil, errors.Join(errs...)
	}
	return b, nil
}

// decoder makes an Entry of what a file has.
type decoder struct {
	e    Entry
	errs []error
}

// fields are what an entry can have, in the order in which they are written.
var fields = []string{"test", "number", "params", "when", "expect", "verdict", "key", "note"}

func (d *decoder) wrong(field, format string, args ...any) {
	d.errs = append(d.errs, fmt.Errorf("%s: %w", field, fmt.Errorf(format, args...)))
}

func (d *decoder) decode(v any) {
	m, ok := v.(map[string]any)
	if !ok || len(m) == 0 {
		d.errs = append(d.errs, fmt.Errorf("an entry with test and expect expected, got %s", kind(v)))
		return
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(fields, name) {
			d.errs = append(d.errs, fmt.Errorf("unknown field %q%s", name, meant(name, fields)))
		}
	}
	text := d.text(m, "test")
	if text == "" {
		d.wrong("test", "the pattern of a file or a full name expected")
	}
	d.e.Test = ParsePattern(text)
	if v, ok := m["number"]; ok {
		n, isNumber := v.(float64)
		if d.e.Number = int(n); !isNumber || float64(d.e.Number) != n || n < 1 {
			d.wrong("number", "1, 2 and so on expected, of a test that has others of its name, got %s", kind(v))
		}
	}
	d.params(m["params"])
	if text := d.text(m, "when"); text != "" {
		var err error
		if d.e.When, err = ParseWhen(text); err != nil {
			d.wrong("when", "%w", err)
		}
	}
	d.expect(m)
	if _, ok := m["verdict"]; ok {
		d.e.Verdicts = []Pattern{}
		for _, text := range d.texts(m, "verdict") {
			d.e.Verdicts = append(d.e.Verdicts, ParsePattern(text))
		}
	}
	d.e.Key, d.e.Note = d.text(m, "key"), d.text(m, "note")
}

func (d *decoder) params(v any) {
	m, ok := v.(map[string]any)
	if !ok && v != nil {
		d.wrong("params", "names with values expected, got %s", kind(v))
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		p, err := ParseParam(name, m[name])
		if err != nil {
			d.wrong("params: "+name, "%w", err)
		}
		d.e.Params = append(d.e.Params, p)
	}
}

func (d *decoder) expect(m map[string]any) {
	words := make([]string, len(Results))
	for i, r := range Results {
		words[i] = string(r)
	}
	for _, text := range d.texts(m, "expect") {
		if !slices.Contains(words, text) {
			d.wrong("expect", "%s or %s expected, got %q%s", strings.Join(words[:len(words)-1], ", "), words[len(words)-1], text, meant(text, words))
		}
		d.e.Expect = append(d.e.Expect, event.Result(text))
	}
	if len(d.e.Expect) == 0 {
		d.wrong("expect", "a result expected, such as %q, or a list of results", event.Failed)
		d.e.Expect = []event.Result{event.Passed} // an entry has one
	}
}

// text gives a field that is a text, "" if it is not there.
func (d *decoder) text(m map[string]any, field string) string {
	v, ok := m[field]
	text, isText := v.(string)
	if ok && !isText {
		d.wrong(field, "a text expected, got %s", kind(v))
	}
	return text
}

// texts gives a field that is a text or a list of them.
func (d *decoder) texts(m map[string]any, field string) (all []string) {
	switch v := m[field].(type) {
	case nil:
	case string:
		return []string{v}
	case []any:
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				d.wrong(field, "texts expected in the list, got %s", kind(item))
				continue
			}
			all = append(all, text)
		}
	case map[string]any:
		if len(v) > 0 {
			d.wrong(field, "a text or a list of texts expected, got %s", kind(v))
		}
	default:
		d.wrong(field, "a text or a list of texts expected, got %s", kind(v))
	}
	return all
}

func meant(got string, words []string) string {
	if near := names.Nearest(got, words); near != "" {
		return fmt.Sprintf(", did you mean %q?", near)
	}
	return ""
}

// kind says what a value is.
func kind(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		return fmt.Sprintf("the text %q", v)
	case float64:
		return fmt.Sprintf("the number %v", v)
	case bool:
		return fmt.Sprint(v)
	case []any:
		return "a list"
	case map[string]any:
		if len(v) == 0 {
			return "nothing"
		}
		return "names with values"
	}
	return fmt.Sprintf("%v", v)
}
