package job

import "slices"

// watcher is what wants to see one of the job's outputs, in this and later
// runs.
type watcher struct {
	stream Stream
	owner  any
	open   func(o *output, at int64) Sink
}

func (f *Filter) watcher(s Stream) watcher {
	return watcher{stream: s, owner: f, open: func(o *output, at int64) Sink { return f.tap(o, at) }}
}

// watch adds a watcher for this and later runs, unless there is one. The
// outputs' locks are not taken with the job's held: those who read may ask for
// the job's.
func (j *Job) watch(w watcher) (added bool) {
	j.mu.Lock()
	for _, have := range j.watchers {
		if have.owner == w.owner && have.stream == w.stream {
			j.mu.Unlock()
			return false
		}
	}
	r := j.watchLocked(w)
	j.mu.Unlock()
	if r != nil {
		o := r.output(w.stream)
		o.add(func(at int64) Sink { return w.open(o, at) })
	}
	return true
}

// watchLocked adds a watcher for later runs, and gives the newest so far; j.mu is
// held.
func (j *Job) watchLocked(w watcher) *run {
	j.watchers = append(j.watchers, w)
	if f, ok := w.owner.(*Filter); ok {
		f.addSource(j)
	}
	return j.run
}

// unwatch takes away the watcher that f is on stream s.
func (j *Job) unwatch(f *Filter, s Stream) bool {
	j.mu.Lock()
	i := slices.IndexFunc(j.watchers, func(w watcher) bool { return w.owner == any(f) && w.stream == s })
	if i < 0 {
		j.mu.Unlock()
		return false
	}
	j.watchers = slices.Delete(j.watchers, i, i+1)
	f.removeSource(j)
	r := j.run
	j.mu.Unlock()
	if r != nil {
		r.output(s).removeTaps(f)
	}
	return true
}

// forget takes away all watchers that f is.
func (j *Job) forget(f *Filter) {
	j.mu.Lock()
	j.watchers = slices.DeleteFunc(j.watchers, func(w watcher) bool { return w.owner == any(f) })
	r := j.run
	j.mu.Unlock()
	if r == nil {
		return
	}
	for _, o := range r.out {
		o.removeTaps(f)
	}
}

// removeTaps takes the filter's taps away.
func (o *output) removeTaps(f *Filter) {
	o.remove(func(k Sink) bool { t, ok := k.(*tap); return ok && t.filter == f })
}

// Watch calls open at the start of each later run of the job for a sink that
// sees everything that stream s, one of the job's, carries in it. It is for
// those who read the whole output of a program themselves; filters are for the
// rest.
func (j *Job) Watch(s Stream, open func() Sink) {
	j.watch(watcher{stream: s, owner: new(byte), open: func(*output, int64) Sink { return open() }})
}

// addSource notes that an output of j is watched.
func (f *Filter) addSource(j *Job) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sources = append(f.sources, j)
}

// removeSource undoes an addSource.
func (f *Filter) removeSource(j *Job) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i := slices.Index(f.sources, j); i >= 0 {
		f.sources = slices.Delete(f.sources, i, i+1)
	}
}

// recurs reports whether a job that the filter watches will be started again;
// f.mu is held.
func (f *Filter) recurs() bool { return slices.ContainsFunc(f.sources, (*Job).recurs) }
