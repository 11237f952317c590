package adjoint

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// onlineNet has two hidden populations, one of which drives itself and the
// other, and a leaky output. Weights are such that neurons fire every few steps.
func onlineNet(neuron, scheme string, params map[string]float64, recurrent bool) *model.Network {
	receptor := func(tau float64) []*model.Receptor {
		return []*model.Receptor{{Name: "syn", Model: "exponential", Output: model.OutputCurrent, Params: constants(map[string]float64{"tau": tau})}}
	}
	normal := func(mean, sd float64) model.Value { return model.Value{Dist: model.Normal, A: mean, B: sd} }
	all := model.Rule{Type: model.AllToAll}
	hidden := func(name string, size int) *model.Population {
		return &model.Population{Name: name, Model: neuron, Scheme: scheme, Size: size, Params: constants(params), Receptors: receptor(3)}
	}
	net := &model.Network{Name: "online", DT: 1, Seed: 7,
		Populations: []*model.Population{
			{Name: "in", Model: "spike_source", Size: 5, Times: [][]float64{{2, 9, 14, 25, 33}, {3, 17, 30}, {5, 6, 21, 38}, {8, 12, 28}, {1, 19, 20, 35}}},
			hidden("h", 6), hidden("k", 4),
			{Name: "out", Model: "leaky_integrator", Scheme: "exact", Size: 2,
				Params: constants(map[string]float64{"c_m": 20, "g_l": 1, "e_l": 0}), Receptors: receptor(2)}},
		Projections: []*model.Projection{
			{Name: "in", Source: "in", Target: "h", Receptor: "syn", Rule: all, Weight: normal(4, 2), Delay: model.Value{Dist: model.Uniform, A: 1, B: 4}},
			{Name: "ink", Source: "in", Target: "k", Receptor: "syn", Rule: all, Weight: normal(4, 2), Delay: model.Const(1)},
			{Name: "h out", Source: "h", Target: "out", Receptor: "syn", Rule: all, Weight: normal(0, 1), Delay: model.Const(1)},
			{Name: "k out", Source: "k", Target: "out", Receptor: "syn", Rule: all, Weight: normal(0, 1), Delay: model.Const(1)}}}
	if recurrent {
		net.Projections = append(net.Projections,
			&model.Projection{Name: "rec", Source: "h", Target: "h", Receptor: "syn", Rule: all, Weight: normal(0.5, 1.5), Delay: model.Const(2)},
			&model.Projection{Name: "hk", Source: "h", Target: "k", Receptor: "syn",
				Rule: model.Rule{Type: model.FixedIndegree, N: 3}, Weight: normal(1, 1), Delay: model.Const(3)})
	}
	return net
}

var onlineCases = []struct {
	name, neuron, scheme string
	params               map[string]float64
}{
	{"lif", "lif", "exact", map[string]float64{"c_m": 20, "g_l": 1, "e_l": 0, "v_th": 1, "v_reset": -0.2, "t_ref": 2}},
	{"lif, no refractory time", "lif", "exponential_euler", map[string]float64{"c_m": 20, "g_l": 1, "e_l": 0, "v_th": 1, "v_reset": 0, "t_ref": 0}},
	{"alif", "alif", "exact", map[string]float64{"c_m": 20, "g_l": 1, "e_l": 0, "v_th": 1, "beta": 0.4, "tau_a": 30, "t_ref": 2}},
	{"alif_discrete", "alif_discrete", "subtract", map[string]float64{"v_th": 1, "beta": 0.3, "tau_a": 50, "t_ref": 1}},
	{"alif_discrete, hard", "alif_discrete", "hard", map[string]float64{"v_th": 1, "beta": 0.3, "tau_a": 50, "t_ref": 2}},
}

const onlineSteps, onlineBatch = 45, 3

// onlineInput gives the samples spikes of their own: later ones lack some.
func onlineInput(net *model.Network) Input {
	var samples [][][]float64
	for b := range onlineBatch {
		times := slices.Clone(net.Populations[0].Times)
		for i := range times {
			times[i] = times[i][:len(times[i])-b]
		}
		samples = append(samples, times)
	}
	return Input{Spikes: map[string][][][]float64{"in": samples}}
}

// wanted is the derivative of half the squared distance to a sine.
func wanted(v []float64, first int) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		step := first + i/(2*onlineBatch)
		out[i] = x - math.Sin(0.2*float64(step)+float64(i%2))
	}
	return out
}

// eprop returns the gradients of every projection by eligibility traces.
func eprop(t *testing.T, net *model.Network, o Options, feedback map[string][]float64) [][]float64 {
	o.Online, o.Steps, o.Batch, o.Traces = &Online{Output: "out"}, onlineSteps, onlineBatch, []Trace{{"h", "v"}, {"out", "v"}}
	e, err := Compile(t.Context(), net, o)
	require.NoError(t, err)
	defer e.Close()
	for name, w := range feedback {
		require.NoError(t, e.SetFeedback(name, w))
	}
	require.NoError(t, e.Learn(t.Context(), onlineInput(net), func(lo, hi int) ([]float64, error) {
		var v []float64
		for n := lo; n < hi; n++ {
			row, err := e.TraceStep(1, n)
			if err != nil {
				return nil, err
			}
			v = append(v, row...)
		}
		return wanted(v, lo), nil
	}))
	return gradientsOf(t, e)
}

// backwards returns them by the discrete adjoint.
func backwards(t *testing.T, net *model.Network, o Options, feedback map[string][]float64) [][]float64 {
	o.Steps, o.Batch, o.Traces = onlineSteps, onlineBatch, []Trace{{"out", "v"}}
	e, err := Compile(t.Context(), net, o)
	require.NoError(t, err)
	defer e.Close()
	if feedback != nil {
		// The way back from the output takes other weights than the way forward.
		all := make([]float64, e.cut.Len())
		for _, p := range e.projections {
			if w := feedback[p.Source]; w != nil && p.Target == "out" {
				for k, at := range p.place {
					all[at] = w[k]
				}
			}
		}
		require.NoError(t, e.cut.WriteReal(0, all))
	}
	require.NoError(t, e.Forward(t.Context(), onlineInput(net)))
	for _, p := range []string{"h", "k"} {
		total := 0
		for b := range onlineBatch {
			spikes, err := e.Spikes(p, b)
			require.NoError(t, err)
			for _, list := range spikes {
				total += len(list)
			}
		}
		require.Greater(t, total, 10, "too few spikes of %s: nothing is tested", p)
	}
	v, err := e.Trace(0)
	require.NoError(t, err)
	require.NoError(t, e.Backward(t.Context(), [][]float64{wanted(v, 0)}))
	return gradientsOf(t, e)
}

func gradientsOf(t *testing.T, e *Engine) [][]float64 {
	var out [][]float64
	for _, p := range e.projections {
		w, err := e.WeightGradient(p.Name)
		require.NoError(t, err)
		out = append(out, w)
	}
	return out
}

// TestEligibilityIsBackpropagation: without recurrence e-prop's gradient is that
// of backpropagation through time; with it, that of backpropagation whose way
// through the recurrent synapses is cut (Bellec et al. 2020, equation 13).
func TestEligibilityIsBackpropagation(t *testing.T) {
	for _, c := range onlineCases {
		for _, detach := range []bool{false, true} {
			for _, recurrent := range []bool{false, true} {
				t.Run(c.name, func(t *testing.T) {
					net := onlineNet(c.neuron, c.scheme, c.params, recurrent)
					o := Options{Target: native64(t, 1), Surrogate: FastSigmoid(3), Detach: detach}
					cut := o
					if recurrent {
						cut.Cut = []string{"rec", "hk"}
					}
					want := backwards(t, net, cut, nil)
					got := eprop(t, net, o, nil)
					for k, p := range net.Projections {
						near(t, want[k], got[k], 1e-9, p.Name) // some hundred roundings of 1e-16
					}
					if recurrent {
						whole := backwards(t, net, o, nil)
						require.Greater(t, math.Abs(whole[0][0]-want[0][0]), 1e-3*math.Abs(want[0][0]), "the cut must matter")
					}
				})
			}
		}
	}
}

// TestEligibilityFeedback: errors that come back through weights of their own
// (random e-prop) give the gradient of a way back through these.
func TestEligibilityFeedback(t *testing.T) {
	c := onlineCases[2]
	net := onlineNet(c.neuron, c.scheme, c.params, true)
	feedback := map[string][]float64{"h": nil, "k": nil}
	for name, size := range map[string]int{"h": 6, "k": 4} {
		for i := range size * 2 {
			feedback[name] = append(feedback[name], math.Cos(float64(7*i*i)))
		}
	}
	o := Options{Target: native64(t, 1), Surrogate: Triangular(0.3, 1)}
	cut := o
	cut.Cut = []string{"rec", "hk"}
	want, got := backwards(t, net, cut, feedback), eprop(t, net, o, feedback)
	for k, p := range net.Projections {
		near(t, want[k], got[k], 1e-9, p.Name)
	}
}

// TestEligibilityKeepsItsBits: segments and threads do not change the gradient;
// float32 is as near as its rounding lets it.
func TestEligibilityKeepsItsBits(t *testing.T) {
	c := onlineCases[3]
	net := onlineNet(c.neuron, c.scheme, c.params, true)
	want := eprop(t, net, Options{Target: native64(t, 1)}, nil)
	for _, s := range []Strategy{Every(1), Every(7), Binomial(2, 3)} {
		require.Equal(t, want, eprop(t, net, Options{Target: native64(t, 1), Strategy: s}, nil))
	}
	require.Equal(t, want, eprop(t, net, Options{Target: native64(t, 3)}, nil))
	single := eprop(t, net, Options{Target: nativeTarget(t, 1, 32)}, nil)
	for k, p := range net.Projections {
		near(t, want[k], single[k], 5e-5, p.Name) // the tolerance of surrogate gradients in float32
	}
	require.Equal(t, single, eprop(t, net, Options{Target: nativeTarget(t, 2, 32), Strategy: Every(5)}, nil))
}

func TestEligibilityRefuses(t *testing.T) {
	c := onlineCases[0]
	compile := func(change func(*model.Network, *Options)) error {
		net := onlineNet(c.neuron, c.scheme, c.params, false)
		o := Options{Target: native64(t, 1), Online: &Online{Output: "out"}, Steps: 5, Traces: []Trace{{"out", "v"}}}
		change(net, &o)
		e, err := Compile(t.Context(), net, o)
		if err == nil {
			require.ErrorContains(t, e.Learn(t.Context(), Input{Continue: true}, nil), "traces do not go on between runs")
			e.Close()
		}
		return err
	}
	require.NoError(t, compile(func(*model.Network, *Options) {}))
	require.ErrorContains(t, compile(func(_ *model.Network, o *Options) { o.Online.Output = "h" }), `output "h": e-prop takes a population of a linear model`)
	require.ErrorContains(t, compile(func(_ *model.Network, o *Options) { o.Traces = nil }), `output "out": Options.Traces must list its v`)
	require.ErrorContains(t, compile(func(n *model.Network, _ *Options) { n.Projections[2].Delay = model.Const(2) }), `projection "h out": a delay of 2 ms; e-prop takes 1 ms`)
	require.ErrorContains(t, compile(func(_ *model.Network, o *Options) { o.Cut = []string{"x"} }), `cut: there is no projection "x"`)
	require.ErrorContains(t, compile(func(_ *model.Network, o *Options) { o.Target = lavapipe(t, 0) }), "are for the native devices")
}
