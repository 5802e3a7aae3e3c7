package repair

// scope holds the names of the locals that are visible at one place, the
// innermost last, through all functions around it.
type scope struct {
	names []string
	base  int // where those of the function at hand begin
}

// local tells whether name is a local of the function at hand.
func (s *scope) local(name string) bool { return has(s.names[s.base:], name) }

// captured tells whether name is a local of any function around this place.
func (s *scope) captured(name string) bool { return has(s.names, name) }

func has(names []string, name string) bool {
	for i := len(names) - 1; i >= 0; i-- {
		if names[i] == name {
			return true
		}
	}
	return false
}

func (s *scope) declare(names ...string) { s.names = append(s.names, names...) }
