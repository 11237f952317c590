package host

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// factors runs one source with dynamics and a weight of 1 and returns what each
// of its spikes transmitted: the shift of a neuron that it reaches after one step.
func factors(t *testing.T, device string, times []float64, d *model.Dynamics) []float64 {
	t.Helper()
	end := times[len(times)-1] + 1
	net := &model.Network{Name: "factors", DT: 0.1, Populations: []*model.Population{
		spikeSource("source", times),
		{Name: "p", Model: "lif", Size: 1, Params: constants(map[string]float64{"v_th": 9000}),
			Receptors: []*model.Receptor{{Name: "in", Model: "delta", Output: model.OutputVoltage}}},
	}, Projections: []*model.Projection{{Name: "s", Source: "source", Target: "p", Receptor: "in",
		Rule: model.Rule{Type: model.AllToAll}, Weight: model.Const(1), Delay: model.Const(0.1), Dynamics: d}},
		Recorders: []*model.Recorder{stateRecorder("p", "in.jump")}}
	r := runOn(t, device, net, end)
	out := make([]float64, len(times))
	for k, at := range times {
		out[k] = float64(r.Traces[0].Values[int(math.Round(at/0.1))]) // sample k is that of k+1 steps
	}
	return out
}

func dynamics(name string, params map[string]float64) *model.Dynamics {
	return &model.Dynamics{Model: name, Params: constants(params)}
}

// TestDepressionOfRegularTrains: what a regular train transmits is A U R_n of
// Tsodyks and Markram 1997, PNAS 94:719: R_n+1 = R_n (1-U) e + 1 - e with
// e = exp(-interval / tau_rec), from rest R_1 = 1 to (1-e) / (1 - (1-U) e).
func TestDepressionOfRegularTrains(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		for _, c := range []struct {
			u, rec, interval float64
			spikes           int // until the steady state
		}{{0.5, 800, 50, 25}, {0.67, 450, 20, 20}, {0.1, 100, 7, 90}} {
			var times []float64
			for k := range c.spikes {
				times = append(times, 12+float64(k)*c.interval)
			}
			got := factors(t, device, times, dynamics("tsodyks_markram", map[string]float64{"u_0": c.u, "tau_rec": c.rec}))
			e, r := math.Exp(-c.interval/c.rec), 1.0
			for k, f := range got {
				near(t, c.u*r, f, 1e-6, "%v, spike %d", c, k)
				r = r*(1-c.u)*e + 1 - e
			}
			near(t, c.u*(1-e)/(1-(1-c.u)*e), got[len(got)-1], 1e-6, "%v, steady state", c)
		}
	})
}

// TestFacilitationOfRegularTrains: u_n+1 = u_n (1-U) exp(-interval / tau_facil) + U
// and x as above with u in place of U (Tsodyks, Pawelzik & Markram 1998, Neural
// Comput. 10:821, equations 3.1 to 3.4); u stays below 1 at any rate.
func TestFacilitationOfRegularTrains(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		const u0, rec, facil, interval = 0.05, 130.0, 530.0, 8.0
		var times []float64
		for k := range 300 {
			times = append(times, 1+float64(k)*interval)
		}
		got := factors(t, device, times, dynamics("tsodyks_markram", map[string]float64{"u_0": u0, "tau_rec": rec, "tau_facil": facil}))
		er, ef := math.Exp(-interval/rec), math.Exp(-interval/facil)
		u, x := u0, 1.0
		for k, f := range got {
			near(t, u*x, f, 1e-6, "spike %d", k)
			x = 1 - (1-x*(1-u))*er
			u = u*(1-u0)*ef + u0
		}
		steady := u0 / (1 - (1-u0)*ef)
		near(t, steady*(1-er)/(1-(1-steady)*er), got[299], 1e-6, "steady state")
		require.Greater(t, got[3], 1.5*got[0], "it facilitates before it depresses")
		require.Less(t, got[299], got[3])
	})
}

// TestPlasticityAgreesWithBrian2: Poisson trains, three kinds of synapse.
func TestPlasticityAgreesWithBrian2(t *testing.T) {
	ref := readReference(t, "synapses")
	eachEngine(t, func(t *testing.T, device string) {
		for name, params := range map[string]map[string]float64{ // those of tools/reference/synapses.py
			"depressing":   {"u_0": 0.5, "tau_rec": 800, "tau_facil": 0},
			"facilitating": {"u_0": 0.04, "tau_rec": 100, "tau_facil": 1000},
			"both":         {"u_0": 0.2, "tau_rec": 130, "tau_facil": 530},
		} {
			want, times := ref["stp."+name+".factor"], ref["stp."+name+".spikes"]
			if device == lavapipe {
				times = times[:25] // its steps take longest
			}
			require.Greater(t, len(want), 50)
			for k, f := range factors(t, device, times, dynamics("tsodyks_markram", params)) {
				near(t, want[k], f, 1e-6, "%s, spike %d", name, k)
			}
		}
	})
}

// TestNMDASaturation: the sum of jumps that decays with tau_decay is the open
// fraction of the full equations once their rise is over, here to exp(-20).
func TestNMDASaturation(t *testing.T) {
	full := func(times []float64, end float64) float64 {
		y, at := []float64{0, 0}, times[0]
		for k := range times {
			y[1]++
			next := end
			if k+1 < len(times) {
				next = times[k+1]
			}
			y = rk4(func(_ float64, y []float64) []float64 {
				return []float64{0.5*y[1]*(1-y[0]) - y[0]/100, -y[1] / 2}
			}, y, next-at)
			at = next
		}
		return y[0]
	}
	eachEngine(t, func(t *testing.T, device string) {
		for _, times := range [][]float64{{1}, {1, 41}, {1, 41, 81, 121, 161}} {
			end := times[len(times)-1] + 40
			sum := 0.0
			for k, f := range factors(t, device, times, dynamics("nmda_saturation", nil)) {
				sum += f * math.Exp(-(end-times[k])/100)
			}
			near(t, full(times, end), sum, 1e-6, "%d spikes", len(times))
		}
	})
}

// shortTermNetwork has sources of two kinds and projections with every storage
// form, with and without dynamics.
func shortTermNetwork() *model.Network {
	net := mixed()
	net.Projections[0].Dynamics = dynamics("tsodyks_markram", map[string]float64{"u_0": 0.7, "tau_rec": 50})
	net.Projections[1].Dynamics = dynamics("nmda_saturation", nil)
	net.Projections[2].Dynamics = dynamics("tsodyks_markram", map[string]float64{"u_0": 0.3, "tau_facil": 200})
	again := *net.Projections[2]
	again.Name, again.Weight = "again", model.NormalDist(0.5, 0.1)
	again.Dynamics = dynamics("tsodyks_markram", map[string]float64{"tau_facil": 200, "u_0": 0.3, "tau_rec": 800})
	own := *net.Projections[1]
	own.Name = "own"
	own.Dynamics = &model.Dynamics{Model: "tsodyks_markram", Params: map[string]model.Value{"u_0": model.UniformDist(0.2, 0.8)}}
	net.Projections = append(net.Projections, &again, &own)
	net.Populations[0].Params["rate"] = model.Const(80)
	return net
}

// TestDynamicsGiveTheSameSpikes: on every engine, however the matrix is split,
// and other ones than without dynamics.
func TestDynamicsGiveTheSameSpikes(t *testing.T) {
	onLavapipe(t)
	want := spikesOf(t, shortTermNetwork(), Options{Device: "native:1"}, 200)
	require.Greater(t, want[1].Len(), 300)
	for _, device := range []string{"native:1", "native:3", lavapipe} {
		for _, entries := range []int{0, 3000} {
			require.Equal(t, want, spikesOf(t, shortTermNetwork(), Options{Device: device, entries: entries, Validate: device == lavapipe}, 200), "%s, %d", device, entries)
		}
	}
	net := shortTermNetwork()
	for _, p := range net.Projections {
		p.Dynamics = nil
	}
	require.NotEqual(t, want[1], spikesOf(t, net, Options{Device: "native:1"}, 200)[1])
}

// TestDynamicsAreSaved: a snapshot holds them.
func TestDynamicsAreSaved(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		whole := runOn(t, device, shortTermNetwork(), 120)
		path := tempFile(t, "half.safetensors")
		first := compileOn(t, device, shortTermNetwork())
		require.NoError(t, first.Run(t.Context(), 60))
		require.NoError(t, first.Save(path))
		second := compileOn(t, device, shortTermNetwork())
		require.NoError(t, second.Run(t.Context(), 10))
		require.NoError(t, second.Load(path))
		require.NoError(t, second.Run(t.Context(), 60))
		require.Greater(t, second.Result().Spikes[1].Len(), 50)
		sameSpikes(t, later(whole, 60), second.Result())
	})
}

// TestEqualDynamicsShareTheirState: of five projections with dynamics two share
// one, given in different words; a shared state makes one dispatch for each model.
func TestEqualDynamicsShareTheirState(t *testing.T) {
	net := shortTermNetwork()
	plan, err := net.MakePlan()
	require.NoError(t, err)
	require.Len(t, plan.Presynapses, 4)
	require.Equal(t, 200+3*150, plan.Slots)
	text := plan.Explain()
	require.Contains(t, text, "dynamics   tsodyks_markram: one state for each of 150 neurons of a, shared by 2 projection(s): a_a_late, again\n")
	require.Contains(t, text, "dynamics   nmda_saturation: one state for each of 150 neurons of a, shared by 1 projection(s): a_a\n")
	with := compileOn(t, "native:1", net).DispatchesPerStep()
	net = shortTermNetwork()
	for _, p := range net.Projections {
		p.Dynamics = nil
	}
	require.Equal(t, compileOn(t, "native:1", net).DispatchesPerStep()+2, with)
}

func TestBadDynamics(t *testing.T) {
	for want, d := range map[string]*model.Dynamics{
		`projection "noise_a": there is no presynaptic dynamics "tsodyks_markam" (did you mean "tsodyks_markram"?)`: {Model: "tsodyks_markam"},
		`projection "noise_a": tsodyks_markram has no parameter "tau" (`:                                            dynamics("tsodyks_markram", map[string]float64{"tau": 5}),
		`projection "noise_a": u_0 is 1.5, must be from 0 to 1`:                                                     dynamics("tsodyks_markram", map[string]float64{"u_0": 1.5}),
		`projection "noise_a": dynamics: tau_rise (100 ms) must be below tau_decay (100 ms)`:                        dynamics("nmda_saturation", map[string]float64{"tau_rise": 100}),
		`projection "noise_a": dynamics: a spike transmits up to 2323.9`:                                            dynamics("nmda_saturation", map[string]float64{"tau_rise": 90, "alpha": 5}),
	} {
		net := mixed()
		net.Projections[0].Dynamics = d
		require.ErrorContains(t, net.Validate(), want)
	}
	net := mixed()
	net.Projections[0].Dynamics = dynamics("tsodyks_markram", nil)
	net.Projections[0].Dynamics.Params = map[string]model.Value{"u_0": model.Each(0.1, 0.2)}
	require.ErrorContains(t, net.Validate(), `projection "noise_a": u_0: `)
}

const dynamicsTOML = `
dt = 0.1
[population.s]
model = "poisson_source"
size = 3
[population.t]
model = "lif"
size = 2
receptor.in = { model = "exponential", output = "current" }
[projection.p]
source = "s"
target = "t"
receptor = "in"
rule = "all_to_all"
weight = 1.0
delay = 1.0
[projection.p.dynamics]
model = "tsodyks_markram"
params = { u_0 = [0.1, 0.2, 0.3], tau_facil = 50.0 }
[stimulus.a]
type = "poisson_input"
target = "t"
receptor = "in"
times = [0.0, 20.0]
rates = [100.0, "2 * 100"]
weight = 1.0
[stimulus.b]
type = "poisson_input"
target = "t"
receptor = "in"
rate = 40.0
std = 10.0
interval = 50.0
start = 10.0
stop = 110.0
weight = 1.0
`

// TestDynamicsInFiles: read, written, read again; mistakes are placed.
func TestDynamicsInFiles(t *testing.T) {
	e, err := ParseExperiment("x.toml", []byte(dynamicsTOML), nil)
	require.NoError(t, err)
	d := e.Network.Projections[0].Dynamics
	require.Equal(t, "tsodyks_markram", d.Model)
	require.Equal(t, model.Each(0.1, 0.2, 0.3), d.Params["u_0"])
	require.Equal(t, []float64{100, 200}, e.Network.Stimuli[0].Rates)
	require.Equal(t, 10.0, e.Network.Stimuli[1].Std)
	require.Equal(t, e.resolved(), roundTrip(t, e))
	for _, c := range []struct{ old, new, want string }{
		{`model = "tsodyks_markram"`, `model = "tsodyks_markrm"`, `x.toml:18:1: projection "p": there is no presynaptic dynamics "tsodyks_markrm" (did you mean "tsodyks_markram"?)`},
		{`tau_facil = 50.0`, `tau_faci = 50.0`, `(did you mean "tau_facil"?)`},
		{"[projection.p.dynamics]\nmodel", "[projection.p.dynamics]\nmodl", `unknown key "modl" (did you mean "model"?)`},
		{"rates = [100.0, \"2 * 100\"]", "rates = [100.0]", `stimulus "a": 2 times for 1 rates; both need the same number`},
		{"times = [0.0, 20.0]", "times = [20.0, 0.0]", `stimulus "a": times must ascend, 0 ms comes after 20 ms`},
		{"times = [0.0, 20.0]", "times = [0.0, 20.0]\nrate = 3.0", `stimulus "a": rates are instead of rate and std`},
		{"stop = 110.0\n", "", `stimulus "b": with std, stop must be given`},
		{"interval = 50.0\n", "", `stimulus "b": interval is 0 ms; with std it must be at least one step (0.1 ms)`},
		{"std = 10.0", "std = -1.0", `stimulus "b": std is -1 Hz, must not be negative`},
		{"rate = 40.0\n", "", `rate must be given`},
	} {
		text := strings.Replace(dynamicsTOML, c.old, c.new, 1)
		require.NotEqual(t, dynamicsTOML, text)
		_, err := ParseExperiment("x.toml", []byte(text), nil)
		require.ErrorContains(t, err, c.want)
	}
}

// TestPoissonRatesChange: events in every part of a schedule within 5 standard
// deviations of what the rate says, none before the first time; with std the
// rates are one draw for each interval, the same for all neurons.
func TestPoissonRatesChange(t *testing.T) {
	const size = 4000
	network := func(s *model.Stimulus) *model.Network {
		s.Name, s.Type, s.Target, s.Receptor, s.Weight = "s", model.PoissonInput, "p", "in", 1
		return &model.Network{Name: "rates", DT: 0.1, Seed: 9, Populations: []*model.Population{{Name: "p", Model: "lif", Size: size,
			Params: constants(map[string]float64{"v_th": 9000}), Receptors: []*model.Receptor{{Name: "in", Model: "delta", Output: model.OutputVoltage}}}},
			Stimuli: []*model.Stimulus{s}, Recorders: []*model.Recorder{{Name: "m", Type: model.RecordMean, Target: "p", Variables: []string{"in.jump"}}}}
	}
	check := func(t *testing.T, values []float32, from, to, rate float64) {
		t.Helper()
		sum := 0.0
		for k := int(math.Round(from * 10)); k < int(math.Round(to*10)); k++ {
			sum += size * float64(values[k])
		}
		mean := size * rate * (to - from) / 1000
		near(t, mean, sum, 5*math.Sqrt(mean)+1e-3, "from %g to %g ms at %g Hz", from, to, rate)
	}
	eachEngine(t, func(t *testing.T, device string) {
		r := runOn(t, device, network(&model.Stimulus{Times: []float64{10, 30, 45}, Rates: []float64{500, 2000, 0}}), 60)
		values := r.Traces[0].Values
		check(t, values, 0, 10, 0)
		check(t, values, 10, 30, 500)
		check(t, values, 30, 45, 2000)
		check(t, values, 45, 60, 0)

		net := network(&model.Stimulus{Rate: 400, Std: 150, Interval: 20, Start: 5, Stop: 55})
		times, rates := net.PoissonRates(net.Stimuli[0])
		require.Equal(t, []float64{5, 25, 45}, times)
		require.Greater(t, slices.Max(rates)-slices.Min(rates), 30.0)
		values = runOn(t, device, net, 60).Traces[0].Values
		check(t, values, 0, 5, 0)
		check(t, values, 5, 25, rates[0])
		check(t, values, 25, 45, rates[1])
		check(t, values, 45, 55, rates[2])
		check(t, values, 55, 60, 0)
	})
	net := network(&model.Stimulus{Rate: 40, Std: 10, Interval: 1, Stop: 20000})
	_, rates := net.PoissonRates(net.Stimuli[0])
	mean, spread := 0.0, 0.0
	for _, x := range rates {
		mean += x / float64(len(rates))
	}
	for _, x := range rates {
		spread += (x - mean) * (x - mean) / float64(len(rates))
	}
	near(t, 40, mean, 5*10/math.Sqrt(20000), "mean of the rates")
	near(t, 10, math.Sqrt(spread), 5*10/math.Sqrt(2*20000), "their standard deviation")
}
