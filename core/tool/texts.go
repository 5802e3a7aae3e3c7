package tool

import (
	"reflect"
	"strings"
)

// texts gives what option o writes for v: nothing when it is absent, one text
// per argument else. Path is its name in errors.
func (o Option) texts(path string, v any) ([]string, error) {
	texts, err := o.given(path, v)
	if err != nil || len(texts) > 0 {
		return texts, err
	}
	if o.Type == Flag && v != nil {
		return nil, nil // false: it was given, even though it writes nothing
	}
	if texts, err = o.given(path, o.Default); err != nil || len(texts) > 0 {
		return texts, err
	}
	if o.Required {
		return nil, invalid("option '%s' is required", path)
	}
	return nil, nil
}

func (o Option) given(path string, v any) ([]string, error) {
	if v == nil {
		return nil, nil
	}
	switch o.Type {
	case Flag:
		return o.flag(path, v)
	case List:
		return o.list(path, v)
	case Group:
		return o.group(path, v)
	}
	text, err := o.scalar(path, v)
	if err != nil {
		return nil, err
	}
	text, err = o.quoted(path, text)
	if err != nil {
		return nil, err
	}
	return o.whole(path, text)
}

func (o Option) flag(path string, v any) ([]string, error) {
	on, err := boolean(path, v)
	if err != nil || !on {
		return nil, err
	}
	return []string{""}, nil
}

// list gives a text per item, or one with all of them.
func (o Option) list(path string, v any) ([]string, error) {
	items, ok := itemsOf(v)
	if !ok {
		return nil, wanted(path, "a list", v)
	}
	var texts []string
	for i, item := range items {
		text, err := listItem(path, i+1, item)
		if err != nil {
			return nil, err
		}
		if text, err = o.quoted(path, text); err != nil {
			return nil, err
		}
		if err := o.unsplit(path, text, o.Quote); err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	if o.Sep != "" && len(texts) > 0 {
		return o.whole(path, strings.Join(texts, o.Sep))
	}
	for i, text := range texts {
		whole, err := o.whole(path, text)
		if err != nil {
			return nil, err
		}
		texts[i] = whole[0]
	}
	return texts, nil
}

// group gives one text of its members' texts, each glued to its own flag.
func (o Option) group(path string, v any) ([]string, error) {
	values, ok := fieldsOf(v)
	if !ok {
		return nil, wanted(path, "a table of options", v)
	}
	if err := known(path+".", o.Options, values); err != nil {
		return nil, err
	}
	var texts []string
	for _, member := range o.Options {
		more, err := member.texts(path+"."+member.Name, values[member.Name])
		if err != nil {
			return nil, err
		}
		for _, text := range more {
			if err := o.unsplit(path+"."+member.Name, text, member.Quote); err != nil {
				return nil, err
			}
			texts = append(texts, member.Flag+text)
		}
	}
	if len(texts) == 0 {
		return nil, nil
	}
	text, err := o.quoted(path, strings.Join(texts, o.Sep))
	if err != nil {
		return nil, err
	}
	return o.whole(path, text)
}

// unsplit refuses a text without quotes that contains the separator: a reader
// would find other items or members in it than were given.
func (o Option) unsplit(path, text, quote string) error {
	if o.Sep == "" || quote != "" || !strings.Contains(text, o.Sep) {
		return nil
	}
	return invalid("option '%s' must not have the separator %s within a value, got %s",
		path, describe(o.Sep), describe(text))
}

// quoted puts the quotes around text.
func (o Option) quoted(path, text string) (string, error) {
	if o.Quote == "" {
		return text, nil
	}
	if strings.Contains(text, o.Quote) {
		return "", invalid("option '%s' must not contain its quote %s, got %s",
			path, describe(o.Quote), describe(text))
	}
	return o.Quote + text + o.Quote, nil
}

// whole adds the suffix and refuses what no argument can hold.
func (o Option) whole(path, text string) ([]string, error) {
	text += o.Suffix
	if strings.IndexByte(text, 0) >= 0 {
		return nil, invalid("option '%s' must not contain a NUL byte, got %s", path, describe(text))
	}
	// "-i" with nothing glued to it would take the next argument for its value.
	if text == "" && o.Glue && !strings.HasSuffix(o.Flag, "=") && !strings.HasSuffix(o.Flag, ":") {
		return nil, invalid("option '%s' must not be empty", path)
	}
	return []string{text}, nil
}

// itemsOf gives the items of any slice or array.
func itemsOf(v any) ([]any, bool) {
	r := reflect.ValueOf(v)
	if k := r.Kind(); k != reflect.Slice && k != reflect.Array {
		return nil, false
	}
	items := make([]any, r.Len())
	for i := range items {
		items[i] = r.Index(i).Interface()
	}
	return items, true
}

// fieldsOf gives the values of any map with strings as keys.
func fieldsOf(v any) (map[string]any, bool) {
	if m, ok := v.(map[string]any); ok {
		return m, true
	}
	r := reflect.ValueOf(v)
	if r.Kind() != reflect.Map || r.Type().Key().Kind() != reflect.String {
		return nil, false
	}
	m := make(map[string]any, r.Len())
	for it := r.MapRange(); it.Next(); {
		m[it.Key().String()] = it.Value().Interface()
	}
	return m, true
}
