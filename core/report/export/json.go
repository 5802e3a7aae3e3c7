package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/names"
	"github.com/tlua/tlua/core/results"
)

// jsonFormat is the version of the document.
const jsonFormat = 1

// JSON writes the run as one document: the model of package results, with its
// names in snake_case. Times are seconds; what is zero, empty or false is left
// out; bytes that are no UTF-8 are in a field whose name ends in 64, as base64.
// docs/reports.md lists the fields.
func JSON(w io.Writer, run *results.Run) error {
	var b, indented bytes.Buffer
	fmt.Fprintf(&b, `{"format":%d,"failed":%t`, jsonFormat, run.Failed())
	if err := writeFields(&b, reflect.ValueOf(run).Elem(), false); err != nil {
		return err
	}
	b.WriteString("}\n")
	if err := json.Indent(&indented, b.Bytes(), "", " "); err != nil {
		return err
	}
	_, err := w.Write(indented.Bytes())
	return err
}

// writeFields writes the fields of a struct that are not empty; those of structs
// that it embeds are its own.
func writeFields(b *bytes.Buffer, v reflect.Value, first bool) error {
	for i := range v.NumField() {
		field, x := v.Type().Field(i), v.Field(i)
		if field.Anonymous {
			before := b.Len()
			if err := writeFields(b, x, first); err != nil {
				return err
			}
			first = first && b.Len() == before
			continue
		}
		if x.IsZero() || x.Kind() == reflect.Slice && x.Len() == 0 {
			continue
		}
		name := names.Snake(field.Name)
		if data, ok := x.Interface().([]byte); ok && !utf8.Valid(data) {
			name += "64"
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString(strconv.Quote(name) + ":")
		if err := writeValue(b, x); err != nil {
			return err
		}
	}
	return nil
}

func writeValue(b *bytes.Buffer, v reflect.Value) error {
	switch x := v.Interface().(type) {
	case time.Duration:
		b.WriteString(strconv.FormatFloat(float64(x.Microseconds())/1e6, 'f', -1, 64))
		return nil
	case time.Time:
		return marshal(b, x.Format(time.RFC3339Nano))
	case []byte:
		if utf8.Valid(x) {
			return marshal(b, string(x))
		}
		return marshal(b, x)
	case uint64: // many readers have no 64 bits
		return marshal(b, strconv.FormatUint(x, 10))
	}
	switch v.Kind() {
	case reflect.Pointer:
		return writeValue(b, v.Elem())
	case reflect.Struct:
		b.WriteByte('{')
		err := writeFields(b, v, true)
		b.WriteByte('}')
		return err
	case reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := writeValue(b, v.Index(i)); err != nil {
				return err
			}
		}
		b.WriteByte(']')
		return nil
	case reflect.Interface, reflect.Map, reflect.Float64:
		return marshal(b, event.Plain(v.Interface()))
	}
	return marshal(b, v.Interface())
}

func marshal(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the end of the line
	return nil
}
