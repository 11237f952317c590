package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/galvani-sim/galvani/host"
)

// gradcheckCommand is `galvani gradcheck`.
type gradcheckCommand struct {
	Name string             `arg:"" optional:"" help:"An experiment file (.toml) with [loss.NAME]; without one every differentiable neuron model and two networks are checked."`
	Set  map[string]float64 `placeholder:"NAME=X" help:"Replace a constant of the experiment; may be repeated."`
	JSON bool               `name:"json" help:"Print a JSON array instead of a table."`
}

// errGradient ends a check that a derivative has failed.
var errGradient = errors.New("a derivative is wrong")

// Run compares derivatives made in different ways and fails when they differ.
func (c *gradcheckCommand) Run(env *environment) error {
	rows, err := c.rows(env)
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(env.stdout).Encode(rows)
	} else {
		b := &strings.Builder{}
		printChecks(b, rows)
		_, err = io.WriteString(env.stdout, b.String())
	}
	bad := 0
	for _, r := range rows {
		if !r.OK {
			bad++
		}
	}
	if err == nil && bad > 0 {
		return fmt.Errorf("%w: %d of %d differ", errGradient, bad, len(rows))
	}
	return err
}

func (c *gradcheckCommand) rows(env *environment) ([]host.CheckRow, error) {
	if c.Name != "" {
		n := network{Name: c.Name, Set: c.Set}
		e, err := n.load()
		if err != nil {
			return nil, err
		}
		return host.CheckGradients(env.ctx, e)
	}
	var all []host.CheckRow
	for _, name := range host.GradientModels() {
		rows, _, err := host.CheckModel(env.ctx, name)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	networks, err := host.GradientNetworks()
	if err != nil {
		return nil, err
	}
	for _, e := range networks {
		rows, err := host.CheckGradients(env.ctx, e)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// printChecks prints a table of the derivatives along a random direction of
// each parameter.
func printChecks(w io.Writer, rows []host.CheckRow) {
	table := [][]string{{"network", "by", "adjoint", "tangent", "error", "spikes held", "difference", "error", "verdict"}}
	wrong, unchecked := 0, 0
	for _, r := range rows {
		tangent, tangentError, difference, differenceError, verdict := "-", "-", "-", "-", "right"
		if r.Tangent != nil {
			tangent, tangentError = fmt.Sprintf("%.6g", *r.Tangent), fmt.Sprintf("%.1e", r.TangentError)
		}
		if r.Difference != nil {
			difference, differenceError = fmt.Sprintf("%.6g", *r.Difference), fmt.Sprintf("%.1e", r.DifferenceError)
		}
		if !r.OK {
			verdict = "WRONG"
			wrong++
		}
		if !r.Checked {
			verdict = "not checked"
			unchecked++
		}
		table = append(table, []string{r.Network, r.Parameter, fmt.Sprintf("%.6g", r.Adjoint), tangent, tangentError,
			fmt.Sprintf("%.6g", r.Held), difference, differenceError, verdict})
	}
	printTable(w, table, 2)
	fmt.Fprintf(w, "\n%d derivatives, %d wrong, %d not checked. Each is that of the loss along a random direction of the parameter; errors are\nrelative to the terms it is the sum of. Where no difference stands, spikes come or go.\n", len(rows), wrong, unchecked)
}
