package main

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/core/suite"
)

// settleTime is how long no more may change before tests are run again: an editor
// writes a file in several steps.
const settleTime = 100 * time.Millisecond

// watch runs the tests again whenever files change, until ctx ends: the files of
// tests that did, or, if another file of Lua's did, all. find gives the files
// that there are.
func (t *tests) watch(ctx context.Context, find func() ([]suite.File, error)) int {
	w, err := newWatcher(t.w.path("."))
	if err != nil {
		t.tell.fail(report.Failure{Message: "--watch: " + err.Error()})
		return exitFailed
	}
	defer w.Close()
	var changed []string
	for {
		files, err := find()
		if err != nil {
			t.tell.fail(report.Failure{Message: err.Error()})
		} else if err := t.readExpected(); err != nil {
			t.tell.fail(report.Failure{Message: err.Error()})
		} else if files = among(files, changed); len(files) > 0 {
			t.run(ctx, files)
		}
		if ctx.Err() != nil {
			return t.endOf(ctx)
		}
		t.tell.note("waiting for changes; Ctrl-C ends it")
		if changed, err = w.next(ctx); err != nil {
			t.tell.fail(report.Failure{Message: "--watch: " + err.Error()})
			return exitFailed
		}
		if changed == nil {
			return t.endOf(ctx)
		}
	}
}

// among gives the files that changed, or all of them if others did.
func among(files []suite.File, changed []string) []suite.File {
	var some []suite.File
	for _, f := range files {
		if slices.Contains(changed, f.Path) {
			some = append(some, f)
		}
	}
	names := map[string]bool{}
	for _, f := range some {
		names[f.Path] = true
	}
	if len(names) < len(changed) || changed == nil {
		return files
	}
	return some
}

// watcher tells of files of Lua's that change below a folder.
type watcher struct {
	*fsnotify.Watcher
	root string
}

func newWatcher(root string) (*watcher, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, job.WithOp("", err)
	}
	r := &watcher{w, root}
	if err := r.below(root); err != nil {
		w.Close()
		return nil, err
	}
	return r, nil
}

// below watches a folder, and those in it that are not hidden.
func (w *watcher) below(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // it was removed meanwhile, or nobody may read it
		case !d.IsDir():
			return nil
		case path != w.root && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		}
		return w.Add(path)
	})
}

// next waits until files have changed, and gives their names. None when ctx ends.
func (w *watcher) next(ctx context.Context) (changed []string, err error) {
	settled := time.NewTimer(0)
	<-settled.C
	defer settled.Stop()
	for {
		select {
		case e := <-w.Events:
			if e.Has(fsnotify.Create) {
				_ = w.below(e.Name) // if it is a folder
			}
			rel, rerr := filepath.Rel(w.root, e.Name)
			if rerr != nil || !strings.HasSuffix(rel, ".lua") || e.Op == fsnotify.Chmod {
				continue
			}
			if rel = filepath.ToSlash(rel); !slices.Contains(changed, rel) {
				changed = append(changed, rel)
			}
			settled.Reset(settleTime)
		case <-settled.C:
			return changed, nil
		case err := <-w.Errors:
			return nil, err
		case <-ctx.Done():
			return nil, nil
		}
	}
}
