package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/galvani-sim/galvani/host"
)

// gradCommand is `galvani grad`.
type gradCommand struct {
	network
	Out  string `placeholder:"FILE" help:"Write derivatives and values to an npz file."`
	JSON bool   `name:"json" help:"Print one JSON object instead of tables."`
}

// Run evaluates the loss and its derivatives.
func (c *gradCommand) Run(env *environment) error {
	e, err := c.load()
	if err != nil {
		return err
	}
	o, err := host.NewObjective(env.ctx, e, host.Options{Device: c.Device})
	if err != nil {
		return err
	}
	defer o.Close()
	loss, err := o.Gradient(env.ctx)
	if err != nil {
		return err
	}
	if c.Out != "" {
		if err := o.WriteGradients(c.Out, loss); err != nil {
			return err
		}
	}
	r := o.Report(loss)
	if c.JSON {
		return json.NewEncoder(env.stdout).Encode(r)
	}
	b := &strings.Builder{}
	printGradient(b, r)
	if c.Out != "" {
		fmt.Fprintf(b, "\nwritten to %s\n", c.Out)
	}
	_, err = io.WriteString(env.stdout, b.String())
	return err
}

// printGradient prints the loss with its terms, and a table of the derivatives.
func printGradient(w io.Writer, r host.GradientReport) {
	fmt.Fprintf(w, "%s: loss %.9g, method %s\n", r.Experiment, r.Loss, r.Method)
	if len(r.Terms) > 1 {
		for _, t := range r.Terms {
			fmt.Fprintf(w, "  %s %.9g\n", t.Name, t.Value)
		}
	}
	for _, name := range r.Pushed {
		fmt.Fprintf(w, "  %s counts spikes, which has no derivative: what it adds below pushes spikes towards the target\n", name)
	}
	fmt.Fprintln(w)
	rows := [][]string{{"derivative by", "unit", "shape", "norm", "min", "max"}}
	for _, p := range r.Parameters {
		shape := make([]string, len(p.Shape))
		for i, n := range p.Shape {
			shape[i] = fmt.Sprint(n)
		}
		unit := p.Unit
		if unit != "" && unit != "1" {
			unit = "1/(" + unit + ")"
		}
		rows = append(rows, []string{p.Name, unit, strings.Join(shape, " x "),
			fmt.Sprintf("%.6g", p.Norm), fmt.Sprintf("%.6g", p.Min), fmt.Sprintf("%.6g", p.Max)})
	}
	printTable(w, rows, 2)
}
