package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/galvani-sim/galvani/host"
)

// network are the arguments that choose a network and change it; run and bench share them.
type network struct {
	Name     string             `arg:"" help:"A built-in network (${builtins}) or an experiment file (.toml)."`
	Duration *float64           `placeholder:"MS" help:"Simulated time in ms, instead of the experiment's."`
	DT       *float64           `name:"dt" placeholder:"MS" help:"Time step in ms, instead of the experiment's."`
	Seed     *uint64            `placeholder:"N" help:"Seed of all random draws, instead of the experiment's."`
	Scale    *float64           `placeholder:"X" help:"Size relative to the published network: short for --set scale=X."`
	Set      map[string]float64 `placeholder:"NAME=X" help:"Replace a constant of the experiment; may be repeated."`
	Device   string             `placeholder:"DEVICE" env:"GALVANI_DEVICE" help:"Where to run: auto, native, native:THREADS, native64 (float64), vulkan:INDEX or vulkan:NAME (see galvani devices)."`
}

// load reads the experiment and applies the changes of the command line.
func (n *network) load() (*host.Experiment, error) {
	set := map[string]float64{}
	for k, v := range n.Set {
		set[k] = v
	}
	if n.Scale != nil {
		set["scale"] = *n.Scale
	}
	e, err := n.read(set)
	if err != nil {
		return nil, err
	}
	if n.Duration != nil {
		e.Duration = *n.Duration
	}
	if n.DT != nil {
		e.Network.DT = *n.DT
	}
	if n.Seed != nil {
		e.Network.Seed = *n.Seed
	}
	if n.Device != "" {
		e.Device = n.Device
	}
	if !(e.Duration > 0) || math.IsInf(e.Duration, 0) {
		return nil, usageError{fmt.Errorf("--duration: %g ms is not possible, it must be positive", e.Duration)}
	}
	if err := e.Network.Validate(); err != nil {
		return nil, err
	}
	return e, nil
}

// read reads the experiment with some constants replaced.
func (n *network) read(set map[string]float64) (*host.Experiment, error) {
	if n.isFile() {
		return host.LoadExperiment(n.Name, set)
	}
	e, err := host.Builtin(n.Name, set)
	if err != nil && !slices.Contains(host.Builtins(), n.Name) {
		return nil, fmt.Errorf("%w, and experiment files end in .toml", err)
	}
	return e, err
}

// changed reports whether the command line changes what is simulated.
func (n *network) changed() bool {
	return n.Duration != nil || n.DT != nil || n.Seed != nil || n.Scale != nil || len(n.Set) > 0
}

// print writes the experiment as it was written, or, when the command line
// changes it, resolved.
func (n *network) print(w io.Writer) error {
	if n.changed() {
		e, err := n.load()
		if err != nil {
			return err
		}
		return e.WriteTOML(w)
	}
	text, err := n.source()
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// source returns the text of the experiment.
func (n *network) source() ([]byte, error) {
	if n.isFile() {
		return os.ReadFile(n.Name)
	}
	return host.BuiltinSource(n.Name)
}

// isFile decides between a file and a built-in network: what looks like a path
// is a file, every other name is that of a built-in network.
func (n *network) isFile() bool {
	return strings.HasSuffix(n.Name, ".toml") || strings.ContainsRune(n.Name, filepath.Separator)
}
