package vm

import (
	"bytes"
	"strings"

	"github.com/tlua/tlua/luabind/vm/grammar"
	"github.com/tlua/tlua/luabind/vm/repair"
	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
	"github.com/yuin/gopher-lua/parse"
)

// longestSource is how much of a chunk's text stands for it in positions, in
// bytes, as in Lua. Names of files are shown whole.
const longestSource = 63

// Compile compiles the chunk src. Its name is one of Lua's chunk names: "@file",
// "=name", or the source text itself. The result belongs to no state and can be
// shared. What is wrong with src is a *SyntaxError.
func Compile(name string, src []byte) (*lua.FunctionProto, error) {
	return compile(name, strip(src), nil)
}

// CompileSeen is Compile, but has see look at the chunk's syntax tree, as it is
// written, between the two steps. An error of see is given as it is.
func CompileSeen(name string, src []byte, see func([]ast.Stmt) error) (*lua.FunctionProto, error) {
	return compile(name, strip(src), see)
}

// ChunkName gives what positions show for a chunk name: the file, the name, or
// [string "first line..."].
func ChunkName(name string) string {
	if rest, ok := strings.CutPrefix(name, "@"); ok {
		return rest
	}
	if rest, ok := strings.CutPrefix(name, "="); ok {
		return rest
	}
	line := name
	if i := strings.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	line = line[:min(len(line), longestSource)]
	if line != name {
		line += "..."
	}
	return `[string "` + line + `"]`
}

// strip removes a byte order mark and the text of a first line that begins with
// "#"; the line itself stays, so that positions are right.
func strip(src []byte) []byte {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if !bytes.HasPrefix(src, []byte("#")) {
		return src
	}
	if i := bytes.IndexByte(src, '\n'); i >= 0 {
		return src[i:]
	}
	return nil
}

// compile is the way of every chunk from text to code. Between the two steps the
// syntax tree is repaired of what the compiler would get wrong.
func compile(name string, src []byte, see func([]ast.Stmt) error) (*lua.FunctionProto, error) {
	chunk := ChunkName(name)
	tree, src, err := tree(chunk, src)
	if err != nil {
		return nil, err
	}
	if see != nil {
		if err := see(tree); err != nil {
			return nil, err
		}
	}
	proto, err := lua.Compile(repair.Apply(tree), chunk)
	if err != nil {
		return nil, refused(chunk, err)
	}
	if err := checkUpvalues(chunk, proto); err != nil {
		return nil, err
	}
	link(proto)
	keepSource(name, src, proto)
	return proto, nil
}

// tree parses a chunk, and checks it at the same time: that takes a sixth of the
// parser's time. plain is the chunk as the parser can read it.
func tree(chunk string, src []byte) (tree []ast.Stmt, plain []byte, err error) {
	var m *grammar.Mistake
	checked := make(chan struct{})
	go func() {
		plain, m = grammar.Check(src)
		close(checked)
	}()
	tree, err = parse.Parse(bytes.NewReader(src), chunk)
	<-checked
	switch {
	case m != nil:
		return nil, nil, mistake(chunk, m)
	case !bytes.Equal(plain, src):
		tree, err = parse.Parse(bytes.NewReader(plain), chunk)
	}
	if err != nil {
		return nil, nil, refused(chunk, err)
	}
	return tree, plain, nil
}
