package luabind

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind/bind"
)

// deepest is how deep tables may be nested in JSON.
const deepest = 1000

func jsonModule() *bind.Module {
	return &bind.Module{
		Name: "json", Doc: "Writes and reads JSON. A list is an array, another table an object, an empty table {}.",
		Funcs: []bind.Func{
			{
				Name: "encode", Doc: "Gives the JSON of a value, with the keys of objects in order.",
				Params: []bind.Param{{Name: "value", Type: "any"}}, Returns: []bind.Return{{Type: "string"}},
				Call: func(c *bind.Call) error {
					e := jsonEncoder{}
					if err := e.value(c.Get(1), "value"); err != nil {
						return err
					}
					return c.Return(e.out.Bytes())
				},
			},
			{
				Name: "decode", Doc: "Reads JSON; null becomes nil.",
				Params: []bind.Param{{Name: "text", Type: "string"}}, Returns: []bind.Return{{Type: "any"}},
				Call: func(c *bind.Call) error {
					v, err := decodeJSON(c.L, []byte(c.String(1, "text")))
					if err != nil {
						return err
					}
					return c.Return(v)
				},
			},
		},
	}
}

// jsonEncoder writes Lua values. path says where in the value an error is.
type jsonEncoder struct {
	out   bytes.Buffer
	depth int
}

func (e *jsonEncoder) value(v lua.LValue, path string) error {
	switch v := v.(type) {
	case *lua.LNilType:
		e.out.WriteString("null")
	case lua.LBool:
		e.out.WriteString(strconv.FormatBool(bool(v)))
	case lua.LNumber:
		return e.number(float64(v), path)
	case lua.LString:
		e.text(string(v))
	case *lua.LTable:
		return e.table(v, path)
	default:
		return job.Errorf("", job.EINVAL, "%s is a %s, which JSON does not have", path, bind.TypeName(v))
	}
	return nil
}

func (e *jsonEncoder) number(n float64, path string) error {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return job.Errorf("", job.EINVAL, "%s is %v, which JSON does not have", path, n)
	}
	b, err := json.Marshal(n)
	e.out.Write(b)
	return err
}

func (e *jsonEncoder) text(s string) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.Encode(s)
	e.out.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

func (e *jsonEncoder) table(t *lua.LTable, path string) error {
	if e.depth++; e.depth > deepest {
		return job.Errorf("", job.EINVAL, "tables are nested more than %d deep: one may hold itself", deepest)
	}
	defer func() { e.depth-- }()
	fields := map[string]lua.LValue{}
	count, bad := 0, error(nil)
	t.ForEach(func(k, v lua.LValue) {
		count++
		if s, ok := k.(lua.LString); ok {
			fields[string(s)] = v
		} else if bad == nil && len(fields) > 0 {
			bad = job.Errorf("", job.EINVAL, "%s has names and [%s]; JSON has arrays and objects, nothing between", path, k)
		}
	})
	switch n := t.Len(); {
	case bad != nil:
		return bad
	case len(fields) == count:
		return e.object(fields, path)
	case n != count:
		return job.Errorf("", job.EINVAL, "%s is no list: it has holes, or keys other than 1 to %d", path, n)
	default:
		return e.array(t, n, path)
	}
}

func (e *jsonEncoder) array(t *lua.LTable, n int, path string) error {
	e.out.WriteByte('[')
	for i := 1; i <= n; i++ {
		if i > 1 {
			e.out.WriteByte(',')
		}
		if err := e.value(t.RawGetInt(i), fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	e.out.WriteByte(']')
	return nil
}

func (e *jsonEncoder) object(fields map[string]lua.LValue, path string) error {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	e.out.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			e.out.WriteByte(',')
		}
		e.text(name)
		e.out.WriteByte(':')
		if err := e.value(fields[name], path+"."+name); err != nil {
			return err
		}
	}
	e.out.WriteByte('}')
	return nil
}

func decodeJSON(L *lua.LState, text []byte) (lua.LValue, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	var v any
	if err := d.Decode(&v); err != nil {
		at := d.InputOffset()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at = syntax.Offset - 1 // it counts the byte that it stumbled over
		}
		return nil, job.Errorf("", job.EINVAL, "no JSON: byte %d: %w", at, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, job.Errorf("", job.EINVAL, "no JSON: byte %d: there is more after the value", d.InputOffset())
	}
	return bind.ToLua(L, v)
}
