package job

import (
	"maps"
	"slices"
	"strings"
)

// Shown are options as reports show them, by the names that scripts have for them.
type Shown struct {
	Given    map[string]any // those that are not their defaults
	Defaults map[string]any // the others that are worth a look: numbers, or words
}

// defaults are those of a job that nothing is built on.
var defaults = map[string]any{
	"workdir": "inherited", "nice": "inherited", "affinity": "inherited",
	"spawner": "pipe", "on_orphan": string(OrphanFails), "autorestart_ms": "never",
}

// shown gives the options for reports. Program and arguments are in argv. What is
// built on a job has defaults of its own.
func (o *Options) shown() Shown {
	shown := Shown{Given: o.given(), Defaults: maps.Clone(o.Shown.Defaults)}
	if o.Shown.Defaults != nil {
		return shown
	}
	shown.Defaults = maps.Clone(defaults)
	for name := range shown.Given {
		delete(shown.Defaults, name)
	}
	return shown
}

func (o *Options) given() map[string]any {
	all := map[string]any{}
	put := func(name string, there bool, value any) {
		if there {
			all[name] = value
		}
	}
	put("workdir", o.Workdir != "", o.Workdir)
	put("clear_env", o.ClearEnv, true)
	put("affinity", len(o.Affinity) > 0, o.Affinity)
	put("inputs", len(o.Inputs) > 0, o.Inputs)
	put("outputs", len(o.Outputs) > 0, o.Outputs)
	put("autorestart_ms", o.Autorestart > 0, float64(o.Autorestart.Milliseconds()))
	put("on_orphan", o.OnOrphan != "" && o.OnOrphan != OrphanFails, string(o.OnOrphan))
	if o.Nice != nil {
		all["nice"] = *o.Nice
	}
	if o.PTY != nil {
		all["spawner"], all["rows"], all["cols"] = "pty", o.PTY.Rows, o.PTY.Cols
	}
	for name, value := range o.Env {
		all["env."+name] = value
	}
	for _, name := range o.Unset {
		all["env."+name] = false
	}
	for _, w := range o.Wrappers {
		before, _ := all["wrappers"].([]string)
		all["wrappers"] = append(before, strings.Join(append([]string{w.Program}, w.Args...), " "))
	}
	for _, name := range slices.Sorted(maps.Keys(o.Filters)) {
		all["filters."+name] = o.Filters[name].Pattern
	}
	maps.Copy(all, o.Shown.Given)
	return all
}
