package local

// keepLocked has the guardian remove a folder if this process cannot. One that
// does not start is no reason to have no folder.
func (h *Host) keepLocked(dir string) {
	if g, err := h.guardLocked(); err == nil {
		g.Keep(dir)
	}
}

func (h *Host) forgetLocked(dir string) {
	if h.guard != nil {
		h.guard.Forget(dir)
	}
}
