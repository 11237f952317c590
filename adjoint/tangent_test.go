package adjoint

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/kernels/native"
	"github.com/galvani-sim/galvani/model"
)

// withoutAdjoint names the neuron models of the registry that have none, and why.
var withoutAdjoint = map[string]string{
	"spike_source":   "its spikes are given",
	"poisson_source": "its spikes are random and take no input",
	"conductance":    "its ion channels have none",
}

// neverSpike names the models that take no threshold though they may have receptors.
var neverSpike = map[string]bool{"leaky_integrator": true}

// atParameters replaces defaults at which a term of the model is switched off.
var atParameters = map[string]map[string]float64{
	"threshold_linear": {"alpha": 0.4},      // some inputs saturate it
	"gif":              {"v_th_reset": -45}, // a spike raises the threshold
}

// TestNeuronTangents: for every neuron model of the registry and every scheme,
// the adjoint of a step is the transpose of its forward-mode tangent, which the
// same fragment gives over dual numbers: their products with random directions
// and cotangents agree. The spike is a factor of the step: its tangent is the
// surrogate's slope times that of the distance to threshold, and it moves the
// state by what a spike changes in it. Each word that a model derives from its
// parameters has a gradient in one scheme at least.
func TestNeuronTangents(t *testing.T) {
	for _, m := range model.Neurons() {
		reason := withoutAdjoint[m.Name]
		require.Equal(t, reason == "", !m.Host && kernels.HasAdjoint(m.Name), "%s: %q", m.Name, reason)
		if reason != "" {
			continue
		}
		largest := make([]float64, len(m.Derived))
		for k, scheme := range m.Schemes {
			if scheme.Adaptive {
				continue
			}
			t.Run(m.Name+"/"+scheme.Name, func(t *testing.T) {
				newTangentCase(m, k).run(t, largest)
			})
		}
		for i, name := range m.Derived {
			assert.Equal(t, constantWord(name), largest[i] == 0, "%s: the gradient with respect to %s", m.Name, name)
		}
	}
}

// tangentCase is a neuron on a random walk of inputs that make it spike.
type tangentCase struct {
	rng    *rand.Rand
	model  *model.NeuronModel
	scheme model.Scheme
	params []float64
	step   native.Step
}

func newTangentCase(m *model.NeuronModel, scheme int) *tangentCase {
	value := func(name string) float64 {
		if x, ok := atParameters[m.Name][name]; ok {
			return x
		}
		return m.Params[slices.IndexFunc(m.Params, func(p model.Param) bool { return p.Name == name })].Default
	}
	c := &tangentCase{rng: rand.New(rand.NewPCG(3, 9)), model: m, scheme: m.Schemes[scheme],
		params: m.Derive(value, 0.05, m.Schemes[scheme].Name)}
	c.step = native.Step{Model: m.Name, Scheme: scheme, State: make([]float64, len(m.State)), Input: make([]float64, 5)}
	for w, v := range m.State {
		c.step.State[w] = v.Default
		if v.FromParam != "" {
			c.step.State[w] = value(v.FromParam)
		}
	}
	return c
}

func (c *tangentCase) run(t *testing.T, largest []float64) {
	const steps = 4000
	spikes, clamped := 0, 0
	amplitude := 1.0
	for n := range steps {
		// Factors of decay stay below 1, and what is 0 (a spike's effect, say) does not.
		c.step.Params = slices.Clone(c.params)
		for i, name := range c.model.Derived {
			if constantWord(name) {
				continue
			}
			c.step.Params[i] *= 1 - 0.01*c.rng.Float64()
			if c.step.Params[i] == 0 {
				c.step.Params[i] = 1e-4 * c.rng.Float64()
			}
		}
		c.step.Input = []float64{amplitude * (c.rng.Float64() - 0.2), 0, 0, 0, 0.5}
		if slices.Contains(c.scheme.Outputs, model.OutputConductance) {
			c.step.Input[1] = c.rng.Float64()
			c.step.Input[2] = 20 * (c.rng.Float64() - 0.5)
		}
		if slices.Contains(c.scheme.Outputs, model.OutputVoltage) && n%5 == 0 {
			c.step.Input[3] = 0.1 * c.rng.NormFloat64()
		}
		spike, never := c.check(t, n, largest)
		if !c.model.Silent && !neverSpike[c.model.Name] {
			// Louder while it is silent, softer after a spike and while it cannot.
			amplitude = min(amplitude*1.02, 1e5)
			if never {
				amplitude *= 0.97
			}
		}
		if spike {
			spikes++
			amplitude *= 0.2
		}
		if never {
			clamped++
		}
	}
	if !c.model.Silent && !neverSpike[c.model.Name] {
		require.Greater(t, spikes, 3, "too few spikes: the reset is not tested")
		require.Less(t, clamped, steps/2, "mostly steps in which it cannot spike")
	}
}

// constantWord reports whether a device parameter is a constant of the step
// that no adjoint differentiates.
func constantWord(name string) bool {
	return name == "dt" || name == "steps" || strings.HasSuffix(name, "_steps")
}

// counter reports whether a state variable counts steps, which nothing differentiates.
func counter(name string) bool { return name == "refractory" || name == "left" }

// check compares one step and advances the neuron by it.
func (c *tangentCase) check(t *testing.T, n int, largest []float64) (spike, never bool) {
	direction := func(size int) []float64 {
		out := make([]float64, size)
		for i := range out {
			out[i] = c.rng.NormFloat64()
		}
		return out
	}
	before := slices.Clone(c.step.State)
	dp, ds, dx := direction(len(c.step.Params)), direction(len(before)), direction(5)
	for i, name := range c.model.Derived {
		if constantWord(name) {
			dp[i] = 0
		}
	}
	for w, v := range c.model.State {
		if counter(v.Name) {
			ds[w] = 0
		}
	}
	dsAfter := slices.Clone(ds)
	spike, distance, ok := c.step.Tangent(dp, dsAfter, dx, -1)
	require.True(t, ok)
	after := c.step.State
	outcome := func(force int) []float64 {
		s := c.step
		s.State = slices.Clone(before)
		_, _, ok := s.Tangent(dp, slices.Clone(ds), dx, force)
		require.True(t, ok)
		return s.State
	}
	never = distance[0] <= neverDistance
	require.Equal(t, spike, distance[0] >= 0, "step %d: a spike at the distance %g", n, distance[0])
	slope := 0.7
	if never {
		slope = 0
	}
	dSpike := slope * distance[1]
	adjSpike := c.rng.NormFloat64()
	adj := direction(len(before))
	for w, v := range c.model.State {
		if counter(v.Name) {
			adj[w] = 0
		}
	}
	attach := float64(n % 2)
	forward := adjSpike * dSpike
	scale := math.Abs(forward)
	add := func(sum *float64, x float64) { *sum += x; scale += math.Abs(x) }
	if never {
		// A neuron that cannot spike has only one outcome.
		for w := range adj {
			add(&forward, adj[w]*dsAfter[w])
		}
	} else {
		no, yes := outcome(0), outcome(1)
		for w := range adj {
			jump := yes[w] - no[w]
			if w == 0 {
				jump *= attach // detaching concerns the reset of v
			}
			add(&forward, adj[w]*(dsAfter[w]+jump*dSpike))
		}
	}
	s := c.step
	s.State = before
	adjParams, adjInput, ok := s.VJP(slope, attach, adjSpike, adj)
	require.True(t, ok)
	backward := 0.0
	for w := range adj {
		add(&backward, adj[w]*ds[w])
	}
	for i := range dp {
		add(&backward, adjParams[i]*dp[i])
		largest[i] = max(largest[i], math.Abs(adjParams[i]))
	}
	for i := range 4 {
		add(&backward, adjInput[i]*dx[i])
	}
	if !(math.Abs(forward-backward) <= 1e-12*scale) {
		require.Failf(t, "tangent and adjoint differ", "step %d of %v: %.17g forward, %.17g backward (spike %v, distance %v, attach %v)\nparams %v\nstate %v\ninput %v",
			n, c.model.Name, forward, backward, spike, distance, attach, s.Params, before, s.Input)
	}
	c.step.State = after
	return spike, never
}

// TestReceptorTangents is the same for every receptor model with an adjoint,
// held during the step or not, with an exact membrane or without.
func TestReceptorTangents(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	tested := 0
	for kind, m := range model.Synapses() {
		if !kernels.HasReceptorAdjoint(m.Name) {
			continue
		}
		for _, held := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/held=%v", m.Name, held), func(t *testing.T) {
				defaults := func(name string) float64 {
					return m.Params[slices.IndexFunc(m.Params, func(p model.Param) bool { return p.Name == name })].Default
				}
				params := m.Derive(defaults, 0.5, model.Scheme{Held: held, Exact: !held}, 10, 0.1)
				state := make([]float64, len(m.State))
				moved := 0.0
				for n := range 200 {
					normal := func(size int) []float64 {
						out := make([]float64, size)
						for i := range out {
							out[i] = rng.NormFloat64()
						}
						return out
					}
					before := slices.Clone(state)
					dp, ds, adj := normal(len(params)), normal(len(state)), normal(len(state))
					for i, name := range m.Derived {
						if constantWord(name) {
							dp[i] = 0
						}
					}
					for w, v := range m.State {
						if counter(v.Name) {
							ds[w], adj[w] = 0, 0
						}
					}
					arrival := max(rng.NormFloat64(), 0)
					dArrival, adjValue := rng.NormFloat64(), rng.NormFloat64()
					after := slices.Clone(ds)
					value, ok := native.ReceptorTangent(kind, held, params, dp, state, after, arrival, dArrival)
					require.True(t, ok)
					moved = max(moved, math.Abs(value[0]))
					forward := adjValue * value[1]
					for w := range adj {
						forward += adj[w] * after[w]
					}
					adjParams, adjArrival, ok := native.ReceptorVJP(kind, held, params, before, arrival, adjValue, adj)
					require.True(t, ok)
					backward := adjArrival * dArrival
					scale := math.Abs(forward) + math.Abs(backward)
					for w := range adj {
						backward += adj[w] * ds[w]
						scale += math.Abs(adj[w] * ds[w])
					}
					for i := range dp {
						backward += adjParams[i] * dp[i]
						scale += math.Abs(adjParams[i] * dp[i])
					}
					if !(math.Abs(forward-backward) <= 1e-12*scale) {
						require.Failf(t, "tangent and adjoint differ", "step %d: %.17g forward, %.17g backward", n, forward, backward)
					}
				}
				require.NotZero(t, moved)
			})
			tested++
		}
	}
	require.Equal(t, 2*len(model.Synapses()), tested, "a receptor model without an adjoint")
}
