package vm_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/internal/leak"
)

func TestCommandsAsLua(t *testing.T) {
	differ(t, shown+`
		show(os.execute("exit 3"), os.execute(), os.execute("kill -9 $$"), os.execute("true"), os.execute("nonexistent 2>&-"), os.execute(""))
		try(function() os.execute({}) end)
		print("before") os.execute("echo from the command; echo $VM_TEST") print("after") io.write("a") os.execute("printf b") io.write("c\n")
		os.execute("echo text >f") show(text("f"))
		local p = io.popen("cat f; echo $VM_TEST; printf last") show(p:read(), p:read("*a"), p:read()) show(p:close()) show(io.type(p)) try(function() p:read() end)
		for l in io.popen("printf '1 2\n3'"):lines() do show(l) end
		p = io.popen("printf '12 0x1F abc'") show(p:read("*n", "*n", 1, 3, 1)) show(p:seek()) show(p:close())
		p = io.popen("cat >g", "w") show(p:write("to ", 1)) show(p:seek("set")) show(p:setvbuf("line")) show(p:flush()) show(p:close()) show(text("g"))
		p = io.popen("cat", "w") p:write("passed on\n") p:close() print("after it")
		show(io.popen("exit 3"):close()) show(io.popen("x", "q")) show(io.popen("x", "rw")) try(function() io.popen() end) show(io.close(io.popen("true")))
		show(io.popen("cat"):read("*a")) show(io.popen("true", "w"):read()) show(io.popen("true"):write("x"))
		p = io.popen("yes") show(p:read()) show(p:close())
	`, "VM_TEST=of its own")
}

// lives reports whether a process is there and has not ended.
func lives(pid string) bool {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

func gone(t *testing.T, pid string) {
	t.Helper()
	_, err := strconv.Atoi(pid)
	require.NoError(t, err)
	require.Eventually(t, func() bool { return !lives(pid) }, 5*time.Second, 5*time.Millisecond, "process %s lives", pid)
}

func TestCommandsEndWithTheContext(t *testing.T) {
	for _, src := range []string{
		"os.execute('sleep 100 & echo $! >pid; wait')",
		"io.popen('sleep 100 & echo $! >pid; wait'):read('*a')",
		"io.popen('sleep 100 & echo $! >pid; wait'):close()",
		"local p = io.popen('sleep 100 & echo $! >pid; wait', 'w') while true do p:write(('x'):rep(100000)) end",
		"pcall(os.execute, 'sleep 100 & echo $! >pid; wait') os.execute('touch late')",
	} {
		m := newMachine(t)
		m.within(t, 200*time.Millisecond)
		started := time.Now()
		_, err := m.run(t, src)
		require.ErrorIs(t, err, context.DeadlineExceeded, src)
		require.Less(t, time.Since(started), time.Minute, src)
		pid, err := os.ReadFile(filepath.Join(m.dir, "pid"))
		require.NoError(t, err, src)
		gone(t, strings.TrimSpace(string(pid)))
		require.NoFileExists(t, filepath.Join(m.dir, "late"))
	}
}

func TestCommandsEndWithTheScript(t *testing.T) {
	for _, src := range []string{
		"return os.execute('echo out; sleep 100 & echo $! >pid')",
		"return os.execute('sleep 100 >/dev/null 2>&1 & echo $! >pid; exit 0')",
		"p = io.popen('echo $$ >pid; exec sleep 100') os.execute('while ! test -s pid; do sleep 0.01; done') return 0",
		"p = io.popen('echo $$ >pid; exec sleep 100', 'w') p:write('x') os.execute('while ! test -s pid; do sleep 0.01; done') return 0",
		"io.popen('sleep 100 >/dev/null & echo $! >pid'):close() return 0",
	} {
		m := newMachine(t)
		m.same(t, map[string]string{src: "0"})
		b, err := os.ReadFile(filepath.Join(m.dir, "pid"))
		require.NoError(t, err, src)
		pid := strings.TrimSpace(string(b))
		require.True(t, lives(pid), src)
		require.NoError(t, m.end(), src)
		gone(t, pid)
		require.NoError(t, m.end())
	}
}

func TestOutputOfCommandsIsInOrder(t *testing.T) {
	m := newMachine(t)
	m.same(t, map[string]string{`
		for i = 1, 20 do
			io.write("<") os.execute("printf %d " .. i .. "; printf e >&2; (sleep 30; echo late) &") io.write(">")
		end
		return os.execute("head -c 300000 /dev/zero | tr '\\0' x")`: "0"})
	var want strings.Builder
	for i := 1; i <= 20; i++ {
		want.WriteString("<" + strconv.Itoa(i) + ">")
	}
	require.Equal(t, want.String()+strings.Repeat("x", 300000), m.out.String())
	require.Equal(t, strings.Repeat("e", 20), m.errOut.String())
}

func TestCommandsLeaveNothing(t *testing.T) {
	m := newMachine(t)
	m.same(t, map[string]string{"for i = 1, 50 do os.execute('true') io.popen('true'):close() end return 1": "1"})
	fds, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	m.same(t, map[string]string{"for i = 1, 50 do os.execute('true') io.popen('true'):close() end return 1": "1"})
	now, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	require.LessOrEqual(t, len(now), len(fds)+3)
	require.Len(t, leak.Processes(), 1, "the guardian is all that is there")
	var ws syscall.WaitStatus
	pid, err := syscall.Wait4(-1, &ws, syscall.WNOHANG, nil)
	require.NoError(t, err)
	require.Zero(t, pid, "none waits to be reaped")
}
