// Command tlua is a scripting host: its Lua scripts drive real programs.
package main

import "os"

func main() { os.Exit(run(process())) }
