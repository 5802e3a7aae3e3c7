package pattern

// set says of each byte whether it belongs to a class.
type set [256]bool

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isAlpha(c byte) bool { return isLower(c | 0x20) }
func isGraph(c byte) bool { return c > ' ' && c < 0x7f }

// inClass reports whether c belongs to the class that the letter after "%"
// names: a capital names what is not in it, and what is no letter of a class
// stands for itself.
func inClass(c, letter byte) bool {
	var in bool
	switch letter | 0x20 {
	case 'a':
		in = isAlpha(c)
	case 'c':
		in = c < ' ' || c == 0x7f
	case 'd':
		in = isDigit(c)
	case 'l':
		in = isLower(c)
	case 'p':
		in = isGraph(c) && !isAlpha(c) && !isDigit(c)
	case 's':
		in = c == ' ' || c >= '\t' && c <= '\r'
	case 'u':
		in = isUpper(c)
	case 'w':
		in = isAlpha(c) || isDigit(c)
	case 'x':
		in = isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f'
	case 'z':
		in = c == 0
	default:
		return c == letter
	}
	return in != isUpper(letter)
}

// classSet gives the set of %letter.
func classSet(letter byte) *set {
	var s set
	for c := range s {
		s[c] = inClass(byte(c), letter)
	}
	return &s
}

// bracketSet gives the set of what stands between "[" and "]". Lua takes the "%"
// in "[+-%%]" for the end of a range, and the second one then escapes the "]".
func bracketSet(body string) *set {
	var s set
	negated := body != "" && body[0] == '^'
	if negated {
		body = body[1:]
	}
	for i := 0; i < len(body); i++ {
		switch {
		case body[i] == '%':
			i++
			s.add(classSet((body + "]")[i]))
		case i+2 < len(body) && body[i+1] == '-':
			for c := int(body[i]); c <= int(body[i+2]); c++ {
				s[c] = true
			}
			i += 2
		default:
			s[body[i]] = true
		}
	}
	if negated {
		for c := range s {
			s[c] = !s[c]
		}
	}
	return &s
}

func (s *set) add(other *set) {
	for c, in := range other {
		s[c] = s[c] || in
	}
}
