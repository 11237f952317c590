package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/galvani-sim/galvani/host"
)

// experimentFile is the resolved experiment beside the results.
const experimentFile = "run.toml"

// runCommand is `galvani run`.
type runCommand struct {
	network
	Out     string `placeholder:"DIR" help:"Output folder (default: out/NAME)."`
	Explain bool   `help:"Print how the network is grouped and merged, and do not run it."`
	Print   bool   `help:"Print the experiment file (resolved when other flags change it), and do not run it."`
}

// Run simulates, writes the results and prints the summary.
func (c *runCommand) Run(env *environment) error {
	if c.Print {
		return c.print(env.stdout)
	}
	e, err := c.load()
	if err != nil {
		return err
	}
	out := c.Out
	if out == "" {
		out = filepath.Join("out", folderName(e.Name))
	}
	if !c.Explain {
		if err := host.PrepareFolder(out); err != nil {
			return err
		}
	}
	sim, err := env.backend.compile(env.ctx, e.Network, e.Device)
	if err != nil {
		return err
	}
	if c.Explain {
		_, err := fmt.Fprintln(env.stdout, sim.Explain())
		return errors.Join(err, sim.Close())
	}
	err = c.simulate(env, e, sim, out)
	return errors.Join(err, sim.Close())
}

// simulate runs the compiled network and writes what it recorded, also when it
// is interrupted on the way.
func (c *runCommand) simulate(env *environment, e *host.Experiment, sim simulation, out string) error {
	p := newProgress(env.stderr, e.Name, e.Network.DT)
	sim.SetProgress(p.update)
	failed := sim.Run(env.ctx, e.Duration)
	p.finish()
	result := sim.Result()
	interrupted := errors.Is(failed, context.Canceled)
	if failed != nil && !interrupted {
		return failed
	}
	result.Interrupted = interrupted
	summary, err := result.Write(out, e.Files(out, experimentFile)...)
	if err != nil {
		return err
	}
	if err := printSummary(env.stdout, e, summary, out); err != nil {
		return err
	}
	if interrupted {
		return fmt.Errorf("%w at %.6g of %g ms; what was recorded is in %s", errInterrupted, result.Duration, e.Duration, out)
	}
	return nil
}

// folderName makes a folder's name of an experiment's, which may hold slashes,
// spaces or dots: results stay inside the folder out.
func folderName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.+", r) {
			return r
		}
		return '-'
	}, name)
	if name = strings.TrimLeft(name, "."); name == "" {
		return "experiment"
	}
	return name
}
