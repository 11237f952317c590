package main

import (
	"fmt"
	"strings"

	"github.com/galvani-sim/galvani/host"
)

// checkCommand is `galvani check`.
type checkCommand struct {
	File string             `arg:"" help:"An experiment file (.toml), or the file of a neuron model of your own (.glsl)."`
	Set  map[string]float64 `placeholder:"NAME=X" help:"Replace a constant of the experiment; may be repeated."`
}

// Run reads a file and reports every mistake, or what it describes. Nothing is
// built and no device is opened.
func (c *checkCommand) Run(env *environment) error {
	if strings.HasSuffix(c.File, ".glsl") {
		m, err := host.LoadNeuron(c.File)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(env.stdout, "%s: neuron model %s, %d parameters, %d state variables, %d scheme(s); it is compiled when it is first run\n",
			c.File, m.Name, len(m.Params), len(m.State), len(m.Schemes))
		return err
	}
	e, err := host.LoadExperiment(c.File, c.Set)
	if err != nil {
		return err
	}
	n := e.Network
	neurons := 0
	for _, p := range n.Populations {
		neurons += p.Size
	}
	_, err = fmt.Fprintf(env.stdout, "%s: %s neurons in %d population(s), %d projection(s), %d coupling(s), %d recorder(s), %g ms in steps of %g ms\n",
		c.File, thousands(int64(neurons)), len(n.Populations), len(n.Projections), len(n.Couplings), len(n.Recorders), e.Duration, n.DT)
	return err
}
