package host

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// pulse is a conductance that decays from 3 nS with 5 ms; a hundredth of it for
// the models whose unit of conductance is 1/ms.
func (m *pointModel) pulse() float64 {
	if slices.Contains([]string{"izhikevich", "fitzhugh_nagumo", "hindmarsh_rose"}, m.name) {
		return 0.03
	}
	return 3
}

// network returns one neuron of the model under its constant current, and under
// a pulse of conductance when driven.
func (m *pointModel) network(dt float64, scheme string, driven bool) *model.Network {
	initial := map[string]float64{}
	for k, name := range m.variables {
		initial[name] = m.start[k]
	}
	pop := &model.Population{Name: "p", Model: m.name, Scheme: scheme, Size: 1, Params: constants(m.params), Initial: constants(initial)}
	if driven {
		pop.Receptors = []*model.Receptor{{Name: "in", Model: "exponential", Output: model.OutputConductance,
			Params: constants(map[string]float64{"tau": 5}), Initial: constants(map[string]float64{"g": m.pulse()})}}
	}
	net := &model.Network{Name: m.name, DT: dt, Populations: []*model.Population{pop}}
	if !model.FindNeuron(m.name).Silent {
		net.Recorders = []*model.Recorder{spikeRecorder("p")}
	}
	return net
}

// solution integrates the equations of the paper in steps far below those under test.
func (m *pointModel) solution(driven bool) []float64 {
	return rk4(func(t float64, y []float64) []float64 {
		if driven {
			return m.rhs(y, 3*math.Exp(-t/5))
		}
		return m.rhs(y, 0)
	}, append([]float64(nil), m.start...), m.end)
}

// order returns the declared order of a scheme, in whole for constant input;
// under a pulse that is held or averaged over the step at most 1 or 2.
func (m *pointModel) order(s model.Scheme, driven bool) float64 {
	order := orders[m.name+"/"+s.Name]
	switch {
	case driven && s.Average:
		return min(order, 2)
	case driven:
		return min(order, 1)
	}
	return order
}

// TestNeuronOrder: every scheme of every model converges to the equations of its
// paper at its declared order, or, where those are linear, is exact.
func TestNeuronOrder(t *testing.T) {
	for i := range pointModels {
		m := &pointModels[i]
		for _, driven := range []bool{false, true} {
			want := m.solution(driven)
			for _, scheme := range model.FindNeuron(m.name).Schemes {
				takes := slices.Contains(scheme.Outputs, model.OutputConductance)
				if driven && !takes || !driven && m.linear && takes {
					continue // without the pulse these would have nothing to show
				}
				t.Run(fmt.Sprintf("%s/%s/driven=%v", m.name, scheme.Name, driven), func(t *testing.T) {
					m.requireOrder(t, scheme, driven, want)
				})
			}
		}
	}
}

func (m *pointModel) requireOrder(t *testing.T, scheme model.Scheme, driven bool, want []float64) {
	order := m.order(scheme, driven)
	steps := []float64{0.1, 0.05, 0.025}
	if order == 4 {
		steps = []float64{0.2, 0.1, 0.05}
	}
	if m.name == "hindmarsh_rose" { // its v relaxes in a tenth of a ms
		steps = []float64{steps[0] / 4, steps[1] / 4, steps[2] / 4}
	}
	var errs []float64
	for _, dt := range steps {
		s := compileOn(t, float64Engine, m.network(dt, scheme.Name, driven))
		require.NoError(t, s.Run(t.Context(), m.end))
		spikes, _ := s.Result().SpikesOf("p")
		require.Zero(t, spikes.Len(), "a reset is no part of this test")
		sum := 0.0
		for k, name := range m.variables {
			d := (stateNow(t, s, "p", name)[0] - want[k]) / (1 + math.Abs(want[k]-m.start[k]))
			if dt == steps[len(steps)-1] {
				near(t, 0, d, 0.05, "%s at dt %g, over its course", name, dt)
			}
			sum += d * d
		}
		errs = append(errs, math.Sqrt(sum))
	}
	switch {
	case order == 0:
		near(t, 0, slices.Max(errs), 1e-10, "errors %v", errs)
	case scheme.Name == "rk45" && !driven: // the sum of what the steps may leave
		near(t, 0, slices.Max(errs), 1e-4, "errors %v", errs)
	default:
		near(t, order, slope(t, steps, errs), 0.25, "order, errors %v at dt %v", errs, steps)
	}
}

// TestNeuronEnginesAgree: the same run in single precision, native and on
// lavapipe, stays within its rounding of the double one's.
func TestNeuronEnginesAgree(t *testing.T) {
	for i := range pointModels {
		m := &pointModels[i]
		ref := compileOn(t, float64Engine, m.network(0.1, "", true))
		require.NoError(t, ref.Run(t.Context(), m.end))
		for _, device := range []string{float32Engine, lavapipe} {
			t.Run(m.name+"/"+device, func(t *testing.T) {
				if device == lavapipe {
					onLavapipe(t)
				}
				s := compileOn(t, device, m.network(0.1, "", true))
				require.NoError(t, s.Run(t.Context(), m.end))
				for _, name := range m.variables {
					// Eighty steps of an ulp of 100, amplified some tenfold by an upstroke on the way.
					near(t, stateNow(t, ref, "p", name)[0], stateNow(t, s, "p", name)[0], 5e-3, "%s", name)
				}
			})
		}
	}
}
