package host

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// GradientReport is what a gradient came to, for people and programs.
type GradientReport struct {
	Experiment string           `json:"experiment"`
	Method     string           `json:"method"`
	Loss       float64          `json:"loss"`
	Terms      []TermValue      `json:"terms"`
	Parameters []GradientResult `json:"parameters"`
	// Pushed names the terms of which the method gives no derivative, but a push
	// towards the target: spike_count with eventprop.
	Pushed []string `json:"pushed,omitempty"`
}

// GradientResult describes the derivatives by one parameter.
type GradientResult struct {
	Name  string `json:"name"`
	Shape []int  `json:"shape"`
	// Norm is the Euclidean norm of the derivatives, Min and Max their range.
	Norm float64 `json:"norm"`
	Min  float64 `json:"min"`
	Max  float64 `json:"max"`
	// Unit is that of the parameter; derivatives are per unit.
	Unit string `json:"unit,omitempty"`
}

// Report describes the gradient that Gradient made, whose loss is given.
func (o *Objective) Report(loss float64) GradientReport {
	r := GradientReport{Experiment: o.exp.Name, Method: o.exp.Grad.Method, Loss: loss, Terms: o.Terms()}
	for k, p := range o.values {
		x := GradientResult{Name: p.Name, Shape: o.Shape(k), Unit: o.params[k].unit}
		if len(p.Grad) > 0 {
			x.Min, x.Max = math.Inf(1), math.Inf(-1)
		}
		for _, g := range p.Grad {
			x.Norm = math.Hypot(x.Norm, g)
			x.Min, x.Max = math.Min(x.Min, g), math.Max(x.Max, g)
		}
		r.Parameters = append(r.Parameters, x)
	}
	for _, x := range o.terms {
		if pushed(o.exp.Grad, x) {
			r.Pushed = append(r.Pushed, x.Name)
		}
	}
	return r
}

// pushed reports whether the method gives no derivative of a term but a push.
func pushed(g *Grad, x LossTerm) bool { return g.Method == "eventprop" && x.Type == "spike_count" }

// WriteGradients writes an npz file, at once or not at all: for every
// parameter NAME the derivatives (float64) and, as NAME.value, the values; of
// weights and delays also NAME.sources and NAME.targets (uint32); `loss`; and
// `meta`, the report as a JSON text.
func (o *Objective) WriteGradients(path string, loss float64) error {
	text, err := json.Marshal(o.Report(loss))
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	arrays := []array{{metaArray, []int{len(text)}, text}, {"loss", []int{1}, []float64{loss}}}
	for k, p := range o.values {
		arrays = append(arrays, array{p.Name, o.Shape(k), p.Grad}, array{p.Name + ".value", o.Shape(k), p.Values})
		sources, targets, err := o.Synapses(k)
		if err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		if sources != nil {
			arrays = append(arrays, array{p.Name + ".sources", []int{len(sources)}, sources}, array{p.Name + ".targets", []int{len(targets)}, targets})
		}
	}
	return WriteFile(path, func(w io.Writer) error { return writeNPZ(w, arrays) })
}
