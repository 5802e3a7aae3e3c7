package grammar

import "fmt"

// What Lua 5.1 bounds. Of the levels of nesting, C Lua allows 200, of which two
// are gone where a script calls loadstring.
const (
	maxLevels = 198
	maxLocals = 200
)

// parser recognises Lua by recursive descent. A mistake is thrown as a panic.
type parser struct {
	lexer
	fn    function
	level int
}

// function is what matters of the function that is being read.
type function struct {
	line   int // where it begins; 0 for the chunk
	vararg bool
	locals int // in scope
	loops  int // around the statement
}

// mistake describes a mistake that is near the token that was read last.
func (l *lexer) mistake(message string, near token) *Mistake {
	return &Mistake{Line: l.line, Message: message, Near: l.near(near), Incomplete: near == tokenEOF}
}

func (l *lexer) fail(message string, near token) {
	panic(l.mistake(message, near))
}

// unexpected fails at the current token.
func (p *parser) unexpected(message string) {
	p.fail(message, p.token)
}

// limit fails when there are too many of something in a function.
func (p *parser) limit(n, most int, what string) {
	if n <= most {
		return
	}
	who := "main function"
	if p.fn.line > 0 {
		who = fmt.Sprintf("function at line %d", p.fn.line)
	}
	p.fail(fmt.Sprintf("%s has more than %d %s", who, most, what), noToken)
}

// enter and leave surround what can nest.
func (p *parser) enter() {
	if p.level++; p.level > maxLevels {
		p.fail("chunk has too many syntax levels", noToken)
	}
}

func (p *parser) leave() { p.level-- }

// accept moves over a token if it is there.
func (p *parser) accept(t token) bool {
	if p.token != t {
		return false
	}
	p.next()
	return true
}

// expect moves over a token that has to be there.
func (p *parser) expect(t token) {
	if p.token != t {
		p.unexpected("'" + t.String() + "' expected")
	}
	p.next()
}

// closed moves over the end of what opener began in a line.
func (p *parser) closed(end, opener token, line int) {
	if p.token != end && p.line != line {
		p.unexpected(fmt.Sprintf("'%s' expected (to close '%s' at line %d)", end, opener, line))
	}
	p.expect(end)
}

// declare reads a name and makes a local variable of it.
func (p *parser) declare() {
	p.expect(tokenName)
	p.local(1)
}

// local counts variables, which are in scope until the end of the block. Those
// of an assignment are counted before they are.
func (p *parser) local(n int) {
	p.fn.locals += n
	p.limit(p.fn.locals, maxLocals, "local variables")
}
