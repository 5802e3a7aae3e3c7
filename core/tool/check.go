package tool

import (
	"slices"
	"strings"
)

// Check reports what is wrong with the declaration itself: missing and double
// names, unknown types, parts that do not fit the type, defaults of the wrong
// type. Errors have the code EINVAL.
func (s Spec) Check() error {
	if err := checkAll("", s.Options); err != nil {
		return err
	}
	positional := ""
	for _, o := range s.Options {
		if o.Flag == "" {
			positional = o.Name
		} else if s.DashDash && positional != "" {
			return invalid("option '%s' has a flag and comes after the positional '%s': after \"--\" it would be none",
				o.Name, positional)
		}
	}
	return nil
}

func checkAll(path string, options []Option) error {
	seen := make(map[string]bool, len(options))
	for i, o := range options {
		if o.Name == "" || show(o.Name) != o.Name {
			return invalid("option %s%d has no name, or one that cannot be typed", show(path), i+1)
		}
		if seen[o.Name] {
			return invalid("option '%s' is declared twice", show(path+o.Name))
		}
		seen[o.Name] = true
		if err := o.check(path + o.Name); err != nil {
			return err
		}
	}
	return nil
}

// types gives all types; the first is the default.
func types() []string {
	var names []string
	for _, t := range []Type{String, Uint, UintHex, UintOctal, Int, Number, Flag, Enum, YesNo, List, Group, Addr, AddrPort} {
		names = append(names, string(t))
	}
	return names
}

func (o Option) check(path string) error {
	if o.Type != "" && !slices.Contains(types(), string(o.Type)) {
		return invalid("option '%s' has no such type as '%s'%s", show(path), show(string(o.Type)), suggest(string(o.Type), types()))
	}
	switch {
	case strings.IndexByte(o.Flag, 0) >= 0:
		return invalid("option '%s' has a flag with a NUL byte, which no argument can hold", show(path))
	case o.Type == Flag && o.Flag == "":
		return invalid("option '%s' is a flag and needs the field 'flag'", show(path))
	case o.Type == Enum && len(o.Values) == 0:
		return invalid("option '%s' is an enum and needs 'values'", show(path))
	case o.Type != Enum && o.Values != nil:
		return invalid("option '%s' has 'values' but is no enum", show(path))
	case o.Type == Group && len(o.Options) == 0:
		return invalid("option '%s' is a group and needs 'options'", show(path))
	case o.Type != Group && o.Options != nil:
		return invalid("option '%s' has 'options' but is no group", show(path))
	case o.Glue && o.Flag == "":
		return invalid("option '%s' has 'glue' but no flag", show(path))
	case o.Sep != "" && o.Type != List && o.Type != Group:
		return invalid("option '%s' has 'sep' but is no list or group", show(path))
	}
	return o.checkParts(path)
}

func (o Option) checkParts(path string) error {
	if err := checkAll(path+".", o.Options); err != nil {
		return err
	}
	for _, member := range o.Options {
		if member.Type == Group || member.Type == List && member.Sep == "" {
			return invalid("option '%s.%s' cannot be in a group: it is a %s", show(path), show(member.Name), member.Type)
		}
	}
	if _, err := o.given(path, o.Default); err != nil {
		return invalid("wrong default: %s", messageOf(err))
	}
	return nil
}
