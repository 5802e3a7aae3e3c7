package tool

import (
	"strconv"
	"strings"
)

// readTag takes what a struct tag says into the option: the flag, and after it
// words and key=value pairs.
func (o *Option) readTag(tag string) error {
	parts := splitTag(tag)
	o.Flag = parts[0]
	byDefault, hasDefault := "", false
	for _, part := range parts[1:] {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "required":
			o.Required = true
		case "glue":
			o.Glue = true
		case "name":
			o.Name = value
		case "type":
			o.Type = Type(value)
		case "suffix":
			o.Suffix = value
		case "quote":
			o.Quote = value
		case "sep":
			o.Sep = value
		case "enum":
			o.Type, o.Values = Enum, strings.Split(value, "|")
		case "default":
			byDefault, hasDefault = value, true
		default:
			return invalid("option '%s': its tag has no such word as '%s'", show(o.Name), show(key))
		}
	}
	if hasDefault {
		return o.readDefault(byDefault) // now that the type is known
	}
	return nil
}

// splitTag cuts a tag at its commas, but not within single quotes, which it
// takes away.
func splitTag(tag string) []string {
	var parts []string
	var part strings.Builder
	quoted := false
	for _, r := range tag {
		switch {
		case r == '\'':
			quoted = !quoted
		case r == ',' && !quoted:
			parts = append(parts, part.String())
			part.Reset()
		default:
			part.WriteRune(r)
		}
	}
	return append(parts, part.String())
}

// readDefault reads a default as the option's type wants it.
func (o *Option) readDefault(s string) error {
	var err error
	switch o.Type {
	case Uint, UintHex, UintOctal:
		o.Default, err = strconv.ParseUint(s, 0, 64)
	case Int:
		o.Default, err = strconv.ParseInt(s, 0, 64)
	case Number:
		o.Default, err = strconv.ParseFloat(s, 64)
	case Flag, YesNo:
		o.Default, err = strconv.ParseBool(s)
	case List:
		o.Default = strings.Split(s, ",")
	case Group:
		return invalid("option '%s': a group has no default of its own", show(o.Name))
	default:
		o.Default = s
	}
	if err != nil {
		return invalid("option '%s': wrong default %s", show(o.Name), describe(s))
	}
	return nil
}
