package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// versionCommand makes the verb that prints what this is.
func versionCommand(w world) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Prints the versions of tlua, its Lua and its Go",
		Example: "  tlua version",
		Args:    noArgs,
		Run:     func(*cobra.Command, []string) { fmt.Fprintln(w.stdout, versionText()) },
	}
}

// versionText gives "tlua VERSION (gopher-lua VERSION, go1.26.0, linux/amd64)".
func versionText() string {
	lua := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			if d.Path == "github.com/yuin/gopher-lua" {
				lua = d.Version
			}
		}
	}
	return fmt.Sprintf("tlua %s (gopher-lua %s, %s, %s/%s)", ownVersion(), lua, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// ownVersion gives tlua's version, "devel" if it is not known.
func ownVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return versionOf(info)
	}
	return "devel"
}

// versionOf gives the module's version, or else the commit that was built.
func versionOf(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	version := "devel"
	if rev := set["vcs.revision"]; rev != "" {
		version += "-" + rev[:min(len(rev), 12)]
	}
	if set["vcs.modified"] == "true" {
		version += "+dirty"
	}
	return version
}
