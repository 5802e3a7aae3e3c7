package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/job/local"
	"github.com/tlua/tlua/luabind"
)

const (
	firstJobs = 20  // opened before the measurement begins: what is needed once is there then
	idleJobs  = 500 // opened and measured
	idleTime  = "300"
)

// opener opens idle jobs until it is closed.
type opener interface {
	open(n int) error
	Close() error
}

// playIdle is the role of a process that opens idle jobs and prints what each
// takes: kilobytes and goroutines.
func playIdle(role string) (err error) {
	o, err := newOpener(role)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if err := o.open(firstJobs); err != nil {
		return err
	}
	kb, goroutines := residentKB(), runtime.NumGoroutine()
	if err := o.open(idleJobs); err != nil {
		return err
	}
	fmt.Println(float64(residentKB()-kb)/idleJobs, float64(runtime.NumGoroutine()-goroutines)/idleJobs)
	return nil
}

func newOpener(role string) (opener, error) {
	switch role {
	case "go":
		return goIdle{job.NewFactory(local.New(), job.FactoryOptions{})}, nil
	case "lua", "lua_filter":
		r, err := luabind.New(context.Background(), luabind.Options{Stderr: os.Stderr})
		return luaIdle{r, role == "lua_filter"}, err
	case "os_exec":
		return &execIdle{}, nil
	}
	return nil, fmt.Errorf("there is no role %q", role)
}

var rssLine = regexp.MustCompile(`(?m)^VmRSS:\s+(\d+) kB$`)

// residentKB gives the process's resident memory without garbage, 0 if it is
// not known.
func residentKB() int {
	runtime.GC() // finalizers run after the first
	debug.FreeOSMemory()
	status, _ := os.ReadFile("/proc/self/status")
	if m := rssLine.FindSubmatch(status); m != nil {
		kb, _ := strconv.Atoi(string(m[1]))
		return kb
	}
	return 0
}

// goIdle opens jobs with core/job.
type goIdle struct{ *job.Factory }

func (o goIdle) open(n int) error {
	for range n {
		j, err := o.Create(job.Options{Program: "sleep", Args: []string{idleTime}})
		if err != nil {
			return err
		}
		if err := j.Start(context.Background()); err != nil {
			return err
		}
	}
	return nil
}

// luaIdle opens jobs in a script, with a filter if so wanted.
type luaIdle struct {
	*luabind.Runtime
	filter bool
}

func (o luaIdle) open(n int) error {
	_, err := o.RunString("idle.lua", `
		jobs = jobs or {}
		for _ = 1, tonumber(arg[1]) do
			local j = job.create{program = "sleep", args = {arg[2]}}
			if arg[3] == "true" then
				j:attach_filter{stdout = true, pattern = [[value=(\d+)]], extract = 1}
			end
			j:start()
			jobs[#jobs + 1] = j
		end`, strconv.Itoa(n), idleTime, strconv.FormatBool(o.filter))
	return err
}

// execIdle opens processes with os/exec, and reads both outputs of each.
type execIdle struct {
	children []*child
	readers  sync.WaitGroup
}

func (o *execIdle) open(n int) error {
	for range n {
		c, err := start("sleep", idleTime)
		if err != nil {
			return err
		}
		o.children = append(o.children, c)
		for _, r := range []io.Reader{c.stdout, c.stderr} {
			o.readers.Go(func() {
				for buf := make([]byte, 4<<10); ; {
					if _, err := r.Read(buf); err != nil {
						return
					}
				}
			})
		}
	}
	return nil
}

// Close ends the processes.
func (o *execIdle) Close() error {
	for _, c := range o.children {
		c.Process.Kill()
	}
	o.readers.Wait()
	for _, c := range o.children {
		c.Wait()
	}
	return nil
}
