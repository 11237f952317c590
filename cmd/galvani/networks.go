package main

import (
	"fmt"

	"github.com/galvani-sim/galvani/host"
)

// networksCommand is `galvani networks`.
type networksCommand struct{}

// Run lists the built-in networks, tasks and fits with their titles.
func (networksCommand) Run(env *environment) error {
	w := newTabs(env.stdout)
	for _, list := range []struct {
		title string
		names []string
	}{{"networks: galvani run NAME", host.Builtins()}, {"tasks: galvani train NAME", host.Tasks()}, {"fits: galvani fit NAME", host.Fits()}} {
		fmt.Fprintln(w, list.title)
		for _, name := range list.names {
			fmt.Fprintf(w, "  %s\t%s\n", name, host.BuiltinTitle(name))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w, "galvani run NAME --print shows the experiment file: a beginning for one of your own.")
	return w.Flush()
}
