package luabind_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/bind"
)

// A Go program runs a script, and gets its results and its errors.
func Example() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	r, err := luabind.New(ctx, luabind.Options{Stdout: os.Stdout})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close() // whatever the script has started is gone then

	res, err := r.RunString("greet.lua", `
		local j = job.create{program = "echo", args = {"hello,", arg[1]}}
		j:start()
		for line in j:lines() do print(line) end
		return j:wait().value`, "world")
	fmt.Println(res.Values, err)

	_, err = r.RunString("fail.lua", `job.create{program = "no-such-program", env = {PATH = "/bin"}}:start()`)
	fmt.Println(err)
	fmt.Println(errors.Is(err, os.ErrNotExist), errors.Is(err, job.ENOENT))
	// Output:
	// hello, world
	// [0] <nil>
	// fail.lua:1: job.start: ENOENT: no program "no-such-program" in PATH (/bin)
	// true true
}

// A harness adds a module of its own: a table of functions, whose arguments are
// checked and whose errors become error objects like all others.
func ExampleOptions_modules() {
	lab := &bind.Module{
		Name: "lab", Doc: "The machines of the lab.",
		Funcs: []bind.Func{{
			Name: "address", Doc: "The address of a machine.",
			Params: []bind.Param{{Name: "machine", Type: "string"}}, Returns: []bind.Return{{Type: "string"}},
			Call: func(c *bind.Call) error {
				if name := c.String(1, "machine"); name != "red" {
					return job.Errorf("", job.ENOENT, "no machine is called %q", name)
				}
				return c.Return("10.0.0.7")
			},
		}},
	}
	r, err := luabind.New(context.Background(), luabind.Options{Stdout: os.Stdout, Modules: []*bind.Module{lab}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	_, err = r.RunString("lab.lua", `
		print(lab.address "red")
		local ok, err = pcall(lab.address, "blue")
		print(err.code, err.message)
		lab.address(7)`)
	fmt.Println(err)
	// Output:
	// 10.0.0.7
	// ENOENT	no machine is called "blue"
	// lab.lua:5: lab.address: EINVAL: argument 1 (machine): string expected, got number
}

// Scripts of others run closed in: they reach no file, no program and no network,
// and what they get is chosen by name.
func ExampleOptions_libs() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	r, err := luabind.New(ctx, luabind.Options{Stdout: os.Stdout, Libs: luabind.PureLibs()})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	res, err := r.RunString("rule.lua", `return json.decode(arg[1]).size > 100, os.execute, io.open, job`, `{"size": 120}`)
	fmt.Println(res.Values, err)
	_, err = r.RunString("loop.lua", `while true do end`)
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	// Output:
	// [true <nil> <nil> <nil>] <nil>
	// true
}

// Values of Go are there for scripts with their fields and methods.
func ExampleRuntime_Set() {
	r, err := luabind.New(context.Background(), luabind.Options{Stdout: os.Stdout})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	r.Set("build", struct {
		Version   string
		StartedAt int
	}{"1.2", 1700000000})
	if _, err := r.RunString("set.lua", `print(build.version, build.started_at)`); err != nil {
		fmt.Println(err)
	}
	// Output: 1.2	1700000000
}
