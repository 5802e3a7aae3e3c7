package bind

import (
	"fmt"
	"math"
	"reflect"
	"slices"

	lua "github.com/yuin/gopher-lua"
)

// number decodes n into a number of any kind that holds it exactly.
func (d *decoder) number(dst reflect.Value, n lua.LNumber, path string) error {
	f, t := float64(n), dst.Type()
	switch {
	case t == durationType:
		if f != f {
			return fmt.Errorf("option '%s': %s is not a number of milliseconds", path, n)
		}
		if f >= 0 {
			dst.SetInt(int64(duration(f)))
		}
		return nil
	case dst.CanFloat():
		dst.SetFloat(f)
		return nil
	case !dst.CanInt() && !dst.CanUint():
		return mismatch(t, n, path, false)
	}
	lo, hi := bounds(t)
	if f != math.Trunc(f) || f < lo || f > hi {
		return fmt.Errorf("option '%s': %s is not %s", path, n, integerRange(lo, hi))
	}
	if dst.CanInt() {
		dst.SetInt(int64(f))
	} else {
		dst.SetUint(uint64(f))
	}
	return nil
}

// bounds gives the least and the greatest integer of t that a Lua number holds.
func bounds(t reflect.Type) (lo, hi float64) {
	bits := t.Bits()
	if t.Kind() >= reflect.Uint && t.Kind() <= reflect.Uintptr {
		return 0, min(math.Ldexp(1, bits)-1, exact)
	}
	half := math.Ldexp(1, bits-1)
	return max(-half, -exact), min(half-1, exact)
}

// list gives the items of a table that is a list. One with a hole has nil there.
func list(t *lua.LTable) ([]lua.LValue, error) {
	items := map[int]lua.LValue{}
	last := 0
	var wrong []string
	t.ForEach(func(k, v lua.LValue) {
		n, ok := k.(lua.LNumber)
		if i := int(n); ok && i > 0 && n == lua.LNumber(i) {
			items[i] = v
			last = max(last, i)
		} else {
			wrong = append(wrong, k.String())
		}
	})
	if len(wrong) > 0 {
		return nil, fmt.Errorf("got a table with key '%s'", shown(slices.Min(wrong)))
	}
	if last > 2*len(items)+8 {
		return nil, fmt.Errorf("got a table with key [%d] but holes before it", last)
	}
	out := make([]lua.LValue, last)
	for i := range out {
		if out[i] = items[i+1]; out[i] == nil {
			out[i] = lua.LNil
		}
	}
	return out, nil
}

// plain gives the Go value of v where any is wanted.
func (d *decoder) plain(v lua.LValue, path string) (any, error) {
	switch v := v.(type) {
	case *lua.LTable:
		return d.plainTable(v, path)
	case *lua.LUserData:
		return v.Value, nil
	}
	return FromValue(v), nil
}

// FromValue gives a nil, bool, float64 or string for such a Lua value, and any
// other as it is.
func FromValue(v lua.LValue) any {
	switch v := v.(type) {
	case *lua.LNilType:
		return nil
	case lua.LBool:
		return bool(v)
	case lua.LNumber:
		return float64(v)
	case lua.LString:
		return string(v)
	}
	return v
}

// plainTable gives a []any for a list that is not empty, else a map[string]any.
func (d *decoder) plainTable(t *lua.LTable, path string) (any, error) {
	if err := d.enter(path); err != nil {
		return nil, err
	}
	defer func() { d.depth-- }()
	if items, err := list(t); err == nil && len(items) > 0 {
		out := make([]any, len(items))
		for i, v := range items {
			if out[i], err = d.plain(v, path); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	entries, err := entriesOf(t)
	if err != nil {
		return nil, fmt.Errorf("option '%s': %w", path, err)
	}
	out := make(map[string]any, len(entries))
	for _, e := range entries {
		if out[e.name], err = d.plain(e.value, path+"."+shown(e.name)); err != nil {
			return nil, err
		}
	}
	return out, nil
}
