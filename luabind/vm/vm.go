// Package vm makes Lua states and compiles chunks for them. Nothing else in
// tlua does either, so that every script runs under the same rules: errors keep
// their objects and tracebacks on the way to Go, syntax errors read as Lua's own,
// os.exit ends the script and not the process, and standard input and output are
// the state's own.
package vm

import (
	"io"

	lua "github.com/yuin/gopher-lua"

	"github.com/tlua/tlua/core/job/local"
)

// Sizes of a state. The registry holds the values of all running functions; it
// grows in large steps because each step copies all of it. A thread begins with
// registryStart slots and little more.
const (
	callDepth     = 20000 // as Lua 5.1's LUAI_MAXCALLS
	registryStart = 1024
	registryStep  = 1 << 16
	registryMax   = 1 << 20
)

// Options are what a state has of the system. Without a Writer output is lost,
// without a Reader input is empty.
type Options struct {
	// Stdin is read ahead, and a read of it ends with the state's context. A
	// *bufio.Reader is read as it is, so that others can read it, too.
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	// Dir is what relative paths are relative to, and where commands run.
	// Default: the process's working directory.
	Dir string
	// Environ gives the environment of the scripts and of what they run, each
	// variable as "name=value". Default: the process's.
	Environ func() []string
	// Host runs commands. Default: one of the state's own, closed by AtEnd.
	Host *local.Host
	// TempDir gives the folder for temporary files. Default: the system's.
	TempDir func() (string, error)
	// AtEnd is given what is to be called at the end of the script: it closes
	// files, removes temporary ones and kills commands. Without it they stay.
	AtEnd func(func() error)
	// Embedded gives the code of modules that are a part of the program, nil for
	// other names. It is asked before files are looked for, and again where none
	// was found.
	Embedded func(name string, beforeFiles bool) (*lua.FunctionProto, error)
}

// New makes a state with Lua's standard libraries. It belongs to one goroutine
// at a time; its Close releases it.
func New(o Options) *lua.LState {
	L := lua.NewState(lua.Options{
		CallStackSize:       callDepth,
		RegistrySize:        registryStart,
		RegistryGrowStep:    registryStep,
		RegistryMaxSize:     registryMax,
		MinimizeStackMemory: true,
	})
	L.Panic = raise
	removeExtras(L)
	installBase(L)
	installStrings(L)
	installMath(L)
	installFiles(L, o)
	installPrint(L)
	installOS(L)
	installTable(L)
	installCollect(L)
	installEnvironments(L)
	installExit(L)
	installCalls(L)
	installCoroutines(L)
	installDebug(L)
	installLoad(L)
	installRequire(L, o.Embedded)
	return L
}

// removeExtras removes globals that Lua does not have: channels belong to Go,
// and the others are for those who work on the interpreter.
func removeExtras(L *lua.LState) {
	for _, name := range []string{"channel", "_printregs", "_GOPHER_LUA_VERSION"} {
		L.SetGlobal(name, lua.LNil)
	}
	if pkg, ok := L.GetGlobal("package").(*lua.LTable); ok {
		if t, ok := pkg.RawGetString("loaded").(*lua.LTable); ok {
			t.RawSetString("channel", lua.LNil)
		}
	}
}
