package stream

// Match is one match. It is valid until emit returns.
type Match struct{ m *Matcher }

// Text is what group i matched; group 0 is the whole match. It is nil for a
// group that took no part. The bytes are the matcher's: they are valid until
// emit returns.
func (t Match) Text(i int) []byte {
	start, end := t.Start(i), t.End(i)
	if start < 0 {
		return nil
	}
	base := t.m.base
	return t.m.buf[start-base : end-base : end-base]
}

// Start is the offset in the stream of the first byte of group i, or -1 if the
// group took no part.
func (t Match) Start(i int) int64 { return t.m.regs[2*i] }

// End is the offset in the stream of the byte after group i, or -1 if the
// group took no part.
func (t Match) End(i int) int64 { return t.m.regs[2*i+1] }
