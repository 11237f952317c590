package eventprop

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// spikeSum is the sum of the times of chosen spikes of one population.
type spikeSum struct {
	population string
	neuron     int
	spike      int // -1: all
}

func (l spikeSum) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population(l.population)
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for k, t := range p.Spikes(0, l.neuron) {
		if l.spike < 0 || l.spike == k {
			sum += t
			p.AddSpike(0, l.neuron, k, 1)
		}
	}
	return sum, nil
}

// cells returns a population of dimensionless neurons (c_m = tau_m, g_l = 1,
// e_l = 0) with one receptor "syn".
func cells(name string, size int, params map[string]float64, receptor string, tau float64) *model.Population {
	values := map[string]model.Value{"c_m": model.Const(20), "g_l": model.Const(1), "e_l": model.Const(0),
		"v_th": model.Const(1), "v_reset": model.Const(0), "t_ref": model.Const(0)}
	for k, x := range params {
		values[k] = model.Const(x)
	}
	return &model.Population{Name: name, Model: "lif", Size: size, Params: values,
		Initial: map[string]model.Value{"v": model.Const(0)},
		Receptors: []*model.Receptor{{Name: "syn", Model: receptor, Output: model.OutputCurrent,
			Params: map[string]model.Value{"tau": model.Const(tau)}}}}
}

func inputs(times ...[]float64) *model.Population {
	return &model.Population{Name: "in", Model: "spike_source", Size: len(times), Times: times}
}

// connect returns a projection of listed synapses: source, target, weight, delay.
func connect(name, source, target string, list ...[4]float64) *model.Projection {
	r := model.Rule{Type: model.Explicit}
	for _, s := range list {
		r.Sources = append(r.Sources, uint32(s[0]))
		r.Targets = append(r.Targets, uint32(s[1]))
		r.Weights = append(r.Weights, s[2])
		r.Delays = append(r.Delays, s[3])
	}
	return &model.Projection{Name: name, Source: source, Target: target, Receptor: "syn", Rule: r}
}

func network(pops []*model.Population, projections ...*model.Projection) *model.Network {
	return &model.Network{Name: "test", DT: 0.1, Populations: pops, Projections: projections}
}

// solve runs a network and its gradient on native64.
func solve(t *testing.T, net *model.Network, duration float64, loss Loss, read map[string]Readout) (*Engine, *Outcome, float64) {
	t.Helper()
	ctx := context.Background()
	e, err := Compile(ctx, net, Options{Device: "native64", Duration: duration, Loss: loss, Read: read})
	require.NoError(t, err)
	t.Cleanup(e.Close)
	out, err := e.Forward(ctx, []Sample{{}})
	require.NoError(t, err)
	l, err := e.Backward(ctx)
	require.NoError(t, err)
	return e, out, l
}

func (e *Engine) grads(names ...string) []float64 {
	var out []float64
	for _, n := range names {
		out = append(out, e.Parameter(n).Grad...)
	}
	return out
}

// T1 of the gradient notes: one input, closed form for tau_m = 2 tau_s, and
// values of the same source for other time constants and an alpha current.
func TestOneInput(t *testing.T) {
	for _, c := range []struct {
		name               string
		receptor           string
		tau, w, gain, t    float64
		dw, dtm, dts, dth  float64
		hasTaus, checkTaus bool
	}{
		// The time and dt/dw of the closed form: tau_m theta / (x w^2 sqrt(1 - 4 theta / w)).
		{"tau_s 10", "exponential", 10, 5, 1, 6.4701426231489348, -2.4721359549995794, 0, 0, 12.360679774997897, false, false},
		{"tau_s 5", "exponential", 5, 8, 1, 4.1166086285855794, -0.99531457338171713, 0.35296241370208544, -0.58852792909122589, 7.9625165870537371, true, true},
		{"alpha 5", "alpha", 5, 4, 1, 7.273770848576598, -1.8568233307658191, 0.31763016392191217, 0.18423351402767091, 7.4272933230632764, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			pop := cells("cell", 1, map[string]float64{"v_reset": -50}, c.receptor, c.tau)
			net := network([]*model.Population{inputs([]float64{0}), pop}, connect("p", "in", "cell", [4]float64{0, 0, c.w, 0}))
			e, _, sum := solve(t, net, 40, spikeSum{"cell", 0, -1}, nil)
			near(t, []float64{c.t}, []float64{sum}, 1e-12, "time")
			near(t, []float64{c.dw, c.dth}, e.grads("p.weight", "cell.v_th"), 1e-9, "dt/dw, dt/dtheta")
			if c.checkTaus {
				near(t, []float64{c.dtm, c.dts}, e.grads("cell.c_m", "cell.syn.tau"), 1e-9, "dt/dtau")
			}
		})
	}
}

// A weight below 6.3496042078727979 (tau_m 20, tau_s 5) gives no spike.
func TestLeastWeight(t *testing.T) {
	for _, c := range []struct {
		w     float64
		spike int
	}{{6.3496042, 0}, {6.3496043, 1}} {
		net := network([]*model.Population{inputs([]float64{0}), cells("cell", 1, map[string]float64{"v_reset": -50}, "exponential", 5)},
			connect("p", "in", "cell", [4]float64{0, 0, c.w, 0}))
		_, out, _ := solve(t, net, 60, nil, nil)
		p, err := out.Population("cell")
		require.NoError(t, err)
		require.Equal(t, c.spike, p.Count(0, 0), "weight %v", c.w)
	}
}

// T2: constant current with reset and refractory time, closed form.
func TestTonic(t *testing.T) {
	params := map[string]float64{"i_e": 1.5, "v_reset": 0.2, "t_ref": 2}
	for _, c := range []struct {
		spike int
		t     float64
		grad  []float64 // tau, I, theta, v0, v_reset, t_ref
	}{
		{1, 43.082474673910921, []float64{2.0541237336955461, -51.282051282051282, 80, -13.333333333333333, -15.384615384615385, 1}},
		{4, 106.4131613755571, []float64{4.9206580687778551, -125.12820512820513, 200, -13.333333333333333, -61.538461538461538, 4}},
	} {
		net := network([]*model.Population{inputs([]float64{}), cells("cell", 1, params, "exponential", 5)}, connect("p", "in", "cell"))
		e, _, sum := solve(t, net, 110, spikeSum{"cell", 0, c.spike}, nil)
		near(t, []float64{c.t}, []float64{sum}, 1e-12, "time of spike %d", c.spike+1)
		near(t, c.grad, e.grads("cell.c_m", "cell.i_e", "cell.v_th", "cell.initial.v", "cell.v_reset", "cell.t_ref"), 1e-10, "gradient of spike %d", c.spike+1)
	}
}

// T3: one input, exactly four spikes, the largest roots of w x^2 - (w - theta sum 1/x_j) x + theta.
func TestResetTerm(t *testing.T) {
	want := []float64{1.9247498022682262, 4.3459992728448914, 7.6366993035583753, 12.948608023848731}
	dw := []float64{-0.18728739282632421, -0.48878751212441268, -1.0646944462101423, -2.7243667926098235}
	dth := []float64{2.2474487139158905, 5.8654501454929521, 12.776333354521708, 32.692401511317882}
	for k := range want {
		net := network([]*model.Population{inputs([]float64{0}), cells("cell", 1, nil, "exponential", 10)},
			connect("p", "in", "cell", [4]float64{0, 0, 12, 0}))
		e, out, _ := solve(t, net, 80, spikeSum{"cell", 0, k}, nil)
		p, err := out.Population("cell")
		require.NoError(t, err)
		near(t, want, p.Spikes(0, 0), 1e-11, "times")
		near(t, []float64{dw[k], dth[k]}, e.grads("p.weight", "cell.v_th"), 1e-9, "gradient of spike %d", k+1)
	}
}

// T4: a chain with a delay.
func TestChain(t *testing.T) {
	net := network([]*model.Population{inputs([]float64{0}), cells("one", 1, map[string]float64{"v_reset": -50}, "exponential", 10),
		cells("two", 1, map[string]float64{"v_reset": -50}, "exponential", 10)},
		connect("w1", "in", "one", [4]float64{0, 0, 5, 0}), connect("wa", "in", "two", [4]float64{0, 0, 2.5, 0}),
		connect("wb", "one", "two", [4]float64{0, 0, 2.2, 1.5}))
	e, _, sum := solve(t, net, 40, spikeSum{"two", 0, -1}, nil)
	near(t, []float64{12.917451784643355}, []float64{sum}, 1e-12, "time")
	near(t, []float64{-2.3196296737360157, -4.8505561531013489, -3.3279138282085153, 0.93830991335442568},
		e.grads("w1.weight", "wa.weight", "wb.weight", "wb.delay"), 1e-9, "gradient")
}

// finals and integrals are losses of one neuron's readout.
type finals int

func (n finals) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population("out")
	p.AddFinal(0, int(n), 1)
	return p.Final(0, int(n)), err
}

type integrals int

func (n integrals) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population("out")
	p.AddIntegral(0, int(n), 1)
	return p.Integral(0, int(n)), err
}

// T5: three synapses with delays into linear readouts.
func TestReadouts(t *testing.T) {
	net := func() *model.Network {
		return network([]*model.Population{inputs([]float64{2, 10.5}, []float64{7}), cells("out", 2, map[string]float64{"v_th": 9000}, "exponential", 5)},
			connect("p", "in", "out", [4]float64{0, 0, 0.7, 0}, [4]float64{0, 1, -0.4, 3}, [4]float64{1, 1, 1.1, 1.5}))
	}
	read := map[string]Readout{"out": {Integral: true}}
	var value, weight, delay [4]float64
	var dtm, dts float64
	add := func(k int, loss Loss) {
		e, _, l := solve(t, net(), 50, loss, read)
		value[k] = l
		for i := range 3 { // syn0 goes to neuron 0, the others to neuron 1
			if (i > 0) == (k%2 == 1) {
				require.NotZero(t, e.Parameter("p.weight").Grad[i])
				weight[i], delay[i] = e.Parameter("p.weight").Grad[i], e.Parameter("p.delay").Grad[i]
			} else {
				require.Zero(t, e.Parameter("p.weight").Grad[i])
			}
		}
		dtm, dts = 0, 0
		for i := range 2 {
			dtm += e.Parameter("out.c_m").Grad[i]
			dts += e.Parameter("out.syn.tau").Grad[i]
		}
	}
	add(0, finals(0))
	add(1, finals(1))
	near(t, []float64{0.053442851759597491, 0.010503844562584655}, value[:2], 1e-11, "V(T)")
	near(t, []float64{0.076346931085139272, 0.088605973370786858, 0.041769303555363089}, weight[:3], 1e-10, "dV(T)/dw")
	near(t, []float64{0.0026567960582866266, -0.0017561404958301267, 0.0022836432700540326}, delay[:3], 1e-10, "dV(T)/dd")
	add(2, integrals(0))
	add(3, integrals(1))
	near(t, []float64{5.9296083118387254, 1.2901541633577742}, value[2:], 1e-11, "integral of V")
	near(t, []float64{8.4708690169124648, 8.2238857896878602, 4.1633713447571985}, weight[:3], 1e-10, "d integral/dw")
	near(t, []float64{-0.053442851759597491, 0.035442389348314743, -0.045946233910899398}, delay[:3], 1e-10, "d integral/dd")
	near(t, []float64{-0.021176839623407687, 0.24397640995918115}, []float64{dtm, dts}, 1e-10, "d integral/dtau")
}

// What is observed is the sum of two exponentials, before and after an arrival.
func TestTrace(t *testing.T) {
	times := []float64{0, 1, 2, 5, 20}
	net := network([]*model.Population{inputs([]float64{2}), cells("out", 1, map[string]float64{"v_th": 9000}, "exponential", 5)},
		connect("p", "in", "out", [4]float64{0, 0, 0.7, 0}))
	_, out, _ := solve(t, net, 20, nil, map[string]Readout{"out": {Times: times}})
	p, err := out.Population("out")
	require.NoError(t, err)
	var want []float64
	for _, x := range times {
		// w tau_s / (tau_m - tau_s) (exp(-t / tau_m) - exp(-t / tau_s))
		want = append(want, 0.7*5/15*(math.Exp(-max(x-2, 0)/20)-math.Exp(-max(x-2, 0)/5)))
	}
	near(t, want, p.Trace(0, 0), 1e-13, "potentials")
}

// T8b: two conductance inputs.
func TestConductance(t *testing.T) {
	pop := &model.Population{Name: "cell", Model: "lif", Size: 1, Params: map[string]model.Value{
		"c_m": model.Const(200), "g_l": model.Const(10), "e_l": model.Const(-65), "v_th": model.Const(-50), "v_reset": model.Const(-65), "t_ref": model.Const(0)},
		Receptors: []*model.Receptor{{Name: "syn", Model: "exponential", Output: model.OutputConductance,
			Params: map[string]model.Value{"tau": model.Const(5), "e_rev": model.Const(0)}}}}
	net := network([]*model.Population{inputs([]float64{2}, []float64{6}), pop}, connect("p", "in", "cell", [4]float64{0, 0, 20, 0}, [4]float64{1, 0, 16, 0}))
	e, _, sum := solve(t, net, 8, spikeSum{"cell", 0, 0}, nil)
	near(t, []float64{6.1725193121158}, []float64{sum}, 1e-12, "time")
	near(t, []float64{-0.116292357888, -0.00797714658486, 0.722999795141}, append(e.grads("p.weight"), e.Parameter("p.delay").Grad[1]), 1e-10, "synapses")
	near(t, []float64{-0.175491021146, 0.0107898761864, 0.0295506265836, -0.0436667007937, 0.189222370095},
		e.grads("cell.syn.tau", "cell.c_m", "cell.g_l", "cell.syn.e_rev", "cell.v_th"), 1e-10, "parameters")
	// The golden derivative by e_l moves the initial potential with it: they were one number there.
	near(t, []float64{-0.145555669304}, []float64{e.Parameter("cell.e_l").Grad[0] + e.Parameter("cell.initial.v").Grad[0]}, 1e-10, "e_l")
}
