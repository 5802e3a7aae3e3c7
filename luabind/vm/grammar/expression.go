package grammar

// kind tells what a statement can do with an expression.
type kind int

const (
	value    kind = iota
	variable      // can be assigned to
	call          // is a statement
)

func (p *parser) expression() { p.operation(0) }

// expressions reads one or more of them.
func (p *parser) expressions() {
	p.expression()
	for p.accept(',') {
		p.expression()
	}
}

// operation reads an expression with those of its operators that bind more
// strongly than limit.
func (p *parser) operation(limit int) {
	p.enter()
	switch p.token {
	case tokenNot, '-', '#':
		p.next()
		p.operation(priorityUnary)
	default:
		p.operand()
	}
	for {
		left, right := priority(p.token)
		if left <= limit {
			break
		}
		p.next()
		p.operation(right)
	}
	p.leave()
}

func (p *parser) operand() {
	switch p.token {
	case tokenNumber, tokenString, tokenNil, tokenTrue, tokenFalse:
		p.next()
	case tokenDots:
		if !p.fn.vararg {
			p.unexpected("cannot use '...' outside a vararg function")
		}
		p.next()
	case '{':
		p.table()
	case tokenFunction:
		p.next()
		p.functionBody(p.line, false)
	default:
		p.suffixed()
	}
}

// suffixed reads a name or what is in parentheses, with the fields and calls
// behind it.
func (p *parser) suffixed() kind {
	what := p.prefix()
	for {
		switch p.token {
		case '.':
			p.next()
			p.expect(tokenName)
			what = variable
		case '[':
			p.index()
			what = variable
		case ':':
			p.next()
			p.expect(tokenName)
			p.arguments()
			what = call
		case '(', '{', tokenString:
			p.arguments()
			what = call
		default:
			return what
		}
	}
}

func (p *parser) prefix() kind {
	switch p.token {
	case tokenName:
		p.next()
		return variable
	case '(':
		line := p.line
		p.next()
		p.expression()
		p.closed(')', '(', line)
	default:
		p.unexpected("unexpected symbol")
	}
	return value
}

// index reads a key in brackets.
func (p *parser) index() {
	p.next()
	p.expression()
	p.expect(']')
}

func (p *parser) arguments() {
	line := p.line
	switch p.token {
	case tokenString:
		p.next()
	case '{':
		p.table()
	case '(':
		if line != p.lastLine {
			p.unexpected("ambiguous syntax (function call x new statement)")
		}
		p.next()
		if p.token != ')' {
			p.expressions()
		}
		p.closed(')', '(', line)
	default:
		p.unexpected("function arguments expected")
	}
}

func (p *parser) table() {
	line := p.line
	p.next()
	for p.token != '}' {
		p.field()
		if !p.accept(',') && !p.accept(';') {
			break
		}
	}
	p.closed('}', '{', line)
}

func (p *parser) field() {
	switch {
	case p.token == '[':
		p.index()
		p.expect('=')
	case p.token == tokenName && p.lookAhead() == '=':
		p.next()
		p.next()
	}
	p.expression()
}

// functionBody reads a function from its parameters on. A method has one more,
// self.
func (p *parser) functionBody(line int, method bool) {
	outer := p.fn
	p.fn = function{line: line}
	p.expect('(')
	if method {
		p.local(1)
	}
	if p.token != ')' {
		p.parameters()
	}
	p.expect(')')
	p.statements()
	p.closed(tokenEnd, tokenFunction, line)
	p.fn = outer
}

func (p *parser) parameters() {
	for again := true; again; again = !p.fn.vararg && p.accept(',') {
		switch p.token {
		case tokenName:
			p.declare()
		case tokenDots:
			p.next()
			p.local(1) // arg
			p.fn.vararg = true
		default:
			p.unexpected("<name> or '...' expected")
		}
	}
}
