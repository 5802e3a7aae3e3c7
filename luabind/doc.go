// Package luabind runs Lua scripts that drive programs. A Runtime is one Lua
// state with its modules, its jobs and its end: whatever a script has created
// is gone when the runtime is closed.
//
// Go programs make a runtime, add modules or values of their own, run scripts,
// and get results and errors as Go values.
package luabind
