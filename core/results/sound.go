package results

import (
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
)

// unsound is what JSON has in place of a byte that is no UTF-8, and so that byte
// is lost.
const unsound = `\ufffd`

// sound gives a copy of v in which text has bytes that are no UTF-8 as people see
// them, \xff. Bytes themselves stay: they have a form of their own.
func sound(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.String:
		out.SetString(seen(v.String()))
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(sound(v.Field(i)))
		}
	case reflect.Slice:
		if v.IsNil() || v.Type().Elem().Kind() == reflect.Uint8 {
			return v
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(sound(v.Index(i)))
		}
	case reflect.Map:
		if v.IsNil() {
			return v
		}
		out.Set(reflect.MakeMap(v.Type()))
		for k, x := range v.Seq2() {
			out.SetMapIndex(sound(k), sound(x))
		}
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return v
		}
		if v.Kind() == reflect.Interface {
			out.Set(sound(v.Elem()))
			return out
		}
		out.Set(reflect.New(v.Type().Elem()))
		out.Elem().Set(sound(v.Elem()))
	default:
		return v
	}
	return out
}

// seen gives text with bytes that are no UTF-8 as \xff.
func seen(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, `\x%02x`, s[0])
		} else {
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}
