package local

import (
	"os"
	"syscall"
)

func openPipe(ends *[2]int) error {
	return os.NewSyscallError("pipe2", syscall.Pipe2(ends[:], syscall.O_CLOEXEC))
}
