package adjoint

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/kernels/native"
	"github.com/galvani-sim/galvani/model"
)

// chain is a neuron of a model under a current, its gradient by the engine and
// by tangents that are carried from step to step.
type chain struct {
	net     *model.Network
	scheme  int
	model   *model.NeuronModel
	current []float64
	c, e    []float64 // the loss is sum of c v + sum of e times the spikes
	spikes  int
}

const chainSteps, chainDT = 150, 0.1

func newChain(m *model.NeuronModel, scheme int) *chain {
	rng := rand.New(rand.NewPCG(11, uint64(scheme)))
	params := map[string]model.Value{}
	for name, x := range atParameters[m.Name] {
		params[name] = model.Const(x)
	}
	ch := &chain{model: m, scheme: scheme, net: &model.Network{Name: "chain", DT: chainDT, Seed: 4,
		Populations: []*model.Population{{Name: "cell", Model: m.Name, Scheme: m.Schemes[scheme].Name, Size: 1, Params: params}}}}
	for range chainSteps {
		ch.current = append(ch.current, gentle(m.Name)*(0.5+rng.Float64()))
		ch.c, ch.e = append(ch.c, rng.NormFloat64()), append(ch.e, rng.NormFloat64())
	}
	return ch
}

// gentle is the current to begin with. Far above its threshold the gain of
// wong_wang is linear, and the tangent with respect to its curvature a
// difference of equal numbers.
func gentle(name string) float64 {
	if name == "wong_wang" {
		return 0.3
	}
	return 1
}

// variable is the first of the model's variables, the one that is reset.
func (ch *chain) variable() string { return ch.model.State[0].Name }

func (ch *chain) compile(t *testing.T, target Target) *Engine {
	e, err := Compile(t.Context(), ch.net, Options{Target: target, Steps: chainSteps, Parameters: true, Inputs: []string{"cell"},
		Strategy: Every(40), Traces: []Trace{{"cell", ch.variable()}, {"cell", "spike"}}})
	require.NoError(t, err)
	t.Cleanup(e.Close)
	return e
}

// excite makes the current stronger until the neuron spikes.
func (ch *chain) excite(t *testing.T, e *Engine) {
	for range 24 {
		require.NoError(t, e.Forward(t.Context(), Input{Currents: map[string][]float64{"cell": ch.current}}))
		spikes, err := e.Spikes("cell", 0)
		require.NoError(t, err)
		ch.spikes = len(spikes[0])
		if ch.spikes >= 1 || ch.model.Silent || neverSpike[ch.model.Name] {
			return
		}
		for n := range ch.current {
			ch.current[n] *= 2
		}
	}
	require.Fail(t, "no current makes it spike")
}

func (ch *chain) backward(t *testing.T, e *Engine) {
	require.NoError(t, e.Forward(t.Context(), Input{Currents: map[string][]float64{"cell": ch.current}}))
	require.NoError(t, e.Backward(t.Context(), [][]float64{ch.c, ch.e}))
}

// tangent returns the derivative of the loss along a direction of the rows'
// words, of the initial state and of the current, and the size of its terms.
func (ch *chain) tangent(t *testing.T, row, dRow, state, dState, dCurrent []float64) (sum, scale float64) {
	s := native.Step{Model: ch.model.Name, Scheme: ch.scheme, Params: row, State: slices.Clone(state), Input: make([]float64, 5)}
	ds := slices.Clone(dState)
	random := model.FindNeuron(ch.model.Name).Random
	require.False(t, random, "the draws of a step are not known here")
	for n := range chainSteps {
		s.Input = []float64{ch.current[n], 0, 0, 0, 0.5}
		dx := []float64{dCurrent[n], 0, 0, 0, 0}
		outcome := func(force int) []float64 {
			o := s
			o.State = slices.Clone(s.State)
			_, _, ok := o.Tangent(dRow, slices.Clone(ds), dx, force)
			require.True(t, ok)
			return o.State
		}
		no, yes := outcome(0), outcome(1)
		_, distance, ok := s.Tangent(dRow, ds, dx, -1)
		require.True(t, ok)
		dSpike := 0.0
		if distance[0] > neverDistance {
			q := 1 + 10*math.Abs(distance[0]) // FastSigmoid(10), the default
			dSpike = distance[1] / (q * q)
			for w, v := range ch.model.State {
				if !counter(v.Name) {
					ds[w] += (yes[w] - no[w]) * dSpike
				}
			}
		}
		for _, term := range []float64{ch.c[n] * ds[0], ch.e[n] * dSpike} {
			sum += term
			scale += math.Abs(term)
		}
	}
	return sum, scale
}

// TestChains: over a run with spikes, the engine's gradients with respect to
// currents, initial state and every parameter are those of forward-mode
// tangents carried through the steps, for every neuron model with an adjoint
// and every scheme.
func TestChains(t *testing.T) {
	target := native64(t, 1)
	for _, m := range model.Neurons() {
		if withoutAdjoint[m.Name] != "" || m.Random {
			continue
		}
		for k, scheme := range m.Schemes {
			if scheme.Adaptive {
				continue
			}
			t.Run(m.Name+"/"+scheme.Name, func(t *testing.T) { newChain(m, k).check(t, target) })
		}
	}
}

func (ch *chain) check(t *testing.T, target Target) {
	e := ch.compile(t, target)
	ch.excite(t, e)
	ch.backward(t, e)
	pop, g, _, err := e.locate("cell")
	require.NoError(t, err)
	names := e.plan.ParameterNames(pop)
	given := g.given(pop, 0, names)
	row := e.plan.Rederive(g.Group, pop, 0, given)[:len(ch.model.Derived)]
	state := e.plan.InitialState(g.Group)
	zero := func(x []float64) []float64 { return make([]float64, len(x)) }
	largest := 0.0
	agree := func(what string, got float64, dRow, dState, dCurrent []float64) {
		want, scale := ch.tangent(t, row, dRow, state, dState, dCurrent)
		largest = max(largest, math.Abs(got))
		// A derivative by an eighth-order difference of rows is right to 1e-13 of its size.
		if !(math.Abs(got-want) <= 1e-10*scale) {
			require.Failf(t, "gradient and tangent differ", "%s: %.17g by the engine, %.17g by the tangent, terms of %g", what, got, want, scale)
		}
	}
	currents, err := e.InputGradient("cell")
	require.NoError(t, err)
	rng := rand.New(rand.NewPCG(1, 2))
	direction, along := zero(ch.current), 0.0
	for n := range direction {
		direction[n] = rng.NormFloat64()
		along += direction[n] * currents[n]
	}
	agree("current", along, zero(row), zero(state), direction)
	for w, v := range ch.model.State {
		if counter(v.Name) {
			continue
		}
		got, err := e.InitialGradient("cell." + v.Name)
		require.NoError(t, err)
		d := zero(state)
		d[w] = 1
		agree("initial "+v.Name, got[0], zero(row), d, zero(ch.current))
	}
	for _, name := range names {
		got, err := e.ParameterGradient("cell", name)
		require.NoError(t, err)
		own := g.given(pop, 0, names)
		d := derivative(own[name], e.scale(pop, name), func(x float64) []float64 {
			own[name] = x
			return e.plan.Rederive(g.Group, pop, 0, own)
		})[:len(row)]
		start := zero(state) // of what starts at the parameter
		for w, v := range ch.model.State {
			if v.FromParam == name {
				start[w] = 1
			}
		}
		agree(name, got[0], d, start, zero(ch.current))
	}
	require.NotZero(t, largest)
	if !ch.model.Silent && !neverSpike[ch.model.Name] {
		require.NotZero(t, ch.spikes)
	}
}

// TestDeviceChains: in float32 the native engine and a Vulkan device find the
// gradients of float64, for models of every kind: to the specification's 1e-4 of
// gradients with respect to parameters. Where the model has an upstroke of its
// own, a rounding of v (4e-6 mV at -60 mV) grows with it by the ratio of its
// slopes at v_peak and at threshold, a thousandfold, to 6e-5 of the way from rest
// to v_peak, where the surrogate 1 / (1 + 10|x|)^2 changes by 20 times that: 1e-3.
func TestDeviceChains(t *testing.T) {
	const upstroke, other = 1e-3, 1e-4
	for _, c := range []struct {
		model, scheme string
		tol           float64
	}{{"adex", "rk4", upstroke}, {"izhikevich", "half_steps", upstroke}, {"exp_if", "exponential_euler", upstroke},
		{"lif_sfa", "exact", other}, {"gif", "exact", other}, {"morris_lecar", "heun", other}, {"pinsky_rinzel", "staggered", other},
		{"wilson_cowan", "rk4", other}, {"jansen_rit", "rk4", other}, {"theta_neuron", "heun", other}} {
		m := model.FindNeuron(c.model)
		k := slices.IndexFunc(m.Schemes, func(s model.Scheme) bool { return s.Name == c.scheme })
		ch := newChain(m, k)
		e := ch.compile(t, native64(t, 1))
		ch.excite(t, e)
		gradients := func(e *Engine) (currents, parameters []float64) {
			ch.backward(t, e)
			currents, err := e.InputGradient("cell")
			require.NoError(t, err)
			for _, p := range m.Params {
				if p.Trainable {
					g, err := e.ParameterGradient("cell", p.Name)
					require.NoError(t, err)
					v, err := e.Parameter("cell", p.Name)
					require.NoError(t, err)
					parameters = append(parameters, g[0]*max(math.Abs(v[0]), 1e-3)) // by the logarithm
				}
			}
			return currents, parameters
		}
		wantI, wantP := gradients(e)
		wantSpikes, err := e.Spikes("cell", 0)
		require.NoError(t, err)
		for name, target := range map[string]Target{"native": nativeTarget(t, 1, 32), "lavapipe": lavapipe(t, 0)} {
			t.Run(c.model+"/"+name, func(t *testing.T) {
				e := ch.compile(t, target)
				gotI, gotP := gradients(e)
				spikes, err := e.Spikes("cell", 0)
				require.NoError(t, err)
				require.Equal(t, wantSpikes, spikes)
				near(t, wantI, gotI, c.tol, "currents")
				near(t, wantP, gotP, c.tol, "parameters")
			})
		}
	}
}
