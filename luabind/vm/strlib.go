package vm

import (
	"github.com/tlua/tlua/luabind/vm/pattern"
	lua "github.com/yuin/gopher-lua"
)

// maxText bounds the strings that the library makes: a script's mistake is to
// end in an error and not in the end of the process.
const maxText = 1 << 30

// Bounds of the patterns that a state keeps compiled.
const (
	keptPatterns  = 256
	keptPatternOf = 1024 // bytes
)

// strlib is what the string library of one state keeps between calls.
type strlib struct {
	anchored map[string]*pattern.Pattern // of find, match and gsub
	floating map[string]*pattern.Pattern // of gmatch
	// matcher serves every search. Lua code that runs between two steps of one
	// may use it for others: what a step needs it takes before that.
	matcher pattern.Matcher
}

// installStrings replaces the functions of the string library.
func installStrings(L *lua.LState) {
	s := &strlib{anchored: map[string]*pattern.Pattern{}, floating: map[string]*pattern.Pattern{}}
	lib := library(L, "string")
	register(L, lib, map[string]func(libCall) int{
		"byte": strByte, "char": strChar, "dump": strDump, "len": strLen, "lower": strLower,
		"rep": strRep, "reverse": strReverse, "sub": strSub, "upper": strUpper, "format": strFormat,
		"find": s.find, "match": s.match, "gmatch": s.gmatch, "gsub": s.gsub,
	})
	lib.RawSetString("gfind", lib.RawGetString("gmatch"))
	// The library is not its own metatable, as it is in gopher-lua.
	lib.RawSetString("__index", lua.LNil)
	mt := L.NewTable()
	mt.RawSetString("__index", lib)
	installArithmetic(mt)
	L.SetMetatable(lua.LString(""), mt)
}

// pattern gives the compiled form of text for find, match and gsub.
func (s *strlib) pattern(text string) *pattern.Pattern {
	return kept(s.anchored, text, pattern.Compile)
}

func kept(in map[string]*pattern.Pattern, text string, compile func(string) *pattern.Pattern) *pattern.Pattern {
	if p, ok := in[text]; ok {
		return p
	}
	p := compile(text)
	if len(text) <= keptPatternOf {
		if len(in) >= keptPatterns {
			clear(in)
		}
		in[text] = p
	}
	return p
}
