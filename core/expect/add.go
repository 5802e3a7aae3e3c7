package expect

import (
	"bytes"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/tlua/tlua/core/job"
)

// Form is a way in which entries are written down.
type Form struct {
	// Read gives the entries in a text; file is its name, for errors.
	Read func(file string, text []byte) ([]Raw, error)
	// Write gives texts, the best first, one of which may have the entries of text
	// and the drafts behind them. The drafts alone, if there is no text.
	Write func(text []byte, drafts []Draft) [][]byte
}

// YAML is the form of files whose names end in .yaml or .yml.
var YAML = Form{Read: FromYAML, Write: func(text []byte, drafts []Draft) [][]byte {
	return [][]byte{addYAML(text, drafts)}
}}

// Add puts drafts behind the entries of a text, all else of which stays what it
// is, comments too. EINVAL if the text is of a kind that this cannot be done with:
// one whose entries are computed, say.
func (f Form) Add(file string, text []byte, drafts []Draft) ([]byte, error) {
	old, err := f.Read(file, text)
	if err != nil {
		return nil, err
	}
	for _, longer := range f.Write(text, drafts) {
		all, err := f.Read(file, longer)
		if err == nil && isLonger(old, all, drafts) {
			return longer, nil
		}
	}
	return nil, job.Errorf("", job.EINVAL, "%s: entries cannot be added to what is written like this; it must end with the list's last entry", file)
}

// isLonger reports whether all are the old entries, and the drafts.
func isLonger(old, all []Raw, drafts []Draft) bool {
	if len(all) != len(old)+len(drafts) {
		return false
	}
	for i, raw := range all {
		var want any
		if i < len(old) {
			want = old[i].Value
		} else {
			want = drafts[i-len(old)].plain()
		}
		if !reflect.DeepEqual(raw.Value, want) {
			return false
		}
	}
	return true
}

// addYAML writes drafts behind a list in YAML, as far to the right as its items.
func addYAML(text []byte, drafts []Draft) []byte {
	indent := ""
	var doc yaml.Node
	if yaml.Unmarshal(text, &doc) == nil && len(doc.Content) == 1 {
		indent = strings.Repeat(" ", max(doc.Content[0].Column-1, 0))
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, d := range drafts {
		list.Content = append(list.Content, d.node())
	}
	var b bytes.Buffer
	b.Write(text)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		b.WriteByte('\n')
	}
	var lines bytes.Buffer
	e := yaml.NewEncoder(&lines)
	e.SetIndent(2)
	if e.Encode(list) != nil || e.Close() != nil {
		return nil
	}
	for line := range bytes.Lines(lines.Bytes()) {
		b.WriteString(indent)
		b.Write(line)
	}
	return b.Bytes()
}

// node gives the draft as the library writes it.
func (d Draft) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, f := range d {
		key, value := &yaml.Node{}, &yaml.Node{}
		key.SetString(f.Name)
		switch v := f.Value.(type) {
		case Draft:
			value = v.node()
		case string:
			value.SetString(v)
		default:
			_ = value.Encode(v) // what is no YAML is found when it is read
		}
		n.Content = append(n.Content, key, value)
	}
	return n
}
