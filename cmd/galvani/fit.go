package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/galvani-sim/galvani/host"
)

// fitCommand is `galvani fit`.
type fitCommand struct {
	Name       string             `arg:"" help:"A built-in fit (${fits}) or an experiment file (.toml) with [loss.NAME], [grad] and [fit]."`
	Iterations *int               `placeholder:"N" help:"Steps of the optimiser, instead of the experiment's."`
	Polish     *int               `placeholder:"N" help:"Iterations of L-BFGS after them, instead of the experiment's."`
	Seed       *uint64            `placeholder:"N" help:"Seed of all random draws, instead of the experiment's."`
	Set        map[string]float64 `placeholder:"NAME=X" help:"Replace a constant of the experiment; may be repeated."`
	Device     string             `placeholder:"DEVICE" env:"GALVANI_DEVICE" help:"Where to run, as for galvani run."`
	Out        string             `placeholder:"DIR" help:"Output folder (default: out/NAME)."`
	JSON       bool               `name:"json" help:"Print one JSON object instead of a table."`
}

// fitFile holds the fitted values, fitPicture the loss and the fitted course.
const (
	fitFile    = "fit.json"
	fitPicture = "fit.png"
)

// fitReport is what fit.json holds.
type fitReport struct {
	Experiment  string             `json:"experiment"`
	Loss        float64            `json:"loss"`
	Evaluations int                `json:"evaluations"`
	Parameters  []host.FittedValue `json:"parameters"`
}

// Run fits; when it is interrupted the best values so far are kept.
func (c *fitCommand) Run(env *environment) error {
	e, err := c.load()
	if err != nil {
		return err
	}
	out := c.Out
	if out == "" {
		out = filepath.Join("out", folderName(e.Name))
	}
	if err := host.PrepareFolder(out); err != nil {
		return err
	}
	f, err := host.NewFitter(env.ctx, e, host.Options{Device: c.Device})
	if err != nil {
		return err
	}
	defer f.Close()
	last := time.Now()
	loss, failed := f.Run(env.ctx, func(k int, x float64) error {
		if time.Since(last) < time.Second {
			return nil
		}
		last = time.Now()
		_, err := fmt.Fprintf(env.stderr, "evaluation %4d     loss %.6g\n", k, x)
		return err
	})
	if failed != nil && (env.ctx.Err() == nil || len(f.History) == 0) {
		return failed
	}
	r := fitReport{e.Name, loss, len(f.History), f.Values()}
	if err := c.write(env, f, r, out); err != nil {
		return errors.Join(failed, err)
	}
	if failed != nil {
		return fmt.Errorf("%w after %d evaluations; the best values so far are in %s", errInterrupted, len(f.History), out)
	}
	return nil
}

func (c *fitCommand) write(env *environment, f *host.Fitter, r fitReport, out string) error {
	encode := func(w io.Writer) error {
		j := json.NewEncoder(w)
		j.SetIndent("", "  ")
		return j.Encode(r)
	}
	if err := host.WriteFile(filepath.Join(out, fitFile), encode); err != nil {
		return err
	}
	if err := host.WriteFile(filepath.Join(out, fitPicture), func(w io.Writer) error { return f.Plot(env.ctx, w) }); err != nil && env.ctx.Err() == nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(env.stdout).Encode(r)
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s: loss %.6g after %d evaluations\n\n", r.Experiment, r.Loss, r.Evaluations)
	printFit(b, r.Parameters)
	fmt.Fprintf(b, "\nwritten to %s: %s, %s\n", out, fitFile, fitPicture)
	_, err := io.WriteString(env.stdout, b.String())
	return err
}

// printedValues bounds the rows of the table.
const printedValues = 40

// printFit prints what was fitted, beside the truth where there is one.
func printFit(w io.Writer, list []host.FittedValue) {
	rows := [][]string{{"parameter", "unit", "start", "fitted", "truth", "error"}}
	for k, v := range list {
		if k == printedValues {
			fmt.Fprintf(w, "the first %d of %d values\n", printedValues, len(list))
			break
		}
		truth, off := "-", "-"
		if v.Truth != nil {
			truth = fmt.Sprintf("%.6g", *v.Truth)
			if *v.Truth != 0 {
				off = fmt.Sprintf("%+.3g %%", 100*(v.Value / *v.Truth - 1))
			}
		}
		name := v.Name
		if v.Index > 0 {
			name = fmt.Sprintf("%s[%d]", name, v.Index)
		}
		rows = append(rows, []string{name, v.Unit, fmt.Sprintf("%.6g", v.Start), fmt.Sprintf("%.6g", v.Value), truth, off})
	}
	printTable(w, rows, 2)
}

// load reads the experiment and applies the changes of the command line.
func (c *fitCommand) load() (*host.Experiment, error) {
	n := network{Name: c.Name, Seed: c.Seed, Set: c.Set, Device: c.Device}
	e, err := n.load()
	if err != nil {
		return nil, err
	}
	for _, x := range []struct {
		flag string
		from *int
		to   func(int)
	}{
		{"iterations", c.Iterations, func(k int) { e.Fit.Iterations = k }},
		{"polish", c.Polish, func(k int) { e.Fit.Polish = k }},
	} {
		if x.from == nil || e.Fit == nil {
			continue
		}
		if *x.from < 0 {
			return nil, usageError{fmt.Errorf("--%s: %d is not possible, it must not be negative", x.flag, *x.from)}
		}
		x.to(*x.from)
	}
	return e, nil
}
