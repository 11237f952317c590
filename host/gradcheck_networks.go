package host

import (
	"context"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// GradientModels returns the neuron models that CheckModel can check: those
// that are differentiable and draw no random numbers.
func GradientModels() []string {
	var names []string
	for _, m := range model.Neurons() {
		if !m.Host && !m.Source && !m.Random && kernels.HasAdjoint(m.Name) {
			names = append(names, m.Name)
		}
	}
	return names
}

// CheckModel is CheckGradients for two neurons of a model with the receptors it
// takes, driven by given spikes and a current that makes it spike where one
// can, by every parameter. fired reports whether it spiked.
func CheckModel(ctx context.Context, name string) (rows []CheckRow, fired bool, err error) {
	m := model.FindNeuron(name)
	if m == nil {
		return nil, false, fmt.Errorf("there is no neuron model %q", name)
	}
	var e *Experiment
	for _, amplitude := range []float64{0.3, 3, 30, 300, 3000} {
		next := modelExperiment(m, amplitude)
		o, err := NewObjective(ctx, next, Options{Device: "native64:1"})
		if err != nil {
			return nil, false, fmt.Errorf("check %s: %w", name, err)
		}
		_, err = o.Loss(ctx)
		var spikes [][]int
		if err == nil {
			spikes, err = o.engine.raster()
		}
		o.Close()
		if err != nil {
			break // more current than the model stands
		}
		e = next
		if fired = slices.ContainsFunc(spikes[1:], func(s []int) bool { return len(s) > 0 }); fired || m.Silent {
			break
		}
	}
	if e == nil {
		return nil, false, fmt.Errorf("check %s: no current gives a finite run", name)
	}
	rows, err = CheckGradients(ctx, e)
	return rows, fired, err
}

// modelExperiment is the network of CheckModel with a current (pA).
func modelExperiment(m *model.NeuronModel, amplitude float64) *Experiment {
	cell := &model.Population{Name: "cell", Model: m.Name, Size: 2}
	n := &model.Network{Name: m.Name, DT: 0.1, Seed: 1, Populations: []*model.Population{
		{Name: "in", Model: "spike_source", Size: 1, Times: [][]float64{{0.5, 4, 9.5, 15}}}, cell}}
	var by []string
	for _, p := range m.Params {
		by = append(by, "cell."+p.Name)
	}
	for _, v := range m.State {
		if !slices.Contains([]string{"refractory"}, v.Name) {
			by = append(by, "cell.initial."+v.Name)
		}
	}
	for _, r := range []*model.Receptor{
		{Name: "cur", Model: "exponential", Output: model.OutputCurrent},
		{Name: "con", Model: "alpha", Output: model.OutputConductance}} {
		tried := append(slices.Clone(cell.Receptors), r)
		if firstScheme(m, tried) == "" {
			continue
		}
		cell.Receptors = tried
		n.Projections = append(n.Projections, &model.Projection{Name: r.Name, Source: "in", Target: "cell", Receptor: r.Name,
			Rule: model.Rule{Type: model.AllToAll}, Weight: model.Const(amplitude / 10), Delay: model.Const(0.53)})
		by = append(by, r.Name+".weight", r.Name+".delay", "cell."+r.Name+".tau")
	}
	if slices.ContainsFunc(m.Schemes, func(s model.Scheme) bool { return m.Takes(s, model.OutputCurrent) }) {
		n.Stimuli = []*model.Stimulus{{Name: "step", Type: model.StepCurrent, Target: "cell", Times: []float64{0, 10}, Amplitudes: []float64{amplitude, 1.3 * amplitude}}}
	}
	readout := LossTerm{Name: "mean", Type: "readout", Population: "cell", Variable: m.State[0].Name, Of: "mean", Factor: 1, Tau: 20}
	losses := []LossTerm{readout}
	readout.Name, readout.Of, readout.Factor = "last", "last", 0.5
	losses = append(losses, readout)
	if !m.Silent {
		losses = append(losses, LossTerm{Name: "rate", Type: "rate", Population: "cell", Factor: 1e-3, Tau: 20, Target: &Target{Values: []float64{40}}})
	}
	return &Experiment{Name: m.Name, Network: n, Duration: 20, Losses: losses,
		Grad: &Grad{Method: "surrogate", By: by, Surrogate: "fast_sigmoid", SurrogateScale: 10, Checkpoint: 30}}
}

// GradientNetworks returns the built-in networks that `galvani gradcheck`
// checks besides the models: recurrent ones, for both methods.
func GradientNetworks() ([]*Experiment, error) {
	var list []*Experiment
	for _, x := range []struct{ name, text string }{
		{"conductances", gradcheckNetwork + gradcheckGrid},
		{"spike-times", gradcheckNetwork + gradcheckEvents},
	} {
		e, err := ParseExperiment(x.name+".toml", []byte(x.text), nil)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

const gradcheckNetwork = `
dt = 0.1
duration = 40.0
seed = 4
[population.in]
model = "spike_source"
size = 4
times = [[1.0, 9.0, 17.0, 30.0], [3.0, 12.5, 22.0], [5.0, 6.0, 25.5], [2.0, 8.0, 28.0]]
[population.cell]
model = "lif"
size = 5
params = { i_e = { uniform = [150.0, 350.0] }, t_ref = 1.5 }
[population.cell.receptor.exc]
model = "exponential"
output = "conductance"
params = { tau = 4.0 }
[population.cell.receptor.cur]
model = "alpha"
output = "current"
[projection.first]
source = "in"
target = "cell"
receptor = "exc"
rule = "all_to_all"
weight = { uniform = [3.0, 9.0] }
delay = 1.34
[projection.again]
source = "cell"
target = "cell"
receptor = "cur"
rule = { type = "all_to_all", autapses = false }
weight = { uniform = [-60.0, 40.0] }
delay = 1.04
`

const gradcheckGrid = `
[loss.v]
type = "mean_square"
population = "cell"
target = -60.0
[loss.rate]
type = "rate"
population = "cell"
target = 50.0
factor = 0.01
[grad]
by = ["first.weight", "first.delay", "again.weight", "again.delay", "cell.c_m", "cell.g_l", "cell.e_l", "cell.v_th", "cell.v_reset", "cell.i_e", "cell.exc.tau", "cell.exc.e_rev", "cell.cur.tau", "cell.initial.v", "cell.input"]
`

const gradcheckEvents = `
[loss.times]
type = "spike_time"
population = "cell"
[loss.v]
type = "mean_square"
population = "cell"
target = -60.0
interval = 2.0
[grad]
method = "eventprop"
by = ["first.weight", "first.delay", "again.weight", "again.delay", "cell.c_m", "cell.g_l", "cell.e_l", "cell.v_th", "cell.v_reset", "cell.t_ref", "cell.i_e", "cell.exc.tau", "cell.exc.e_rev", "cell.cur.tau", "cell.initial.v"]
`
