package adjoint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// trace is a traced variable: its place in the trace arrays, where sample b of
// step n has the neurons at at + (n*batch + b)*count.
type trace struct {
	Trace
	at, count int
}

// makeTraces gives every trace its place and makes the arrays of traces and
// of the loss's cotangents (drives), which have the same layout.
func (e *Engine) makeTraces() error {
	total := 0
	hidden := e.spikeTraces()
	listed := slices.Concat(e.opts.Traces, hidden)
	order := make([][4]uint32, 0, len(e.opts.Traces))
	for k, tr := range listed {
		pop, g, first, err := e.locate(tr.Population)
		if err != nil {
			return fmt.Errorf("trace of %q: %w", tr.Variable, err)
		}
		if g.Model.Host {
			return fmt.Errorf("trace of %q: population %q is given, not simulated", tr.Variable, pop.Name)
		}
		word, err := traceWord(pop, g.Group, tr.Variable)
		if err != nil {
			return err
		}
		if k < len(e.opts.Traces) {
			e.traces = append(e.traces, trace{tr, total, pop.Size})
			e.seen = total + e.opts.Steps*e.batch*pop.Size
		}
		for _, d := range e.dynamics {
			if k >= len(e.opts.Traces) && d.Source == pop {
				d.Trace, d.TraceCount = total, pop.Size
			}
		}
		order = append(order, [4]uint32{word, uint32(first), uint32(pop.Size), uint32(total)})
		total += e.opts.Steps * e.batch * pop.Size
	}
	var table []uint32
	for _, g := range e.groups {
		g.FirstTrace = len(table) / kernels.TraceWords
		for k, tr := range listed {
			if _, own, _, err := e.locate(tr.Population); err == nil && own == g {
				table = append(table, order[k][:]...)
				g.Traces++
			}
		}
	}
	var err error
	if e.train.TraceTable, err = e.array("trace table", buffers.U32, len(table)); err != nil {
		return err
	}
	if err := e.train.TraceTable.WriteU32(0, table); err != nil {
		return err
	}
	if e.train.Traces, err = e.array("traces", buffers.Real, total); err != nil {
		return err
	}
	e.train.Drives, err = e.array("drives", buffers.Real, total)
	return err
}

// traceWord returns the state word of a variable.
func traceWord(pop *model.Population, g *model.Group, name string) (uint32, error) {
	if name == "spike" {
		return kernels.TraceSpike, nil
	}
	find := func(vars []model.Var, name string) int {
		return slices.IndexFunc(vars, func(v model.Var) bool { return v.Name == name })
	}
	if receptor, own, dotted := strings.Cut(name, "."); dotted {
		if r := pop.Receptor(receptor); r >= 0 {
			if w := find(g.Receptors[r].Synapse.State, own); w >= 0 {
				return uint32(g.Receptors[r].Base + w), nil
			}
		}
	} else if w := find(g.Model.State, name); w >= 0 {
		return uint32(w), nil
	}
	return 0, fmt.Errorf("population %q has no variable %q to trace", pop.Name, name)
}

// Trace returns what was traced as number k of Options.Traces in the last run:
// element (n*Batch + b)*size + i is neuron i of sample b at the end of step n.
func (e *Engine) Trace(k int) ([]float64, error) {
	tr := e.traces[k]
	out := make([]float64, e.opts.Steps*e.batch*tr.count)
	return out, e.train.Traces.ReadReal(tr.at, out)
}

// TraceStep returns step n of what Trace(k) returns: element b*size + i is
// neuron i of sample b.
func (e *Engine) TraceStep(k, n int) ([]float64, error) {
	tr := e.traces[k]
	if n < 0 || n >= e.opts.Steps {
		return nil, fmt.Errorf("trace of %s of population %q: step %d of a run of %d", tr.Variable, tr.Population, n, e.opts.Steps)
	}
	out := make([]float64, e.batch*tr.count)
	return out, e.train.Traces.ReadReal(tr.at+n*len(out), out)
}

// TraceArrays returns the device's arrays of traces and of the loss's
// cotangents, with the place of each trace's first element, for losses that
// run on the device.
func (e *Engine) TraceArrays() (traces, drives *buffers.Array, at []int) {
	for _, tr := range e.traces {
		at = append(at, tr.at)
	}
	return e.train.Traces, e.train.Drives, at
}
