package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCommand is `galvani version`.
type versionCommand struct{}

// Run prints the version the Go command has stamped into the program.
func (versionCommand) Run(env *environment) error {
	version, revision := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value
			}
		}
	}
	_, err := fmt.Fprintf(env.stdout, "galvani %s%s %s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
