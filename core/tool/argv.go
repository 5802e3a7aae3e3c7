package tool

import "strings"

// argv collects arguments, and remembers which of them came from positional
// options.
type argv struct {
	args  []string
	names []string // of the positional option that gave each argument; else ""
}

func (a *argv) push(arg, positional string) {
	a.args = append(a.args, arg)
	a.names = append(a.names, positional)
}

// add puts the texts of one option behind what there is.
func (a *argv) add(o Option, texts []string) {
	for _, text := range texts {
		switch {
		case o.Type == Flag:
			a.push(o.Flag, "")
		case o.Flag == "":
			a.push(text, o.Name)
		case o.Glue:
			a.push(o.Flag+text, "")
		default:
			a.push(o.Flag, "")
			a.push(text, "")
		}
	}
}

// done gives the arguments, with "--" where it is needed.
func (a *argv) done(dashDash bool) ([]string, error) {
	first, danger := -1, -1
	for i, name := range a.names {
		if name == "" {
			continue
		}
		if first < 0 {
			first = i
		}
		if danger < 0 && flagLike(a.args[i]) {
			danger = i
		}
	}
	switch {
	case danger < 0:
		return a.args, nil
	case !dashDash:
		arg := a.args[danger]
		return nil, invalid("option '%s' must not begin with '-', got %s; for a file write %s",
			a.names[danger], describe(arg), describe("./"+arg))
	}
	out := append([]string{}, a.args[:first]...)
	return append(append(out, "--"), a.args[first:]...), nil
}

// flagLike reports whether a program could take arg for a flag. A lone "-" is
// the usual name of standard input and no flag anywhere.
func flagLike(arg string) bool { return len(arg) > 1 && strings.HasPrefix(arg, "-") }
