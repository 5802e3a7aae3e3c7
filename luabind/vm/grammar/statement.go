package grammar

// statements reads a block up to the word that ends it.
func (p *parser) statements() {
	p.enter()
	for last := false; !last && !p.atBlockEnd(); {
		last = p.statement()
		p.accept(';')
	}
	p.leave()
}

// block reads statements with variables of their own.
func (p *parser) block() {
	locals := p.fn.locals
	p.statements()
	p.fn.locals = locals
}

func (p *parser) atBlockEnd() bool {
	switch p.token {
	case tokenEOF, tokenEnd, tokenElse, tokenElseif, tokenUntil:
		return true
	}
	return false
}

// statement reads a statement and reports whether it has to be the last one.
func (p *parser) statement() (last bool) {
	line := p.line
	switch p.token {
	case tokenIf:
		p.ifStatement(line)
	case tokenWhile:
		p.whileStatement(line)
	case tokenDo:
		p.next()
		p.block()
		p.closed(tokenEnd, tokenDo, line)
	case tokenFor:
		p.forStatement(line)
	case tokenRepeat:
		p.repeatStatement(line)
	case tokenFunction:
		p.functionStatement(line)
	case tokenLocal:
		p.localStatement()
	case tokenReturn:
		p.returnStatement()
		return true
	case tokenBreak:
		p.breakStatement()
		return true
	case tokenGoto:
		p.next()
		p.expect(tokenName)
	case tokenLabel:
		p.label()
	default:
		p.callOrAssignment()
	}
	return false
}

func (p *parser) ifStatement(line int) {
	for again := true; again; again = p.token == tokenElseif {
		p.next()
		p.expression()
		p.expect(tokenThen)
		p.block()
	}
	if p.accept(tokenElse) {
		p.block()
	}
	p.closed(tokenEnd, tokenIf, line)
}

func (p *parser) whileStatement(line int) {
	p.next()
	p.expression()
	p.expect(tokenDo)
	p.loop()
	p.closed(tokenEnd, tokenWhile, line)
}

// loop reads the body of a loop.
func (p *parser) loop() {
	p.fn.loops++
	p.block()
	p.fn.loops--
}

// repeatStatement reads a loop whose condition sees the variables of its body.
func (p *parser) repeatStatement(line int) {
	locals := p.fn.locals
	p.next()
	p.fn.loops++
	p.statements()
	p.fn.loops--
	p.closed(tokenUntil, tokenRepeat, line)
	p.expression()
	p.fn.locals = locals
}

// hiddenLocals are the variables that a for loop keeps its state in.
const hiddenLocals = 3

func (p *parser) forStatement(line int) {
	locals := p.fn.locals
	p.next()
	p.expect(tokenName)
	switch p.token {
	case '=':
		p.local(hiddenLocals + 1)
		p.next()
		p.bounds()
	case ',', tokenIn:
		p.local(hiddenLocals + 1)
		for p.accept(',') {
			p.declare()
		}
		p.expect(tokenIn)
		p.expressions()
	default:
		p.unexpected("'=' or 'in' expected")
	}
	p.expect(tokenDo)
	p.loop()
	p.fn.locals = locals
	p.closed(tokenEnd, tokenFor, line)
}

// bounds reads the numbers that a for loop counts between.
func (p *parser) bounds() {
	p.expression()
	p.expect(',')
	p.expression()
	if p.accept(',') {
		p.expression()
	}
}

func (p *parser) functionStatement(line int) {
	p.next()
	p.expect(tokenName)
	for p.accept('.') {
		p.expect(tokenName)
	}
	method := p.accept(':')
	if method {
		p.expect(tokenName)
	}
	p.functionBody(line, method)
}

func (p *parser) localStatement() {
	p.next()
	if p.accept(tokenFunction) {
		p.declare()
		p.functionBody(p.line, false)
		return
	}
	p.declare()
	for p.accept(',') {
		p.declare()
	}
	if p.accept('=') {
		p.expressions()
	}
}

func (p *parser) returnStatement() {
	p.next()
	if p.token != ';' && !p.atBlockEnd() {
		p.expressions()
	}
}

func (p *parser) breakStatement() {
	p.next()
	if p.fn.loops == 0 {
		m := p.mistake("no loop to break", p.token)
		m.Incomplete = false // whatever follows
		panic(m)
	}
}

// label reads "::name::".
func (p *parser) label() {
	p.next()
	p.expect(tokenName)
	p.expect(tokenLabel)
}

func (p *parser) callOrAssignment() {
	what := p.suffixed()
	if what == call {
		return
	}
	for targets := 1; ; targets++ {
		if what != variable {
			p.unexpected("syntax error")
		}
		if !p.accept(',') {
			break
		}
		what = p.suffixed()
		p.limit(targets, maxLevels-p.level, "variables in assignment")
	}
	p.expect('=')
	p.expressions()
}
