package luabind

import "github.com/tlua/tlua/luabind/bind"

// modules gives all that scripts find, in the order of the manual.
func (r *Runtime) modules() []*bind.Module {
	return []*bind.Module{
		r.jobModule(),
		r.ctorrentModule(),
		r.trackerModule(),
		r.fsModule(),
		r.netModule(),
		r.logModule(),
		jsonModule(),
		reModule(),
		r.verbs(),
	}
}
