package vm

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tlua/tlua/luabind/vm/grammar"
	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/parse"
)

// SyntaxError tells why a chunk could not be compiled.
type SyntaxError struct {
	Chunk      string // as positions show it
	Line       int
	Message    string
	Near       string // the token where it was noticed; may be empty
	Incomplete bool   // the chunk is right so far: more text could complete it
}

// Error gives Lua's form: "file.lua:3: unexpected symbol near 'x'".
func (e *SyntaxError) Error() string {
	text := fmt.Sprintf("%s:%d: %s", e.Chunk, e.Line, e.Message)
	if e.Near != "" {
		text += " near '" + e.Near + "'"
	}
	return text
}

// mistake makes a SyntaxError of what is no Lua.
func mistake(chunk string, m *grammar.Mistake) error {
	return &SyntaxError{Chunk: chunk, Line: m.Line, Message: m.Message, Near: firstLine(m.Near), Incomplete: m.Incomplete}
}

// firstLine keeps a message on one line.
func firstLine(token string) string {
	if i := strings.IndexAny(token, "\r\n"); i >= 0 {
		return token[:i] + "..."
	}
	return token
}

// refused makes a SyntaxError of what is Lua, but more than gopher-lua can
// compile, or a goto that leads nowhere.
func refused(chunk string, err error) error {
	e := &SyntaxError{Chunk: chunk, Line: 1, Message: err.Error()}
	var ce *lua.CompileError
	var pe *parse.Error
	switch {
	case errors.As(err, &ce):
		e.Line, e.Message = max(ce.Line, 1), limits(ce.Message)
	case errors.As(err, &pe):
		e.Line, e.Message, e.Near = max(pe.Pos.Line, 1), strings.TrimSpace(pe.Message), firstLine(pe.Token)
	}
	return e
}

// limits gives Lua's words for what a function has too much of.
func limits(message string) string {
	if strings.HasPrefix(message, "register overflow") || message == "too many local variables" {
		return "function or expression too complex"
	}
	return message
}

// maxUpvalues is how many variables of the functions around it a function can
// use: the interpreter counts them in a byte, and does not see it overflow.
const maxUpvalues = 255

func checkUpvalues(chunk string, p *lua.FunctionProto) error {
	if len(p.DbgUpvalues) > maxUpvalues {
		return &SyntaxError{Chunk: chunk, Line: p.LineDefined, Message: fmt.Sprintf("function at line %d has more than %d upvalues", p.LineDefined, maxUpvalues)}
	}
	for _, inner := range p.FunctionPrototypes {
		if err := checkUpvalues(chunk, inner); err != nil {
			return err
		}
	}
	return nil
}
