package expect

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/tlua/tlua/core/job"
)

// FromYAML gives the entries of a file in YAML: a list of mappings, in one
// document. The error, EINVAL, names the line where that is known.
func FromYAML(file string, text []byte) ([]Raw, error) {
	wrong := func(line int, format string, args ...any) error {
		return job.Errorf("", job.EINVAL, "%s:%d: %s", file, line, fmt.Sprintf(format, args...))
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	var doc, more yaml.Node
	switch err := d.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, said(file, err)
	}
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		if err != nil {
			return nil, said(file, err)
		}
		return nil, wrong(more.Line, "a second document begins: one list of entries expected")
	}
	root := doc.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		return nil, nil
	}
	if root.Kind != yaml.SequenceNode {
		return nil, wrong(root.Line, "a list of entries expected, each of which begins with a dash")
	}
	var all []Raw
	for _, item := range root.Content {
		var v any
		if err := item.Decode(&v); err != nil {
			return nil, said(file, err)
		}
		all = append(all, Raw{fmt.Sprintf("%s:%d", file, item.Line), plain(v)})
	}
	return all, nil
}

// said makes one line of an error of the library.
func said(file string, err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	text = strings.Join(strings.Fields(strings.TrimPrefix(text, "unmarshal errors:\n")), " ")
	place, _, found := strings.Cut(text, ":")
	if line, ok := strings.CutPrefix(place, "line "); ok && found {
		file, text = file+":"+line, strings.TrimPrefix(text, place+": ")
	}
	if strings.HasPrefix(text, "mapping values are not allowed") {
		text += ": a text with a colon and a blank needs quotes, such as test: \"FILE: NAME\""
	}
	return job.Errorf("", job.EINVAL, "%s: %s", file, text)
}

// plain makes the numbers of a value float64s.
func plain(v any) any {
	switch v := v.(type) {
	case int:
		return float64(v)
	case int64:
		return float64(v)
	case uint64:
		return float64(v)
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
	}
	return v
}
