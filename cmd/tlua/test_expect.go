package main

import "github.com/tlua/tlua/core/event"

// readExpected reads the file of expected results, if there is one.
func (t *tests) readExpected() (err error) {
	if t.f.expect != "" {
		t.book, err = readBook(t.w, t.f.expect)
	}
	return err
}

// compare compares a test's result with what is expected of it here.
func (t *tests) compare(test *event.Test, r event.Result, verdicts []string) *event.Expected {
	return t.book.Judge(t.platform, test, r, verdicts)
}
