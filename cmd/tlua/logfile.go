package main

import (
	"fmt"
	"os"
	"sync"

	"github.com/tlua/tlua/core/job"
)

// logPerm is the mode of log files, before the umask.
const logPerm = 0o666

// logFile is the file that the log goes to. What cannot be written, for want of
// room perhaps, is counted and told: the script goes on.
type logFile struct {
	name string
	tell func(text string)

	mu   sync.Mutex
	file *os.File
	torn bool // the last entry is there in part
	lost int
}

func openLog(path, name string) (*logFile, error) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, logPerm)
	if err != nil {
		return nil, err
	}
	return &logFile{name: name, file: f}, nil
}

// Write writes an entry.
func (l *logFile) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := p
	if l.torn {
		entry = append([]byte("\n"), p...)
	}
	n, err := l.file.Write(entry)
	if n > 0 {
		l.torn = n < len(entry)
	}
	if err != nil {
		if l.lost++; l.lost == 1 {
			l.tell("warning: the log is incomplete: " + job.IOError("", l.name, err).Message)
		}
	}
	return len(p), nil // the logger would tell it each time
}

// Close closes the file, and tells what is missing in it.
func (l *logFile) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.file.Close()
	if l.lost > 0 {
		l.tell(fmt.Sprintf("warning: the log %s lacks %d entries", l.name, l.lost))
	}
	return err
}
