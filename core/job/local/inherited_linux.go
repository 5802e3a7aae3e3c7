package local

import (
	"math"
	"sync"

	"golang.org/x/sys/unix"
)

// hideInherited keeps what this process was itself started with, beyond its
// standard descriptors, from the processes that it starts: a make's pipes, say,
// would be taken for channels of theirs. What Go opens is hidden anyway. A
// kernel before 5.11 cannot do it.
var hideInherited = sync.OnceFunc(func() {
	_ = unix.CloseRange(3, math.MaxInt32, unix.CLOSE_RANGE_CLOEXEC)
})
