package tool

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// scalar writes one value as o's type wants it.
func (o Option) scalar(path string, v any) (string, error) {
	switch o.Type {
	case String, "":
		return text(path, v)
	case Uint, UintHex, UintOctal:
		return o.unsigned(path, v)
	case Int:
		return integer(path, v)
	case Number:
		return number(path, v)
	case Enum:
		return o.enum(path, v)
	case YesNo:
		return yesNo(path, v)
	case Addr:
		return addr(path, v)
	}
	return addrPort(path, v)
}

func text(path string, v any) (string, error) {
	if r := reflect.ValueOf(v); r.Kind() == reflect.String {
		return r.String(), nil
	}
	return "", wanted(path, "a string", v)
}

func (o Option) unsigned(path string, v any) (string, error) {
	negative, n, ok := wholeNumber(v)
	if !ok || negative {
		return "", wanted(path, "a whole number from 0", v)
	}
	switch o.Type {
	case UintHex:
		return "0x" + strconv.FormatUint(n, 16), nil
	case UintOctal:
		return strconv.FormatUint(n, 8), nil
	}
	return strconv.FormatUint(n, 10), nil
}

func integer(path string, v any) (string, error) {
	negative, n, ok := wholeNumber(v)
	if !ok {
		return "", wanted(path, "a whole number", v)
	}
	if negative {
		return "-" + strconv.FormatUint(n, 10), nil
	}
	return strconv.FormatUint(n, 10), nil
}

func number(path string, v any) (string, error) {
	if _, _, ok := wholeNumber(v); ok {
		return integer(path, v)
	}
	r := reflect.ValueOf(v)
	if !r.CanFloat() || math.IsNaN(r.Float()) || math.IsInf(r.Float(), 0) {
		return "", wanted(path, "a finite number", v)
	}
	return strconv.FormatFloat(r.Float(), 'f', -1, r.Type().Bits()), nil
}

// wholeNumber gives v's sign and size if it is a whole number below 2^64.
func wholeNumber(v any) (negative bool, n uint64, ok bool) {
	r := reflect.ValueOf(v)
	switch {
	case r.CanInt():
		i := r.Int()
		if i < 0 {
			return true, -uint64(i), true
		}
		return false, uint64(i), true
	case r.CanUint():
		return false, r.Uint(), true
	case r.CanFloat():
		f := r.Float()
		if f != math.Trunc(f) || math.Abs(f) >= 1<<64 {
			return false, 0, false
		}
		return f < 0, uint64(math.Abs(f)), true
	}
	return false, 0, false
}

func boolean(path string, v any) (bool, error) {
	if r := reflect.ValueOf(v); r.Kind() == reflect.Bool {
		return r.Bool(), nil
	}
	return false, wanted(path, "true or false", v)
}

func yesNo(path string, v any) (string, error) {
	on, err := boolean(path, v)
	if on {
		return "yes", err
	}
	return "no", err
}

func (o Option) enum(path string, v any) (string, error) {
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.String && slices.Contains(o.Values, r.String()) {
		return r.String(), nil
	}
	hint := ""
	if r.Kind() == reflect.String {
		hint = suggest(r.String(), o.Values)
	}
	return "", invalid("option '%s' must be one of %s, got %s%s",
		path, strings.Join(o.Values, ", "), describe(v), hint)
}

// listItem writes an item of a list: a text or a number.
func listItem(path string, index int, v any) (string, error) {
	name := path + "[" + strconv.Itoa(index) + "]"
	if r := reflect.ValueOf(v); r.Kind() == reflect.String {
		return r.String(), nil
	}
	if s, err := number(name, v); err == nil {
		return s, nil
	}
	return "", wanted(name, "a string or a finite number", v)
}
