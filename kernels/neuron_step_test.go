package kernels

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// neuronTolerances bounds the error of one float32 step from a random state
// against the float64 build, per model and variable. A row of an empty model is for all.
var neuronTolerances = []struct {
	model, variable string
	tolerance
	reason string
}{
	{"lif", "v", tolerance{Abs: 3e-5}, "70 mV have an ulp of 8e-6, here four; the current's sum over g_l has a few of its own"},
	{"lif", "refractory", tolerance{}, "whole numbers"},
	{"alif_discrete", "v", tolerance{Abs: 1e-4}, "dimensionless default of 1 pF: currents of the cases reach some hundred"},
	{"alif_discrete", "a", tolerance{Rel: 2e-7, Abs: 2e-7}, "one product, one sum"},
	{"alif_discrete", "refractory", tolerance{}, "whole numbers"},
	{"hh_traub", "v", tolerance{Abs: 1e-4}, "g_na e_na reaches 1e6 pA: its ulps over the total conductance"},
	{"hh_1952", "v", tolerance{Abs: 1e-4}, "g_na e_na reaches 6e5 pA: its ulps over the total conductance"},
	{"hh_traub", "m", tolerance{Rel: 2e-7, Abs: 2e-7}, "numbers up to 1, of 6e-8 rounding each; a rate's error is damped by dt times the rate"},
	{"hh_traub", "h", tolerance{Rel: 2e-7, Abs: 2e-7}, "as m"},
	{"hh_traub", "n", tolerance{Rel: 2e-7, Abs: 2e-7}, "as m"},
	{"hh_1952", "m", tolerance{Rel: 2e-7, Abs: 2e-7}, "as hh_traub"},
	{"hh_1952", "h", tolerance{Rel: 2e-7, Abs: 2e-7}, "as hh_traub"},
	{"hh_1952", "n", tolerance{Rel: 2e-7, Abs: 2e-7}, "as hh_traub"},
	{"theta_neuron", "theta", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"threshold_linear", "r", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"tanh_rate", "r", tolerance{Rel: 1e-6, Abs: 1e-6}, "a handful of roundings of 6e-8 of numbers up to 1 and a drive of some tens"},
	{"wilson_cowan", "e", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"wilson_cowan", "i", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"fitzhugh_nagumo_rate", "x", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"fitzhugh_nagumo_rate", "y", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"stuart_landau", "x", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"stuart_landau", "y", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"qif_rate", "r", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"qif_rate", "v", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"jansen_rit", "v", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"jansen_rit", "y0", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"jansen_rit", "y1", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"jansen_rit", "y2", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"jansen_rit", "z0", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"jansen_rit", "z1", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"jansen_rit", "z2", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"jansen_rit", "rate", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"kuramoto", "theta", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"wong_wang", "s", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"wong_wang", "rate", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"balloon_windkessel", "bold", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"balloon_windkessel", "signal", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"balloon_windkessel", "flow", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"balloon_windkessel", "volume", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"balloon_windkessel", "deoxy", tolerance{Rel: 5e-6, Abs: 5e-6}, "some tens of roundings of 6e-8, of drives and slopes up to ten times the result"},
	{"conductance", "v", tolerance{Abs: 1e-4}, "as the Hodgkin-Huxley neurons"},
	{"conductance", "m", tolerance{Rel: 2e-7, Abs: 2e-7}, "as hh_traub"},
	{"conductance", "h", tolerance{Rel: 2e-7, Abs: 2e-7}, "as hh_traub"},
	{"conductance", "n", tolerance{Rel: 2e-7, Abs: 2e-7}, "as hh_traub"},
	{"conductance", "o", tolerance{Rel: 2e-7, Abs: 2e-7}, "as hh_traub"},
	{"conductance", "l", tolerance{Rel: 2e-7, Abs: 2e-7}, "as hh_traub"},
	{"conductance", "p", tolerance{Rel: 2e-7, Abs: 2e-7}, "as hh_traub"},
	{"conductance", "c", tolerance{Rel: 2e-6, Abs: 1e-7}, "a current of four channels, each a product of five rounded factors"},
	{"conductance", "e", tolerance{Abs: 6e-5}, "13 mV times the relative error of c, a rounded factor, and an ulp of 8e-6"},
	{"poisson_source", "count", tolerance{}, "whole numbers"},
	{"", "refractory", tolerance{}, "whole numbers"},
	{"if", "v", tolerance{Abs: 3e-5}, "as lif"},
	{"alif", "v", tolerance{Abs: 3e-5}, "as lif"},
	{"alif", "a", tolerance{Rel: 2e-7}, "one product, and 1 at a spike"},
	{"lif_sfa", "v", tolerance{Abs: 3e-5}, "as lif"},
	{"lif_sfa", "w", tolerance{Rel: 3e-7}, "one product, and q_sfa at a spike"},
	{"leaky_integrator", "v", tolerance{Abs: 3e-5}, "as lif"},
	{"exp_if", "v", tolerance{Abs: 1e-3}, "the upstroke multiplies an ulp of v by up to exp of the number of delta_t it climbs in the step"},
	{"adex", "v", tolerance{Abs: 1e-3}, "as exp_if"},
	{"adex", "w", tolerance{Abs: 5e-3}, "v above v_peak counts as v_peak: when in the step that began moves w by up to 2 pA/ms times an upstroke's error"},
	{"quad_if", "v", tolerance{Abs: 1e-4}, "the product of two differences of 100 mV, and k, over c_m"},
	{"ad_quad_if", "v", tolerance{Abs: 1e-4}, "as quad_if"},
	{"ad_quad_if", "w", tolerance{Abs: 1e-4}, "a few ulps of 300 pA"},
	{"izhikevich", "v", tolerance{Abs: 1e-4}, "terms of 350 mV/ms cancel: their ulps over a step"},
	{"izhikevich", "u", tolerance{Abs: 1e-5}, "a few ulps of 16"},
	{"gif", "v", tolerance{Abs: 3e-5}, "as lif"},
	{"gif", "v_th", tolerance{Abs: 3e-5}, "as v"},
	{"gif", "i_1", tolerance{Rel: 5e-7, Abs: 1e-5}, "a product, or two with a sum"},
	{"gif", "i_2", tolerance{Rel: 5e-7, Abs: 1e-5}, "as i_1"},
	{"gif_pozzorini", "v", tolerance{Abs: 3e-5}, "as lif"},
	{"gif_pozzorini", "stc_1", tolerance{Rel: 5e-7}, "one product, and a sum"},
	{"gif_pozzorini", "stc_2", tolerance{Rel: 5e-7}, "as stc_1"},
	{"gif_pozzorini", "sfa_1", tolerance{Rel: 5e-7}, "as stc_1"},
	{"gif_pozzorini", "sfa_2", tolerance{Rel: 5e-7}, "as stc_1"},
	{"glif", "v", tolerance{Abs: 3e-5}, "as lif"},
	{"glif", "th_s", tolerance{Rel: 5e-7}, "one product, and a sum"},
	{"glif", "th_v", tolerance{Rel: 5e-7, Abs: 1e-6}, "a sum of five products of up to 2 mV"},
	{"glif", "asc_1", tolerance{Rel: 5e-7}, "one product, and a sum"},
	{"glif", "asc_2", tolerance{Rel: 5e-7}, "as asc_1"},
	{"wang_buzsaki", "v", tolerance{Abs: 2e-4}, "as hh_1952; the Runge-Kutta schemes add up four slopes"},
	{"wang_buzsaki", "h", tolerance{Abs: 5e-7}, "as hh_traub, with rates five times as high"},
	{"wang_buzsaki", "n", tolerance{Abs: 5e-7}, "as h"},
	{"morris_lecar", "v", tolerance{Abs: 5e-5}, "a few ulps of 80 mV"},
	{"morris_lecar", "w", tolerance{Abs: 5e-7}, "as hh_traub"},
	{"pinsky_rinzel", "v", tolerance{Abs: 2e-4}, "as wang_buzsaki"},
	{"pinsky_rinzel", "v_d", tolerance{Abs: 2e-4}, "as v"},
	{"pinsky_rinzel", "h", tolerance{Abs: 5e-7}, "as hh_traub"},
	{"pinsky_rinzel", "n", tolerance{Abs: 5e-7}, "as hh_traub"},
	{"pinsky_rinzel", "s", tolerance{Rel: 1e-6, Abs: 3e-6}, "as c"},
	{"pinsky_rinzel", "c", tolerance{Rel: 1e-6, Abs: 3e-6}, "rates up to 100/ms: ten of them a step"},
	{"pinsky_rinzel", "q", tolerance{Abs: 5e-7}, "as hh_traub"},
	{"pinsky_rinzel", "ca", tolerance{Rel: 1e-6, Abs: 1e-5}, "a calcium current of 1e5 pA adds some 10 in a step"},
	{"fitzhugh_nagumo", "v", tolerance{Abs: 2e-6}, "a few ulps of 8, the cube of v"},
	{"fitzhugh_nagumo", "w", tolerance{Abs: 1e-6}, "a few ulps of 2"},
	{"hindmarsh_rose", "v", tolerance{Abs: 1e-5}, "a few ulps of the terms, up to 20, over a step"},
	{"hindmarsh_rose", "y", tolerance{Abs: 1e-5}, "a few ulps of 20"},
	{"hindmarsh_rose", "z", tolerance{Abs: 2e-6}, "a few ulps of 4"},
	{"mcculloch_pitts", "h", tolerance{Rel: 5e-7, Abs: 1e-6}, "a sum of weights that may cancel"},
	{"mcculloch_pitts", "y", tolerance{}, "0 or 1"},
	{"", "g", tolerance{Rel: 5e-7, Abs: 1e-7}, "two products and a sum of rounded factors: 4 ulp; arrivals may cancel"},
	{"", "x", tolerance{Rel: 5e-7, Abs: 2e-6}, "e times the arrival, up to 14 with an ulp of 1e-6, may cancel what is left"},
	{"", "s", tolerance{Rel: 1e-6, Abs: 3e-6}, "states up to 20 approach values near 1: a few ulp of what they start from"},
	{"", "r", tolerance{Rel: 1e-6, Abs: 3e-6}, "as s"},
	{"", "c", tolerance{Rel: 5e-7, Abs: 1e-6}, "an arrival and a share of what is left: three roundings"},
	{"", "left", tolerance{Rel: 2e-7, Abs: 1e-6}, "one subtraction; whole numbers in real runs"},
	{"", "jump", tolerance{Rel: 2e-7, Abs: 1e-7}, "one product of a whole number with a rounded quantum"},
}

// toleranceOf returns the table's row; a variable without one is an error.
func toleranceOf(t *testing.T, modelName, variable string) tolerance {
	t.Helper()
	for _, r := range neuronTolerances {
		if r.variable == variable && (r.model == "" || r.model == modelName) {
			return r.tolerance
		}
	}
	t.Fatalf("the tolerance table has no row for %s of %s", variable, modelName)
	return tolerance{}
}

// variables names the state words of a group.
func variables(g *model.Group) []string {
	var names []string
	for _, v := range g.Model.State {
		names = append(names, v.Name)
	}
	for _, slot := range g.Receptors {
		for _, v := range slot.Synapse.State {
			names = append(names, v.Name)
		}
	}
	for _, slot := range g.Channels {
		for _, v := range slot.Channel.State {
			names = append(names, v.Name)
		}
	}
	for _, slot := range g.Ions {
		for _, v := range slot.Ion.State {
			names = append(names, v.Name)
		}
	}
	return names
}

// compareReference compares one step with the float64 build's.
func (c *neuronCase) compareReference(t *testing.T, want, got neuronRun) {
	t.Helper()
	for w, name := range variables(c.g) {
		tol := toleranceOf(t, c.g.Model.Name, name)
		for i := range c.g.Size {
			k := w*c.g.Size + i
			if err := tol.check(got.state[k], want.state[k]); err != nil {
				t.Fatalf("%s of neuron %d (word %d): %v", name, i, w, err)
			}
		}
	}
	require.Equal(t, want.spikes, got.spikes)
	require.Equal(t, c.wantRing(1), got.ring)
	require.Equal(t, c.wantRing(1), want.ring)
	require.Equal(t, 1, got.out.Completed)
	require.Zero(t, got.out.Status)
}

// eachNeuronCase calls f for every scheme of every model. The first model goes
// with every receptor signature, at all sizes where that is the scheme's richest;
// receptors are one source for all models, so the others go with one mixture.
func eachNeuronCase(t *testing.T, f func(name string, c *neuronCase)) {
	for k, m := range model.Neurons() {
		if m.Host {
			continue
		}
		if k > 0 && !m.Source {
			for i, s := range m.Schemes {
				name := fmt.Sprintf("%s/%s", m.Name, s.Name)
				mix := signatures(m, s)["mix-of-3"]
				f(name, newNeuronCase(t, m, s, mix, 33, i%2 == 0, i%2 == 0))
				if i == 0 {
					f(name+"/alone", newNeuronCase(t, m, s, nil, 65, false, false))
				}
			}
			continue
		}
		for _, s := range m.Schemes {
			sigs := signatures(m, s)
			for _, key := range sortedNames(sigs) {
				for _, own := range []bool{false, true} {
					// A receptor by itself: its own parameters in every second case.
					if len(sigs[key]) == 1 && own == (len(key)%2 == 0) {
						continue
					}
					stimulated := own == (len(key)%3 == 0) && !m.Source
					these := []int{33}
					if key == "mix-of-3" || m.Source {
						these = sizes
					}
					for _, n := range these {
						name := fmt.Sprintf("%s/%s/%s/own=%v/stimulated=%v/n=%d", m.Name, s.Name, key, own, stimulated, n)
						f(name, newNeuronCase(t, m, s, sigs[key], n, own, stimulated))
					}
				}
			}
		}
	}
}

func sortedNames[V any](m map[string]V) []string {
	var names []string
	for k := range m {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

// testNeuronStep compares one step of every model with every receptor on every
// device with the float64 build, and three steps bit by bit with one native thread.
func testNeuronStep(t *testing.T) {
	type expected struct {
		name      string
		c         *neuronCase
		one, many neuronRun
	}
	var list []expected
	spikes := map[string]int{}
	eachNeuronCase(t, func(name string, c *neuronCase) {
		e := expected{name, c, c.run(t, reference(), 1), c.run(t, nativeRig(1, 32), 3)}
		spikes[c.g.Model.Name] += len(e.one.spikes[0])
		list = append(list, e)
	})
	for name, n := range spikes {
		if model.FindNeuron(name).Silent {
			require.Zero(t, n, "%s spiked, but it says that it never does", name)
			continue
		}
		require.NotZero(t, n, "no %s neuron spiked: the cases test nothing", name)
	}
	eachDevice(t, func(t *testing.T, r rig) {
		for k, e := range list {
			if e.c.g.Model != model.Neurons()[0] && !thorough && otherDriver(t.Name(), k) {
				continue
			}
			t.Run(e.name, func(t *testing.T) {
				e.c.compareReference(t, e.one, e.c.run(t, r, 1))
				got := e.c.run(t, r, 3)
				sameBits(t, e.many.state, got.state, "state after 3 steps")
				require.Equal(t, e.many.spikes, got.spikes)
				require.Equal(t, e.c.wantRing(3), got.ring)
			})
		}
	})
}

// otherDriver deals the cases out to the two ways of driving lavapipe, which
// takes a third of a second to compile each: all go both ways with the tag all.
func otherDriver(test string, k int) bool {
	storage := strings.HasSuffix(test, "lavapipe-storage")
	return strings.Contains(test, "lavapipe") && storage != (k%2 == 0)
}

// TestNotFinite: a NaN or a potential beyond every range sets the status bit
// and names the source, on every device.
func TestNotFinite(t *testing.T) {
	m := model.FindNeuron("lif")
	eachDevice(t, func(t *testing.T, r rig) {
		for _, bad := range []float64{math.NaN(), -1e30} {
			c := newNeuronCase(t, m, m.Schemes[0], nil, 33, false, false)
			c.state[21] = bad
			c.state[33+21] = 0
			got := c.run(t, r, 1)
			require.Equal(t, StatusNotFinite, got.out.Status)
			require.Equal(t, uint32(caseSources+21), got.out.Info)
		}
	})
}
