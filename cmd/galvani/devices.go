package main

import (
	"encoding/json"
	"fmt"

	"github.com/galvani-sim/galvani/host"
)

// devicesCommand is `galvani devices`.
type devicesCommand struct {
	JSON bool `name:"json" help:"Print a JSON list with the limits of each device."`
}

// Run lists the devices.
func (c *devicesCommand) Run(env *environment) error {
	list, err := env.backend.devices()
	if err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(env.stdout)
		e.SetIndent("", "  ")
		if list == nil {
			list = []host.DeviceInfo{}
		}
		return e.Encode(list)
	}
	w := newTabs(env.stdout)
	fmt.Fprintln(w, "device\tkind\tmemory\tdriver\ttitle")
	for _, d := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", d.Name, d.Kind, memory(d.MemoryBytes), d.Driver, d.Title)
	}
	return w.Flush()
}

// memory writes a number of bytes in GiB.
func memory(bytes uint64) string {
	if bytes == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f GiB", float64(bytes)/(1<<30))
}
