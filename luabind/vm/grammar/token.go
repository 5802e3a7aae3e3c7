package grammar

// token is a kind of token. Those of one character are that character.
type token int

// noToken stands for a mistake that is near no token. It is also the token of a
// NUL, which Lua does not show either.
const noToken token = 0

const (
	tokenEOF token = 256 + iota
	tokenName
	tokenNumber
	tokenString
	tokenConcat
	tokenDots
	tokenEqual
	tokenNotEqual
	tokenLessEqual
	tokenGreaterEqual
	tokenLabel
	tokenAnd
	tokenBreak
	tokenDo
	tokenElse
	tokenElseif
	tokenEnd
	tokenFalse
	tokenFor
	tokenFunction
	tokenGoto
	tokenIf
	tokenIn
	tokenLocal
	tokenNil
	tokenNot
	tokenOr
	tokenRepeat
	tokenReturn
	tokenThen
	tokenTrue
	tokenUntil
	tokenWhile
)

// names are the tokens from tokenEOF on as messages show them.
var names = [...]string{
	"<eof>", "<name>", "<number>", "<string>", "..", "...", "==", "~=", "<=", ">=", "::",
	"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
	"local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
}

func (t token) String() string {
	if t < tokenEOF {
		return string([]byte{byte(t)})
	}
	return names[t-tokenEOF]
}

// keywords are the reserved words by their first letter.
var keywords = func() (by [256][]token) {
	for t := tokenAnd; t <= tokenWhile; t++ {
		first := t.String()[0]
		by[first] = append(by[first], t)
	}
	return by
}()

// wordToken gives the token of a reserved word or a name.
func wordToken(word []byte) token {
	for _, t := range keywords[word[0]] {
		if string(word) == names[t-tokenEOF] {
			return t
		}
	}
	return tokenName
}

// priorityUnary is how strongly unary operators bind.
const priorityUnary = 8

// priority tells how strongly a binary operator binds to its left and to its
// right, 0 for any other token.
func priority(t token) (left, right int) {
	switch t {
	case '^':
		return 10, 9
	case '*', '/', '%':
		return 7, 7
	case '+', '-':
		return 6, 6
	case tokenConcat:
		return 5, 4
	case tokenEqual, tokenNotEqual, '<', '>', tokenLessEqual, tokenGreaterEqual:
		return 3, 3
	case tokenAnd:
		return 2, 2
	case tokenOr:
		return 1, 1
	}
	return 0, 0
}
