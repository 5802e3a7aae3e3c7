package leak

import (
	"fmt"
	"os/exec"
	"testing"
)

func TestProcesses(t *testing.T) {
	before := len(Processes())
	cmd := exec.Command("cat")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if n := len(Processes()); n != before+1 {
		t.Errorf("%d processes, want one more than %d", n, before)
	}
	pid := fmt.Sprint(cmd.Process.Pid)
	if Ended(pid) {
		t.Error("cat lives")
	}
	stdin.Close()
	cmd.Wait()
	if !Ended(pid) || len(Processes()) != before {
		t.Error("cat has ended")
	}
}
