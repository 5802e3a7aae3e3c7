// Package grammar recognises Lua 5.1's source text and tells of its first
// mistake in Lua's words: what was expected, near which token, in which line. It
// builds no tree. What the interpreter has beyond Lua 5.1, goto and labels, it
// takes, too.
package grammar

// Mistake is the first thing in a chunk that is no Lua.
type Mistake struct {
	Line       int
	Message    string
	Near       string // the token where it was noticed, which may have several lines; empty if none was at fault
	Incomplete bool   // the chunk is right so far: more lines could complete it
}

// Check gives the first mistake in a chunk. If there is none it gives the chunk
// as gopher-lua can read it, which is src itself but for a few rare things; its
// lines are the same.
func Check(src []byte) (plain []byte, m *Mistake) {
	p := parser{lexer: newLexer(src), fn: function{vararg: true}}
	defer func() {
		switch v := recover().(type) {
		case nil:
		case *Mistake: // it has come up from where it was found
			m = v
		default:
			panic(v)
		}
	}()
	p.next()
	p.statements()
	p.expect(tokenEOF)
	return p.plain(), nil
}
