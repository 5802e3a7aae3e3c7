package suite

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tlua/tlua/core/event"
)

// readParams reads "name=value,…". What is in quotes, as event.Param writes it, is
// a text, whatever is in there.
func readParams(text string) (all []event.Param, err error) {
	for {
		item := text
		name, rest, quotedName := word(text, "=")
		value, isParam := strings.CutPrefix(rest, "=")
		if !isParam || name == "" && !quotedName {
			item, _, _ = strings.Cut(item, ",")
			return nil, fmt.Errorf("a line, or name=value, expected behind the colon, got %q", item)
		}
		p := event.Param{Name: name}
		value, rest, quotedValue := word(value, ",")
		if p.Value = paramValue(value); quotedValue {
			p.Value = value
		}
		all = append(all, p)
		next, more := strings.CutPrefix(rest, ",")
		switch {
		case rest == "":
			return all, nil
		case !more:
			return nil, fmt.Errorf("a comma expected behind the quotes, got %q", rest)
		}
		text = next
	}
}

// word gives what is before end, or in quotes, and the rest.
func word(text, end string) (word, rest string, quoted bool) {
	if q, err := strconv.QuotedPrefix(text); err == nil && q[0] == '"' {
		word, _ = strconv.Unquote(q)
		return word, text[len(q):], true
	}
	i := strings.Index(text, end)
	if i < 0 {
		i = len(text)
	}
	return text[:i], text[i:], false
}
