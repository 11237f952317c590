package host

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// oneCell is a network of one neuron whose spikes are recorded.
func oneCell(dt float64, name, scheme string, params map[string]float64) *model.Network {
	return &model.Network{Name: name, DT: dt, Populations: []*model.Population{
		{Name: "p", Model: name, Scheme: scheme, Size: 1, Params: constants(params)},
	}, Recorders: []*model.Recorder{spikeRecorder("p")}}
}

// intervals returns the times between a neuron's spikes in ms.
func intervals(t *testing.T, device string, net *model.Network, duration float64) []float64 {
	t.Helper()
	s, _ := runOn(t, device, net, duration).SpikesOf("p")
	var out []float64
	for k := 1; k < s.Len(); k++ {
		out = append(out, float64(s.Steps[k]-s.Steps[k-1])*net.DT)
	}
	return out
}

// TestPerfectIntegratorIntervals: c_m (v_th - v_reset) / i_e + t_ref, here 250 pF
// times 15 mV over 100 pA and 2 ms; found at the end of a step.
func TestPerfectIntegratorIntervals(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		list := intervals(t, device, oneCell(0.1, "if", "", map[string]float64{"i_e": 101}), 400)
		require.Greater(t, len(list), 8)
		for _, x := range list {
			near(t, 250*15/101.0+2+0.05, x, 0.05001, "interval")
		}
	})
}

// TestQuadraticIntervals: with k (v - e_l) (v - v_c) + i = k (v - m)^2 + d the way
// from v_reset to v_peak takes c / sqrt(k d) times a difference of two arctangents.
func TestQuadraticIntervals(t *testing.T) {
	const c, k, el, vc, peak, reset, i = 100.0, 0.7, -60.0, -40.0, 35.0, -50.0, 120.0
	m, d := (el+vc)/2, i-k*(vc-el)*(vc-el)/4
	want := c / math.Sqrt(k*d) * (math.Atan((peak-m)*math.Sqrt(k/d)) - math.Atan((reset-m)*math.Sqrt(k/d)))
	for _, scheme := range []string{"rk4", "rk45", "heun", "exponential_euler"} {
		list := intervals(t, float64Engine, oneCell(0.01, "quad_if", scheme, map[string]float64{"i_e": i}), 200)
		require.Greater(t, len(list), 5)
		for _, x := range list {
			near(t, want, x, 0.0101, "interval by %s", scheme)
		}
	}
}

// TestExponentialRheobase: i = g_l (v_th - e_l - delta_t) is where the fixed points
// of exp_if meet, (g_l + a) (v_th - e_l - delta_t + delta_t ln(1 + a / g_l)) where
// those of adex do when a / g_l < tau_m / tau_w (Naud, Marcille, Clopath &
// Gerstner 2008, Biol. Cybern. 99:335, eq. 5): 1 % less never fires, 1 % more does.
func TestExponentialRheobase(t *testing.T) {
	params := map[string]float64{"a": 2, "tau_w": 30, "b": 0} // 2/30 < 9.37/30
	for name, i := range map[string]float64{
		"exp_if": 25 * (-59.9 + 65 - 3.48),
		"adex":   (30 + 2) * (-50.4 + 70.6 - 2 + 2*math.Log(1+2.0/30)),
	} {
		for factor, fires := range map[float64]bool{0.99: false, 1.01: true} {
			p := map[string]float64{"i_e": factor * i}
			if name == "adex" {
				for k, x := range params {
					p[k] = x
				}
			}
			s, _ := runOn(t, float64Engine, oneCell(0.1, name, "", p), 3000).SpikesOf("p")
			require.Equal(t, fires, s.Len() > 0, "%s at %g of its rheobase: %d spikes", name, factor, s.Len())
		}
	}
}

// TestUpstrokesStayFinite: a step of 1 ms, currents far above all others and a
// jump of 1000 mV: spikes, and a state that stays within physical ranges.
func TestUpstrokesStayFinite(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		for _, name := range []string{"exp_if", "adex", "quad_if", "ad_quad_if", "izhikevich"} {
			for _, scheme := range model.FindNeuron(name).Schemes {
				pop := &model.Population{Name: "p", Model: name, Scheme: scheme.Name, Size: 3,
					Params:    map[string]model.Value{"i_e": model.Each(0, 300, 5000)},
					Receptors: []*model.Receptor{{Name: "kick", Model: "delta", Output: model.OutputVoltage}}}
				net := &model.Network{Name: name, DT: 1, Populations: []*model.Population{spikeSource("source", []float64{5}), pop},
					Projections: []*model.Projection{{Name: "s", Source: "source", Target: "p", Receptor: "kick",
						Rule: model.Rule{Type: model.AllToAll}, Weight: model.Const(1000), Delay: model.Const(1)}},
					Recorders: []*model.Recorder{spikeRecorder("p")}}
				s := compileOn(t, device, net)
				require.NoError(t, s.Run(t.Context(), 60), "%s/%s", name, scheme.Name)
				spikes, _ := s.Result().SpikesOf("p")
				counts := [3]int{}
				for _, n := range spikes.Neurons {
					counts[n]++
				}
				require.Positive(t, counts[0], "%s/%s: the kick", name, scheme.Name)
				require.Greater(t, counts[2], 5, "%s/%s: the strong current", name, scheme.Name)
				for _, v := range model.FindNeuron(name).State {
					for _, x := range stateNow(t, s, "p", v.Name) {
						require.LessOrEqual(t, math.Abs(x), 1e4, "%s of %s/%s", v.Name, name, scheme.Name)
					}
				}
			}
		}
	})
}

// TestEscapeRate: where v stays put the spikes of gif_pozzorini are a Poisson
// process of lambda_0 exp((v - v_t_star) / delta_v) with a dead time of t_ref,
// here 40 Hz e and 4 ms. In steps the waiting time is geometric. 5 standard errors.
func TestEscapeRate(t *testing.T) {
	const size, ms, dt = 200, 2000.0, 0.1
	params := map[string]float64{"e_l": -50, "v_reset": -50, "v_t_star": -52, "delta_v": 2, "lambda_0": 40, "t_ref": 4}
	net := oneCell(dt, "gif_pozzorini", "", params)
	net.Populations[0].Size, net.Seed = size, 11
	p := -math.Expm1(-40 * math.E * dt / 1000)
	var first SpikeResult
	eachEngine(t, func(t *testing.T, device string) {
		s, _ := runOn(t, device, net, ms).SpikesOf("p")
		var list []float64
		for _, train := range s.Trains(size) {
			for k := 1; k < len(train); k++ {
				list = append(list, float64(train[k]-train[k-1])-40) // beyond the dead time
			}
		}
		n := float64(len(list))
		require.Greater(t, n, 10000.0)
		mean, variance := moments(list)
		near(t, 1/p, mean, 5/p/math.Sqrt(n)+0.003/p, "mean waiting time in steps; long ones are cut off by the end")
		near(t, (1-p)/(p*p), variance, 5*math.Sqrt(8/n)/(p*p)+0.02/(p*p), "its variance")
		if first.Steps == nil {
			first = s
		}
		require.Equal(t, first.Steps, s.Steps)
		require.Equal(t, first.Neurons, s.Neurons)
	})
}

// TestLevelOneIsLIF: the first level of glif is lif, spike for spike.
func TestLevelOneIsLIF(t *testing.T) {
	p := map[string]float64{"c_m": 60, "g_l": 9, "e_l": -75, "v_reset": -70, "v_th": -50, "t_ref": 3, "i_e": 260}
	q := map[string]float64{"level": 1}
	for k, x := range p {
		q[k] = x
	}
	want, _ := runOn(t, float64Engine, oneCell(0.1, "lif", "", p), 500).SpikesOf("p")
	got, _ := runOn(t, float64Engine, oneCell(0.1, "glif", "", q), 500).SpikesOf("p")
	require.Greater(t, want.Len(), 20)
	require.Equal(t, want.Steps, got.Steps)
}

// TestLevelsOfGLIF: each level adds what makes it fire less or reset higher, so
// that all five give spike trains of their own.
func TestLevelsOfGLIF(t *testing.T) {
	seen := map[string]bool{}
	for level := 1; level <= 5; level++ {
		s, _ := runOn(t, float64Engine, oneCell(0.1, "glif", "", map[string]float64{"level": float64(level), "i_e": 350}), 500).SpikesOf("p")
		require.Greater(t, s.Len(), 5, "level %d", level)
		seen[fmt.Sprint(s.Steps)] = true
	}
	require.Len(t, seen, 5)
}

// TestALIFIsThePaper: the update of Bellec et al. 2020, eqs. 6 to 8, written down again:
// v' = alpha v + (1 - alpha) R i - z v_th, a' = rho a + z, z = v >= v_th + beta a.
func TestALIFIsThePaper(t *testing.T) {
	const dt, tauM, tauA, beta, th, i, ref = 1.0, 20.0, 200.0, 1.6, 10.0, 400.0, 2
	net := oneCell(dt, "alif", "", map[string]float64{"tau_a": tauA, "beta": beta, "i_e": i, "t_ref": ref})
	s := compileOn(t, float64Engine, net)
	require.NoError(t, s.Run(t.Context(), 1000))
	var want []uint32
	v, a, last := 0.0, 0.0, -ref-1
	for n := range 1000 {
		v = math.Exp(-dt/tauM)*v - math.Expm1(-dt/tauM)*i/25
		a *= math.Exp(-dt / tauA)
		if n-last > ref && v >= th+beta*a {
			v, a, last = v-th, a+1, n
			want = append(want, uint32(n+1))
		}
	}
	spikes, _ := s.Result().SpikesOf("p")
	require.Greater(t, len(want), 10)
	require.Equal(t, want, spikes.Steps)
	near(t, v-70, stateNow(t, s, "p", "v")[0], 1e-9, "v")
	near(t, a, stateNow(t, s, "p", "a")[0], 1e-9, "a")
}

// TestLogicOfMcCullochAndPitts: and, or, not and exclusive or of two inputs, with
// one step for each layer (McCulloch & Pitts 1943, fig. 1).
func TestLogicOfMcCullochAndPitts(t *testing.T) {
	gate := func(name string, theta, bias float64) *model.Population {
		return &model.Population{Name: name, Model: "mcculloch_pitts", Size: 1, Params: constants(map[string]float64{"theta": theta, "bias": bias}),
			Receptors: []*model.Receptor{{Name: "in", Model: "delta", Output: model.OutputVoltage}}}
	}
	net := &model.Network{Name: "logic", DT: 1, Populations: []*model.Population{
		spikeSource("a", []float64{2, 4}), spikeSource("b", []float64{3, 4}), // steps 1 to 4: 00, 10, 01, 11
		gate("and", 2, 0), gate("or", 1, 0), gate("not", 0, 0), gate("xor", 1, 0),
	}}
	wire := func(source, target string, weight float64) {
		net.Projections = append(net.Projections, &model.Projection{Name: source + ">" + target, Source: source, Target: target, Receptor: "in",
			Rule: model.Rule{Type: model.AllToAll}, Weight: model.Const(weight), Delay: model.Const(1)})
	}
	wire("a", "and", 1)
	wire("b", "and", 1)
	wire("a", "or", 1)
	wire("b", "or", 1)
	wire("a", "not", -1)
	wire("or", "xor", 1)
	wire("and", "xor", -1)
	for _, name := range []string{"and", "or", "not", "xor"} {
		net.Recorders = append(net.Recorders, spikeRecorder(name))
	}
	eachEngine(t, func(t *testing.T, device string) {
		r := runOn(t, device, net, 6)
		for name, want := range map[string][]uint32{
			"and": {5}, "or": {3, 4, 5}, "not": {1, 2, 4, 6}, "xor": {4, 5},
		} {
			s, _ := r.SpikesOf(name)
			require.Equal(t, want, s.Steps, name)
		}
	})
}

// TestReadoutsDoNotProject: a projection from a model that never spikes is a mistake.
func TestReadoutsDoNotProject(t *testing.T) {
	net := pspNetwork(0.1, "", "delta", model.OutputVoltage, nil, 1)
	net.Populations = append(net.Populations, &model.Population{Name: "readout", Model: "leaky_integrator", Size: 1})
	net.Projections[0].Source = "readout"
	err := net.Validate()
	require.ErrorContains(t, err, `population "readout" never spikes (leaky_integrator) and cannot project`)
}
