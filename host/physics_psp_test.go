package host

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// pspNetwork has one source that spikes at 1 ms and one neuron with one
// receptor "in", reached by weight w after 1.5 ms; nothing else happens.
func pspNetwork(dt float64, scheme, synapse string, output model.Output, params map[string]float64, w float64) *model.Network {
	return &model.Network{Name: "psp", DT: dt, Populations: []*model.Population{
		spikeSource("source", []float64{1}),
		{Name: "p", Model: "lif", Scheme: scheme, Size: 1, Receptors: []*model.Receptor{
			{Name: "in", Model: synapse, Output: output, Params: constants(params)},
		}},
	}, Projections: []*model.Projection{
		{Name: "s", Source: "source", Target: "p", Receptor: "in", Rule: model.Rule{Type: model.AllToAll}, Weight: model.Const(w), Delay: model.Const(1.5)},
	}}
}

// arrival is the time at which the spike of pspNetwork arrives.
const arrival = 2.5

// convolved returns the integral over s from 0 to t of k(s) exp(-(t-s)/tauM)
// for k(s) = exp(-s/tau) and for s/tau exp(-s/tau).
func convolved(t, tau, tauM float64) (decay, rise float64) {
	if t <= 0 {
		return 0, 0
	}
	d, e := 1/tauM-1/tau, math.Exp(-t/tauM)
	if z := d * t; math.Abs(z) < 0.5 { // near equal time constants the form cancels: its series
		term := 1.0 // z^k / k!
		for k := 1.0; k < 20; k++ {
			decay, rise = decay+term/k, rise+term/(k+1)
			term *= z / k
		}
		return e * t * decay, e * t * t / tau * rise
	}
	return e * math.Expm1(d*t) / d, e * (math.Exp(d*t)*(d*t-1) + 1) / (d * d) / tau
}

// TestCurrentPSP compares the course of v with the closed form after one
// current pulse, exact at every dt; among the time constants are the
// membrane's own (10 ms) and one near it.
func TestCurrentPSP(t *testing.T) {
	const w, cm, tauM = 100.0, 250.0, 10.0
	eachEngine(t, func(t *testing.T, device string) {
		for _, synapse := range []string{"exponential", "alpha"} {
			for _, tau := range []float64{2, 9.95, 10, 25} {
				net := pspNetwork(0.1, "exact", synapse, model.OutputCurrent, map[string]float64{"tau": tau}, w)
				form := func(at float64) float64 {
					decay, rise := convolved(at-arrival, tau, tauM)
					if synapse == "alpha" {
						return w / cm * math.E * rise
					}
					return w / cm * decay
				}
				v := course(t, device, net, "p", "v", 400)
				peak := 0
				for k := range v {
					near(t, form(0.1*float64(k)), v[k]+70, 70*precision(device, 1e-12, 2e-6), "%s, tau %g, after %d steps", synapse, tau, k)
					if v[k] > v[peak] {
						peak = k
					}
				}
				at, height := maximum(form)
				near(t, at, 0.1*float64(peak), 0.1, "%s, tau %g: time of the peak", synapse, tau)
				// The grid misses the peak by half a step at most: curvature below height/tau^2.
				near(t, height, v[peak]+70, height*0.05*0.05/2+70*precision(device, 1e-12, 2e-6), "%s, tau %g: height of the peak", synapse, tau)
			}
		}
	})
}

// maximum finds the peak of a function with one, between 0 and 40 ms, by golden section.
func maximum(f func(float64) float64) (at, height float64) {
	low, high := arrival, 40.0
	for range 100 {
		a, b := low+0.382*(high-low), low+0.618*(high-low)
		if f(a) < f(b) {
			low = a
		} else {
			high = b
		}
	}
	return low, f(low)
}

// TestExponentialPeakClosedForm holds maximum and form against the textbook's
// peak time ln(tauM/tau) tauM tau / (tauM - tau).
func TestExponentialPeakClosedForm(t *testing.T) {
	at, _ := maximum(func(x float64) float64 { d, _ := convolved(x-arrival, 2, 10); return d })
	near(t, arrival+math.Log(5)*20/8, at, 1e-6, "peak")
}

// TestConductanceCourse: conductances are exact whatever the membrane's scheme;
// an alpha conductance peaks tau after the arrival, at the weight.
func TestConductanceCourse(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		for _, scheme := range []string{"exponential_euler", "euler"} {
			tol := precision(device, 1e-13, 2e-6)
			g := course(t, device, pspNetwork(0.1, scheme, "exponential", model.OutputConductance, map[string]float64{"tau": 3}, 5), "p", "in.g", 200)
			for k, x := range g {
				want := 0.0
				if k >= 25 {
					want = 5 * math.Exp(-float64(k-25)*0.1/3)
				}
				near(t, want, x, 5*tol, "exponential after %d steps", k)
			}
			g = course(t, device, pspNetwork(0.1, scheme, "alpha", model.OutputConductance, map[string]float64{"tau": 3}, 5), "p", "in.g", 200)
			peak := 0
			for k, x := range g {
				want := 0.0
				if k >= 25 {
					s := float64(k-25) * 0.1 / 3
					want = 5 * s * math.Exp(1-s)
				}
				near(t, want, x, 5*tol, "alpha after %d steps", k)
				if x > g[peak] {
					peak = k
				}
			}
			require.Equal(t, 25+30, peak)
			near(t, 5, g[peak], 5*tol, "height of the peak")
		}
	})
}

// TestDeltaPSP: v jumps by the weight at the arrival and decays.
func TestDeltaPSP(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		for k, v := range course(t, device, pspNetwork(0.1, "exact", "delta", model.OutputVoltage, nil, 8), "p", "v", 200) {
			want := 0.0
			if k >= 25 {
				want = 8 * math.Exp(-float64(k-25)*0.1/10)
			}
			near(t, want, v+70, 70*precision(device, 1e-12, 1e-6), "after %d steps", k)
		}
	})
}
