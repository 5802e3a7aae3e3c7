// Package bind declares what scripts see. A Module is a table of functions, a
// Class the methods and fields of a handle; both are plain tables of Go values,
// from which come the Lua tables, the argument errors, the suggestions for
// misspelt names, the names for completion and the LuaCATS definitions.
//
// A bound function is given a Call, whose helpers read arguments and raise the
// documented errors themselves. What it returns as an error is raised as an
// error object.
//
// Declarations are made once and never change; everything that belongs to one
// Lua state is kept in that state.
package bind
