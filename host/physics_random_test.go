package host

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// moments returns mean and variance.
func moments(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x))
	}
	return mean, variance
}

// TestPoissonSource: a Bernoulli draw of p = 50 Hz * 0.1 ms in every step. The
// number of spikes is binomial; intervals are geometric, with a coefficient of
// variation of sqrt(1-p). All bounds are 5 standard errors.
func TestPoissonSource(t *testing.T) {
	const size, ms, p = 200, 4000.0, 0.005
	net := &model.Network{Name: "poisson", DT: 0.1, Seed: 3, Populations: []*model.Population{
		{Name: "s", Model: "poisson_source", Size: size, Params: constants(map[string]float64{"rate": 50})},
	}, Recorders: []*model.Recorder{spikeRecorder("s")}}
	var first SpikeResult
	eachEngine(t, func(t *testing.T, device string) {
		s, _ := runOn(t, device, net, ms).SpikesOf("s")
		n := size * ms / 0.1
		near(t, n*p, float64(s.Len()), 5*math.Sqrt(n*p*(1-p)), "number of spikes")
		var intervals, counts []float64
		for _, train := range s.Trains(size) {
			counts = append(counts, float64(len(train)))
			for k := 1; k < len(train); k++ {
				intervals = append(intervals, float64(train[k]-train[k-1]))
			}
		}
		mean, variance := moments(intervals)
		near(t, math.Sqrt(1-p), math.Sqrt(variance)/mean, 5/math.Sqrt(float64(len(intervals))), "coefficient of variation")
		_, variance = moments(counts)
		near(t, ms/0.1*p*(1-p), variance, 5*ms/0.1*p*math.Sqrt(2.0/size), "variance of the counts of members")
		if first.Steps == nil {
			first = s
		}
		require.Equal(t, first.Steps, s.Steps)
		require.Equal(t, first.Neurons, s.Neurons)
	})
}

// TestPoissonInput: the arrivals of a step are a Poisson count times the
// weight: mean and variance are rate dt. The second rate needs several draws.
func TestPoissonInput(t *testing.T) {
	const size, steps = 100, 500
	eachEngine(t, func(t *testing.T, device string) {
		for _, rate := range []float64{3000, 200e3} {
			net := &model.Network{Name: "input", DT: 0.1, Seed: 4, Populations: []*model.Population{
				{Name: "p", Model: "lif", Size: size, Params: constants(map[string]float64{"v_th": 9e3}), Receptors: []*model.Receptor{{Name: "in", Model: "delta", Output: model.OutputVoltage}}},
			}, Stimuli: []*model.Stimulus{{Name: "drive", Type: model.PoissonInput, Target: "p", Receptor: "in", Rate: rate, Weight: 0.5, First: 10, Start: 5, Stop: 50}},
				Recorders: []*model.Recorder{stateRecorder("p", "in.jump")}}
			tr := runOn(t, device, net, steps*net.DT).Traces[0]
			var counts, product []float64
			for i := range size {
				column := tr.Column(i)
				for k, x := range column {
					if i < 10 || k < 50 {
						require.Zero(t, x, "outside the stimulus: neuron %d, step %d", i, k)
						continue
					}
					require.Equal(t, math.Round(float64(x)*2), float64(x)*2, "a whole number of events")
					counts = append(counts, 2*float64(x))
					if i > 10 {
						product = append(product, (2*float64(x)-rate*1e-4)*(2*float64(tr.Values[k*size+i-1])-rate*1e-4))
					}
				}
			}
			m, n := rate*1e-4, float64(len(counts))
			mean, variance := moments(counts)
			near(t, m, mean, 5*math.Sqrt(m/n), "mean at %g Hz", rate)
			near(t, m, variance, 5*math.Sqrt((m+2*m*m)/n), "variance at %g Hz", rate)
			covariance, _ := moments(product)
			near(t, 0, covariance, 5*m/math.Sqrt(float64(len(product))), "covariance of neighbours at %g Hz", rate)
		}
	})
}

// currentNetwork has 60 neurons whose exact propagator gives the stimulus
// current back: v' = v_inf + (v - v_inf) alpha with v_inf = e_l + i / g_l.
func currentNetwork(stimuli ...*model.Stimulus) *model.Network {
	return &model.Network{Name: "current", DT: 0.1, Seed: 6, Populations: []*model.Population{
		{Name: "p", Model: "lif", Size: 60, Params: constants(map[string]float64{"v_th": 9e3, "e_l": 0, "v_reset": -1, "c_m": 1, "g_l": 1})},
	}, Stimuli: stimuli, Recorders: []*model.Recorder{stateRecorder("p", "v")}}
}

// currents returns the stimulus current of neuron i in every step.
func currents(tr TraceResult, i int) []float64 {
	alpha, before := math.Exp(-0.1), 0.0
	var out []float64
	for _, v := range tr.Column(i) {
		out = append(out, (float64(v)-before*alpha)/(1-alpha))
		before = float64(v)
	}
	return out
}

// TestNoiseCurrent: Gaussian, of the given mean and standard deviation, held
// for the interval, and independent between neurons and between draws.
func TestNoiseCurrent(t *testing.T) {
	const mean, sd, held, steps = 20.0, 5.0, 5, 2000
	net := currentNetwork(&model.Stimulus{Name: "noise", Type: model.NoiseCurrent, Target: "p", Mean: mean, Std: sd, Interval: 0.5})
	eachEngine(t, func(t *testing.T, device string) {
		tr := runOn(t, device, net, steps*net.DT).Traces[0]
		var draws, next, beside, fourth []float64
		var left []float64
		for i := range 60 {
			c := currents(tr, i)
			var own []float64
			for k, x := range c {
				// float32 of 20 mV, over 1 - alpha: 4e-6 / 0.1.
				near(t, c[k/held*held], x, 3e-4, "neuron %d, step %d: held for the interval", i, k)
				if k%held == 0 {
					own = append(own, (x-mean)/sd)
				}
			}
			for k, z := range own {
				fourth = append(fourth, z*z*z*z)
				if k > 0 {
					next = append(next, z*own[k-1])
				}
				if left != nil {
					beside = append(beside, z*left[k])
				}
			}
			draws, left = append(draws, own...), own
		}
		n := float64(len(draws))
		m, v := moments(draws)
		near(t, 0, m, 5/math.Sqrt(n), "mean")
		near(t, 1, v, 5*math.Sqrt(2/n), "variance")
		m, _ = moments(fourth)
		near(t, 3, m, 5*math.Sqrt(96/n), "fourth moment of a Gaussian")
		m, _ = moments(next)
		near(t, 0, m, 5/math.Sqrt(float64(len(next))), "covariance of one draw and the next")
		m, _ = moments(beside)
		near(t, 0, m, 5/math.Sqrt(float64(len(beside))), "covariance of neighbours")
	})
}

// TestStepCurrent: an amplitude acts from the step that begins at its time;
// stimuli of one population add up; parts of it and windows are respected.
func TestStepCurrent(t *testing.T) {
	net := currentNetwork(
		&model.Stimulus{Name: "a", Type: model.StepCurrent, Target: "p", Times: []float64{1, 2, 30}, Amplitudes: []float64{8, -4, 2}},
		&model.Stimulus{Name: "b", Type: model.StepCurrent, Target: "p", First: 10, Count: 20, Start: 3, Stop: 28, Times: []float64{0}, Amplitudes: []float64{16}},
	)
	eachEngine(t, func(t *testing.T, device string) {
		tr := runOn(t, device, net, 40).Traces[0]
		for i := range 60 {
			for k, x := range currents(tr, i) {
				want := 0.0 // of the step from k dt to (k+1) dt
				switch {
				case k >= 300:
					want = 2
				case k >= 20:
					want = -4
				case k >= 10:
					want = 8
				}
				if i >= 10 && i < 30 && k >= 30 && k < 280 {
					want += 16
				}
				near(t, want, x, 2e-4, "neuron %d, step %d", i, k)
			}
		}
	})
}
