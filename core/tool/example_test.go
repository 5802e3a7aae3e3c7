package tool_test

import (
	"fmt"

	"github.com/tlua/tlua/core/tool"
)

func ExampleArgv() {
	type ping struct {
		Count    uint     `tool:"-c"`
		Interval *float64 `tool:"-i"`
		Dest     string   `tool:",required"`
	}
	fmt.Println(tool.Argv(ping{Count: 3, Dest: "127.0.0.1"}))
	fmt.Println(tool.Argv(ping{Count: 3}))
	// Output:
	// [-c 3 127.0.0.1] <nil>
	// [] EINVAL: option 'dest' is required
}

func ExampleOptions_Argv() {
	ping := tool.Options{
		{Name: "count", Flag: "-c", Type: tool.Uint},
		{Name: "dest", Required: true},
	}
	fmt.Println(ping.Argv(map[string]any{"count": 3.0, "dest": "127.0.0.1"}))
	// Output: [-c 3 127.0.0.1] <nil>
}
