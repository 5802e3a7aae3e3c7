package vm

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/yuin/gopher-lua/parse"
)

// endOfChunk is the token at which a chunk that lacks its end is wrong.
const endOfChunk = "<eof>"

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

// message gives Lua's words for the parser's.
func message(text string) string {
	switch text = strings.TrimSpace(text); text {
	case "syntax error", "parse error", "Invalid token", "Invalid '~' token":
		return "unexpected symbol"
	case "unterminated string":
		return "unfinished string"
	case "unterminated multiline string":
		return "unfinished long string"
	case "invalid multiline comment":
		return "unfinished long comment"
	case "invalid multiline string":
		return "invalid long string delimiter"
	case "illegal hexadecimal number":
		return "malformed number"
	}
	return text
}

// parseError makes a SyntaxError of what the parser says.
func parseError(chunk string, src []byte, err error) error {
	var pe *parse.Error
	if !errors.As(err, &pe) {
		return &SyntaxError{Chunk: chunk, Line: 1, Message: err.Error()}
	}
	e := &SyntaxError{Chunk: chunk, Line: pe.Pos.Line, Message: message(pe.Message), Near: firstLine(pe.Token)}
	atEnd := pe.Pos.Line == parse.EOF
	if atEnd {
		e.Line = 1 + bytes.Count(src, []byte("\n"))
	}
	switch {
	case e.Message == "unfinished string": // its line has ended: nothing can be added
		e.Near = `"` + e.Near
		if !atEnd {
			e.Line--
		}
	case atEnd:
		e.Near, e.Incomplete = endOfChunk, true
	}
	return e
}

// firstLine keeps a message on one line.
func firstLine(token string) string {
	if i := strings.IndexAny(token, "\r\n"); i >= 0 {
		return token[:i] + "..."
	}
	return token
}
