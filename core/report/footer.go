package report

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// Lines gives the status lines for a terminal of that many columns and rows.
// It is called while the footer is locked: it must not use the footer. A line
// may hold SGR sequences (colours), and is clipped to the terminal's width.
type Lines func(cols, rows int) []string

const (
	drawGap = 50 * time.Millisecond // between two drawings of changed status lines
	heldMax = 4096                  // bytes of an unfinished line that wait for its end
)

// Footer keeps status lines below whatever is written through it to a terminal.
// Where there is no terminal, or TERM says that it is dumb, it passes writes
// straight on and shows no status. Its methods may be called from many
// goroutines at once.
//
// While there are status lines, an unfinished line is held until its end comes,
// for 50 ms at most; then it is shown, and the status lines wait for its end.
type Footer struct {
	mu      sync.Mutex
	main    *stream
	streams []*stream
	size    func() (cols, rows int) // nil: no terminal
	lines   Lines
	shown   []string // the lines on the screen, the cursor being below them
	cols    int      // the width that they were drawn for
	open    *stream  // the cursor is within a line of it; nil: at a line's beginning
	drawn   time.Time
	timer   *time.Timer
	late    sync.WaitGroup // calls of catchUp to come
	closed  bool
}

// stream is one way to the terminal, such as stdout or stderr.
type stream struct {
	f    *Footer
	w    io.Writer
	held []byte // the beginning of a line, not yet written
}

// NewFooter gives a footer on out. It is to be closed.
func NewFooter(out io.Writer) *Footer {
	f := &Footer{size: sizeOf(out)}
	f.main = &stream{f: f, w: out}
	f.streams = []*stream{f.main}
	return f
}

// Live reports whether the footer shows status lines: whether it is on a
// terminal.
func (f *Footer) Live() bool { return f.size != nil }

// Write puts p into the log above the status lines.
func (f *Footer) Write(p []byte) (int, error) { return f.main.Write(p) }

// Beside gives a writer to w that leaves the status lines whole, if w is the
// same terminal as the footer's, such as stdout beside stderr. Else it is w
// itself.
func (f *Footer) Beside(w io.Writer) io.Writer {
	if !f.Live() || !sameTerminal(f.main.w, w) {
		return w
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &stream{f: f, w: w}
	f.streams = append(f.streams, s)
	return s
}

// Set changes the status lines; nil removes them. They are drawn at once, or,
// if that was done less than 50 ms ago, when these are over.
func (f *Footer) Set(lines Lines) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.Live() || f.closed {
		return
	}
	f.lines = lines
	switch since := time.Since(f.drawn); {
	case f.open != nil:
	case lines == nil:
		f.release()
	case since < drawGap:
		f.later(drawGap - since)
	default:
		_ = f.draw(f.main, nil) // the log's own writes report a broken terminal
	}
}

// Close removes the status lines, writes what was held and waits for the
// drawing under way. The footer passes writes straight on afterwards.
func (f *Footer) Close() error {
	f.mu.Lock()
	if f.timer != nil && f.timer.Stop() {
		f.late.Done()
	}
	var err error
	if f.Live() && !f.closed {
		f.lines = nil
		err = f.release()
	}
	f.closed = true
	f.mu.Unlock()
	f.late.Wait()
	return err
}

// Write puts p into the log above the status lines.
func (s *stream) Write(p []byte) (int, error) {
	f := s.f
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.Live() || f.closed {
		return s.w.Write(p)
	}
	if f.open != nil || f.lines == nil {
		return s.through(p)
	}
	s.held = append(s.held, p...)
	end := bytes.LastIndexByte(s.held, '\n') + 1
	var err error
	if end > 0 {
		err = f.draw(s, s.held[:end])
		s.held = append(s.held[:0], s.held[end:]...)
	}
	if len(s.held) > heldMax && err == nil {
		err = f.release()
	} else if len(s.held) > 0 {
		f.later(drawGap)
	}
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// through writes p where the cursor is, there being no status lines. They come
// back when the line is at its end. What another stream has begun is not
// continued.
func (s *stream) through(p []byte) (int, error) {
	f := s.f
	if f.open != nil && f.open != s && len(p) > 0 {
		if _, err := s.w.Write([]byte{'\n'}); err != nil {
			return 0, err
		}
	}
	n, err := s.w.Write(p)
	if n > 0 {
		f.open = s.unless(p[n-1] == '\n')
	}
	if err == nil && f.open == nil && f.lines != nil {
		err = f.draw(s, nil)
	}
	return n, err
}

// unless gives s, or nil if the line that it has begun has ended.
func (s *stream) unless(ended bool) *stream {
	if ended {
		return nil
	}
	return s
}

// later lets the status be looked at after d, once.
func (f *Footer) later(d time.Duration) {
	if f.timer == nil {
		f.late.Add(1)
		f.timer = time.AfterFunc(d, f.catchUp)
	}
}

func (f *Footer) catchUp() {
	defer f.late.Done()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.timer = nil
	switch {
	case f.closed:
	case slices.ContainsFunc(f.streams, func(s *stream) bool { return len(s.held) > 0 }):
		_ = f.release()
	case f.open == nil:
		_ = f.draw(f.main, nil)
	}
}

// release takes the status lines away and shows the unfinished lines.
func (f *Footer) release() error {
	lines := f.lines
	f.lines = nil
	defer func() { f.lines = lines }()
	err := f.draw(f.main, nil)
	for _, s := range f.streams {
		if held := s.held; len(held) > 0 && err == nil {
			s.held = nil
			_, err = s.through(held)
		}
	}
	return err
}

// draw writes log, whole lines for s, in place of the status lines, and these
// below it.
func (f *Footer) draw(s *stream, log []byte) error {
	cols, rows := f.size()
	lines := f.fitting(cols, rows)
	if len(log) == 0 && cols == f.cols && slices.Equal(lines, f.shown) {
		return nil
	}
	var b bytes.Buffer
	f.erase(&b, cols)
	if s != f.main && len(log) > 0 {
		// Another descriptor: what comes before and after it are writes of their own.
		if err := flush(f.main.w, &b); err != nil {
			return err
		}
		if _, err := s.w.Write(log); err != nil {
			return err
		}
	} else {
		b.Write(log)
	}
	for _, line := range lines {
		b.WriteString(line)
		b.WriteByte('\n')
	}
	f.shown, f.cols, f.drawn = lines, cols, time.Now()
	return flush(f.main.w, &b)
}

// fitting gives the status lines clipped to the terminal. The last column stays
// free, as some terminals go to the next line there, and so does the last row,
// the cursor's.
func (f *Footer) fitting(cols, rows int) []string {
	if f.lines == nil {
		return nil
	}
	lines := f.lines(cols, rows)
	lines = slices.Clone(lines[:min(len(lines), max(rows-1, 0))])
	for i, line := range lines {
		lines[i] = clip(line, cols-1)
	}
	return lines
}

// erase clears the status lines and moves the cursor to the first of them. Where
// the terminal has become narrower since, it has wrapped the lines. Each is
// cleared by itself: to some terminals, clearing all from the first row on is to
// clear the screen, which is kept in the scrollback.
func (f *Footer) erase(b *bytes.Buffer, cols int) {
	up := 0
	for _, line := range f.shown {
		up += max(1, (width(line)+cols-1)/cols)
	}
	if up > 0 {
		b.WriteString("\r\x1b[K" + strings.Repeat("\x1b[A\x1b[K", up))
	}
}

func flush(w io.Writer, b *bytes.Buffer) error {
	if b.Len() == 0 {
		return nil
	}
	_, err := b.WriteTo(w)
	return err
}
