package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/galvani-sim/galvani/host"
)

// benchCommand is `galvani bench`.
type benchCommand struct {
	network
	Repeat int  `default:"1" placeholder:"N" help:"Build and run N times; the fastest counts."`
	JSON   bool `name:"json" help:"Print one line of JSON with every figure."`
}

// Run builds and runs the network Repeat times and prints the fastest.
func (c *benchCommand) Run(env *environment) error {
	if c.Repeat < 1 {
		return usageError{fmt.Errorf("--repeat: %d is not possible, it must be at least 1", c.Repeat)}
	}
	var best host.Stats
	var walls []float64
	for k := range c.Repeat {
		s, err := c.once(env)
		if err != nil {
			return err
		}
		walls = append(walls, s.SimWallS)
		if k == 0 || s.SimWallS < best.SimWallS {
			best = s
		}
	}
	if c.JSON {
		return json.NewEncoder(env.stdout).Encode(struct {
			host.Stats
			SimWallAllS []float64 `json:"sim_wall_all_s"`
		}{best, walls})
	}
	return printBench(env, best, walls)
}

// once builds the network anew and runs it.
func (c *benchCommand) once(env *environment) (host.Stats, error) {
	e, err := c.load()
	if err != nil {
		return host.Stats{}, err
	}
	sim, err := env.backend.compile(env.ctx, e.Network, e.Device)
	if err != nil {
		return host.Stats{}, err
	}
	p := newProgress(env.stderr, e.Name, e.Network.DT)
	sim.SetProgress(p.update)
	err = sim.Run(env.ctx, e.Duration)
	p.finish()
	stats := sim.Stats()
	return stats, errors.Join(err, sim.Close())
}

// printBench prints the figures as a table for people.
func printBench(env *environment, s host.Stats, walls []float64) error {
	w := newTabs(env.stdout)
	rows := [][2]string{
		{"network", fmt.Sprintf("%s, %s neurons, %s synapses, seed %d", s.Model, thousands(int64(s.Neurons)), thousands(s.Synapses), s.Seed)},
		{"device", device(s)},
		{"simulated", fmt.Sprintf("%s steps of %g ms", thousands(s.Steps), s.DTms)},
		{"activity", fmt.Sprintf("%s spikes, %.2f Hz", thousands(s.Spikes), s.RateHz)},
		{"build", seconds(s.BuildS)},
		{"compile", seconds(s.CompileS)},
		{"simulation", fmt.Sprintf("%s wall, %s processor", seconds(s.SimWallS), seconds(s.SimCPUS))},
		{"real-time factor", digits(s.RTF)},
		{"per step", digits(s.UsPerStep) + " us"},
		{"synaptic events", digits(s.EventsPerS) + " per second"},
		{"memory", fmt.Sprintf("%s MB host, %s MB device", digits(s.HostMB), digits(s.DeviceMB))},
	}
	for _, name := range slices.Sorted(maps.Keys(s.Kernels)) {
		rows = append(rows, [2]string{"  " + name, digits(s.Kernels[name]/float64(s.Steps)*1e6) + " us per step"})
	}
	if len(walls) > 1 {
		all := ""
		for _, x := range walls {
			all += " " + seconds(x)
		}
		rows = append(rows, [2]string{"all runs", all[1:]})
	}
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\n", r[0], r[1])
	}
	return w.Flush()
}
