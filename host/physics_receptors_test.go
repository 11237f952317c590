package host

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// dualCourse is the course of dual_exponential after one arrival at 0, in the
// textbook's form, normalised to a peak of 1 at its textbook peak time.
func dualCourse(t, rise, decay float64) float64 {
	if t <= 0 {
		return 0
	}
	if rise == decay {
		return t / rise * math.Exp(1-t/rise)
	}
	form := func(t float64) float64 { return math.Exp(-t/decay) - math.Exp(-t/rise) }
	return form(t) / form(dualPeak(rise, decay))
}

func dualPeak(rise, decay float64) float64 {
	if rise == decay {
		return rise
	}
	return rise * decay / (decay - rise) * math.Log(decay/rise)
}

// TestDualExponentialCourse: the conductance is exact at every dt, whatever the
// membrane's scheme; its peak is the weight, at the textbook's time. Among the
// time constants are equal ones (an alpha function), nearly equal ones, and
// exchanged ones, which give the same course.
func TestDualExponentialCourse(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		for _, tau := range [][2]float64{{1, 10}, {3, 3}, {3, 3.01}, {6, 2}} {
			net := pspNetwork(0.1, "exponential_euler", "dual_exponential", model.OutputConductance,
				map[string]float64{"tau_rise": tau[0], "tau_decay": tau[1]}, 5)
			g := course(t, device, net, "p", "in.g", 300)
			peak := 0
			for k, x := range g {
				// The textbook's form cancels where the time constants are near each other.
				near(t, 5*dualCourse(0.1*float64(k-25), tau[0], tau[1]), x, 5*precision(device, 1e-11, 3e-6), "%v after %d steps", tau, k)
				if x > g[peak] {
					peak = k
				}
			}
			near(t, arrival+dualPeak(tau[0], tau[1]), 0.1*float64(peak), 0.1, "time of the peak, %v", tau)
			require.InDelta(t, 5, g[peak], 0.1, "within half a step of the peak")
		}
	})
}

// TestDualExponentialPSP: v after one current pulse is exact at every dt with
// the exact membrane. The closed form is the difference of two exponentials'.
func TestDualExponentialPSP(t *testing.T) {
	const w, cm, tauM = 100.0, 250.0, 10.0
	eachEngine(t, func(t *testing.T, device string) {
		for _, tau := range [][2]float64{{1, 5}, {2, 10}, {4, 4}, {0.5, 30}} {
			net := pspNetwork(0.1, "exact", "dual_exponential", model.OutputCurrent, map[string]float64{"tau_rise": tau[0], "tau_decay": tau[1]}, w)
			form := func(at float64) float64 {
				if tau[0] == tau[1] {
					_, rise := convolved(at, tau[0], tauM)
					return w / cm * math.E * rise
				}
				slow, _ := convolved(at, tau[1], tauM)
				fast, _ := convolved(at, tau[0], tauM)
				peak := dualPeak(tau[0], tau[1])
				return w / cm * (slow - fast) / (math.Exp(-peak/tau[1]) - math.Exp(-peak/tau[0]))
			}
			for k, v := range course(t, device, net, "p", "v", 400) {
				near(t, form(0.1*float64(k)-arrival), v+70, 70*precision(device, 1e-12, 2e-6), "%v after %d steps", tau, k)
			}
		}
	})
}

// trainNetwork has a source that spikes at the given times and a neuron whose
// receptor "in" they reach with weight w after one step.
func trainNetwork(dt float64, synapse string, output model.Output, params map[string]float64, w float64, times []float64) *model.Network {
	at := slices.Clone(times)
	for k := range at {
		at[k] -= dt // the delay of one step
	}
	return &model.Network{Name: "train", DT: dt, Populations: []*model.Population{
		spikeSource("source", at),
		{Name: "p", Model: "lif", Scheme: "exponential_euler", Size: 1, Receptors: []*model.Receptor{
			{Name: "in", Model: synapse, Output: output, Params: constants(params)},
		}},
	}, Projections: []*model.Projection{
		{Name: "s", Source: "source", Target: "p", Receptor: "in", Rule: model.Rule{Type: model.AllToAll}, Weight: model.Const(w), Delay: model.Const(dt)},
	}}
}

// fraction returns the open fraction of a receptor from its state variable.
func fraction(synapse string, s float64) float64 {
	if synapse == "gaba_b" {
		return math.Pow(s, 4) / (math.Pow(s, 4) + 1)
	}
	return s
}

// TestKineticReceptorsAgreeWithScipy: trains of one synapse of weight g_max
// against the papers' equations integrated by LSODA (tools/reference/synapses.py).
// ampa, gaba_a and gaba_b are exact; nmda has an error of second order in dt.
func TestKineticReceptorsAgreeWithScipy(t *testing.T) {
	ref := readReference(t, "synapses")
	eachEngine(t, func(t *testing.T, device string) {
		for _, c := range []struct {
			synapse string
			exact   float64
		}{{"ampa", 1e-10}, {"gaba_a", 1e-10}, {"gaba_b", 1e-10}, {"nmda", 2e-5}} {
			output := model.FindSynapse(c.synapse).Outputs[0]
			net := trainNetwork(0.1, c.synapse, output, map[string]float64{"g_max": 3}, 3, ref[c.synapse+".spikes"])
			want := ref[c.synapse+".s"]
			top := slices.Max(want)
			require.Positive(t, top)
			for k, s := range course(t, device, net, "p", "in.s", 1000) {
				near(t, want[k], fraction(c.synapse, s), top*max(c.exact, precision(device, 0, 1e-5)), "%s at %g ms", c.synapse, 0.1*float64(k))
			}
		}
	})
}

// TestNMDAOrder: the open fraction of nmda converges with order 2.
func TestNMDAOrder(t *testing.T) {
	const end = 20.0
	want := rk4(func(_ float64, y []float64) []float64 {
		return []float64{0.5*y[1]*(1-y[0]) - y[0]/100, -y[1] / 2}
	}, []float64{0, 1}, end-4)[0]
	steps := []float64{0.5, 0.25, 0.125}
	var errs []float64
	for _, dt := range steps {
		s := course(t, float64Engine, trainNetwork(dt, "nmda", model.OutputMagnesium, nil, 1, []float64{4}), "p", "in.s", int(end/dt))
		errs = append(errs, math.Abs(s[len(s)-1]-want))
	}
	near(t, 2, slope(t, steps, errs), 0.1, "errors %v", errs)
}

// TestPulsesAddTheirTransmitter: pulses that overlap release what they would
// apart, and saturate the pool: with a small weight and next to no unbinding
// the sum of two is twice one, with a large weight it stays below 1.
func TestPulsesAddTheirTransmitter(t *testing.T) {
	last := func(w float64, times ...float64) float64 {
		s := course(t, float64Engine, trainNetwork(0.1, "gaba_a", model.OutputConductance, map[string]float64{"beta": 1e-6}, w, times), "p", "in.s", 100)
		return s[len(s)-1]
	}
	one := last(1e-6, 5)
	near(t, 2*one, last(1e-6, 5, 5.4), 1e-5*one, "overlapping")
	near(t, last(2e-6, 5), 2*one, 1e-5*one, "simultaneous")
	large := last(1000, 5)
	require.Greater(t, large, 0.99)
	require.LessOrEqual(t, last(1000, 5, 5.4), 1.0)
}

// TestMagnesiumBlock: the conductance that acts is that of Jahr and Stevens'
// equation: at a potential held by a large leak, the potential's shift gives it.
func TestMagnesiumBlock(t *testing.T) {
	var holds, mgs []float64
	for _, hold := range []float64{-80, -40, 0} {
		for _, mg := range []float64{0, 1, 2.5} {
			holds, mgs = append(holds, hold), append(mgs, mg)
		}
	}
	eachEngine(t, func(t *testing.T, device string) {
		for _, synapse := range []string{"exponential", "alpha", "dual_exponential", "nmda"} {
			net := trainNetwork(0.1, synapse, model.OutputMagnesium, map[string]float64{"e_rev": 20}, 1, []float64{2})
			cell := net.Populations[1]
			cell.Size = len(holds)
			cell.Params = constants(map[string]float64{"g_l": 1000, "c_m": 100, "v_th": 100})
			cell.Params["e_l"], cell.Params["v_reset"] = model.Each(holds...), model.Each(holds...)
			cell.Receptors[0].Params["mg"] = model.Each(mgs...)
			variable := "in.g"
			if synapse == "nmda" {
				variable = "in.s" // g_max is 1 nS
			}
			s := compileOn(t, device, net)
			require.NoError(t, s.Run(t.Context(), 5))
			before := stateNow(t, s, "p", "v")
			require.NoError(t, s.Run(t.Context(), 0.1))
			after, gs := stateNow(t, s, "p", "v"), stateNow(t, s, "p", variable)
			for k, hold := range holds {
				g := gs[k] / (1 + mgs[k]/3.57*math.Exp(-0.062*before[k]))
				require.Greater(t, g, 1e-3)
				rest := (1000*hold + g*20) / (1000 + g)
				want := rest + (before[k]-rest)*math.Exp(-(1000+g)/100*0.1)
				near(t, want, after[k], precision(device, 1e-10, 3e-5), "%s at %g mV, %g mM", synapse, hold, mgs[k])
				require.Greater(t, math.Abs(want-hold), 3e-5, "the receptor must act")
			}
		}
	})
}

// TestMagnesiumNeedsAPotential: a neuron without schemes for conductances does not take it.
func TestMagnesiumNeedsAPotential(t *testing.T) {
	net := pspNetwork(0.1, "exact", "exponential", model.OutputMagnesium, nil, 1)
	require.ErrorContains(t, net.Validate(), `scheme "exact" does not take receptor "in" with output "magnesium"`)
	net.Populations[1].Scheme = ""
	require.NoError(t, net.Validate(), "another scheme takes it")
	net.Populations[1].Receptors[0].Model = "ampa"
	require.ErrorContains(t, net.Validate(), `receptor "in": ampa has no output "magnesium"`)
}

// TestTransmitterIsNotNegative: weights of kinetic receptors must not be negative.
func TestTransmitterIsNotNegative(t *testing.T) {
	for _, synapse := range []string{"ampa", "gaba_a", "gaba_b", "nmda"} {
		net := pspNetwork(0.1, "euler", synapse, model.OutputConductance, nil, -1)
		require.EqualError(t, net.Validate(), fmt.Sprintf(`projection "s": weight reaches to -1, but receptor "in" (%s) takes none below 0`, synapse))
		net.Projections[0].Weight = model.NormalDist(3, 1)
		require.EqualError(t, net.Validate(), fmt.Sprintf(`projection "s": weight has no lower bound: give min, but receptor "in" (%s) takes none below 0`, synapse))
		net.Projections[0].Weight = model.Value{Dist: model.Normal, A: 3, B: 1, Bounded: true, Min: 0, Max: 9}
		require.NoError(t, net.Validate())
		net.Stimuli = []*model.Stimulus{{Name: "b", Type: model.PoissonInput, Target: "p", Receptor: "in", Rate: 10, Weight: -2}}
		require.EqualError(t, net.Validate(), fmt.Sprintf(`stimulus "b": weight reaches to -2, but receptor "in" (%s) takes none below 0`, synapse))
	}
}

// eightKinds is a population with eight receptors of different kinds under
// Poisson input, which spikes.
func eightKinds(scheme string) *model.Network {
	pop := &model.Population{Name: "p", Model: "lif", Size: 70, Scheme: scheme, Params: constants(map[string]float64{"v_reset": -60})}
	net := &model.Network{Name: "eight", DT: 0.1, Seed: 3, Populations: []*model.Population{pop}}
	for _, r := range []model.Receptor{
		{Model: "delta", Output: model.OutputVoltage}, {Model: "exponential", Output: model.OutputConductance},
		{Model: "alpha", Output: model.OutputCurrent}, {Model: "dual_exponential", Output: model.OutputConductance},
		{Model: "ampa", Output: model.OutputConductance}, {Model: "gaba_a", Output: model.OutputConductance},
		{Model: "gaba_b", Output: model.OutputConductance}, {Model: "nmda", Output: model.OutputMagnesium},
	} {
		r.Name = r.Model
		if model.FindSynapse(r.Model).NonNegative {
			r.Params = constants(map[string]float64{"g_max": 20})
		}
		pop.Receptors = append(pop.Receptors, &r)
		net.Stimuli = append(net.Stimuli, &model.Stimulus{Name: r.Model, Type: model.PoissonInput, Target: "p", Receptor: r.Model, Rate: 300, Weight: 1.5})
		net.Projections = append(net.Projections, &model.Projection{Name: r.Model, Source: "p", Target: "p", Receptor: r.Model,
			Rule: model.Rule{Type: model.FixedProbability, P: 0.1}, Weight: model.UniformDist(0.2, 0.7), Delay: model.UniformDist(0.2, 3)})
		for _, v := range model.FindSynapse(r.Model).State {
			net.Recorders = append(net.Recorders, &model.Recorder{Name: r.Model + v.Name, Type: model.RecordState, Target: "p", Variables: []string{r.Model + "." + v.Name}, Interval: 1})
		}
	}
	net.Recorders = append(net.Recorders, spikeRecorder("p"))
	return net
}

// TestEightKindsOfReceptors: eight kinds on one population at once, every one
// active, the same bits on every float32 engine.
func TestEightKindsOfReceptors(t *testing.T) {
	onLavapipe(t)
	for _, scheme := range []string{"exponential_euler", "euler"} {
		want := runOn(t, float32Engine, eightKinds(scheme), 100)
		require.Greater(t, want.Spikes[0].Len(), 50)
		for _, trace := range want.Traces {
			require.NotZero(t, slices.Max(trace.Values), trace.Variable)
		}
		for _, device := range []string{"native:3", lavapipe} {
			got := runOn(t, device, eightKinds(scheme), 100)
			sameSpikes(t, want, got)
			require.Equal(t, want.Traces, got.Traces, "%s on %s", scheme, device)
		}
	}
}
