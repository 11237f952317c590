package eventprop

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// randomNet draws a network of 4 conductance-based neurons (a decaying
// excitation, an inhibition that rises first), 3 current-based ones (two time
// constants) and 3 inputs, all connected both ways with delays.
func randomNet(rng *rand.Rand) *model.Network {
	between := func(a, b float64) float64 { return a + (b-a)*rng.Float64() }
	each := func(n int, a, b float64) model.Value {
		x := make([]float64, n)
		for i := range x {
			x[i] = between(a, b)
		}
		return model.Each(x...)
	}
	ref := func() model.Value {
		if rng.IntN(3) == 0 {
			return model.Const(0)
		}
		return model.Const(between(0.5, 3))
	}
	receptor := func(name, of string, out model.Output, tau, e float64) *model.Receptor {
		p := map[string]model.Value{"tau": model.Const(tau)}
		if out == model.OutputConductance {
			p["e_rev"] = model.Const(e)
		}
		return &model.Receptor{Name: name, Model: of, Output: out, Params: p, Initial: map[string]model.Value{"g": model.Const(between(0, 0.5))}}
	}
	cond := &model.Population{Name: "cond", Model: "lif", Size: 4, Params: map[string]model.Value{
		"c_m": each(4, 150, 250), "g_l": each(4, 8, 12), "e_l": each(4, -67, -63), "v_th": each(4, -52, -49),
		"v_reset": each(4, -68, -60), "t_ref": ref(), "i_e": each(4, 0, 80)}, Initial: map[string]model.Value{"v": each(4, -65, -55)},
		Receptors: []*model.Receptor{receptor("exc", "exponential", model.OutputConductance, between(2, 6), between(-5, 5)),
			receptor("inh", "alpha", model.OutputConductance, between(2, 5), between(-80, -70))}}
	curr := &model.Population{Name: "curr", Model: "lif", Size: 3, Params: map[string]model.Value{
		"c_m": each(3, 10, 25), "g_l": model.Const(1), "e_l": model.Const(0), "v_th": each(3, 0.9, 1.1),
		"v_reset": each(3, -0.3, 0.1), "t_ref": ref(), "i_e": each(3, 0, 0.4)}, Initial: map[string]model.Value{"v": each(3, 0, 0.3)},
		Receptors: []*model.Receptor{receptor("fast", "exponential", model.OutputCurrent, between(2, 5), 0),
			receptor("slow", "exponential", model.OutputCurrent, between(6, 15), 0), receptor("rise", "alpha", model.OutputCurrent, between(2, 4), 0)}}
	times := make([][]float64, 3)
	for i := range times {
		for range 3 + rng.IntN(4) {
			times[i] = append(times[i], between(0, 30))
		}
		slices.Sort(times[i])
	}
	project := func(name, source, target, receptor string, a, b float64) *model.Projection {
		return &model.Projection{Name: name, Source: source, Target: target, Receptor: receptor,
			Rule: model.Rule{Type: model.FixedProbability, P: 0.8}, Weight: model.UniformDist(a, b), Delay: model.UniformDist(0.6, 4)}
	}
	return &model.Network{Name: "random", DT: 0.1, Seed: rng.Uint64(),
		Populations: []*model.Population{{Name: "in", Model: "spike_source", Size: 3, Times: times}, cond, curr},
		Projections: []*model.Projection{project("in-cond", "in", "cond", "exc", 5, 15), project("in-curr", "in", "curr", "fast", 1, 4),
			project("cond-inh", "cond", "cond", "inh", 0.5, 3), project("cond-exc", "cond", "cond", "exc", 0.5, 3),
			project("cond-curr", "cond", "curr", "slow", 0.3, 1.5), project("curr-rise", "curr", "curr", "rise", -1, 0.5),
			project("curr-cond", "curr", "cond", "exc", 0.5, 3)}}
}

// mixedLoss weighs spike times, final potentials and weighted integrals with fixed irregular numbers.
type mixedLoss struct{}

func (mixedLoss) Evaluate(o *Outcome) (float64, error) {
	sum := 0.0
	for _, name := range []string{"cond", "curr"} {
		p, err := o.Population(name)
		if err != nil {
			return 0, err
		}
		for b := range o.Samples {
			for i := range p.Size {
				for k, t := range p.Spikes(b, i) {
					c := math.Cos(float64(3*i + 5*k + len(name)*b))
					sum += c * t
					p.AddSpike(b, i, k, c)
				}
				c := 0.02 * math.Sin(float64(i+1))
				sum += c*p.Integral(b, i) + 3*c*p.Final(b, i)
				p.AddIntegral(b, i, c)
				p.AddFinal(b, i, 3*c)
			}
		}
	}
	return sum, nil
}

// forwardLoss runs samples and returns the loss and the number of spikes of each neuron.
func forwardLoss(t *testing.T, e *Engine, loss Loss, samples []Sample) (float64, []int) {
	out, err := e.Forward(context.Background(), samples)
	require.NoError(t, err)
	l, err := loss.Evaluate(out)
	require.NoError(t, err)
	var counts []int
	for _, pop := range e.net.Populations {
		p, err := out.Population(pop.Name)
		require.NoError(t, err)
		for b := range samples {
			for i := range p.Size {
				counts = append(counts, p.Count(b, i))
			}
		}
	}
	return l, counts
}

// TestRandomNetworks holds the gradient along a random direction of every
// parameter of random networks against central differences. Draws in which a
// spike appears or disappears within the differences are left out: there the
// loss jumps.
func TestRandomNetworks(t *testing.T) {
	used := 0
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 77))
		net := randomNet(rng)
		e, _, value := solve(t, net, 40, mixedLoss{}, map[string]Readout{"cond": {Integral: true}, "curr": {Integral: true, Rate: 0.02}})
		require.NotZero(t, value)
		report, checked, spikes, ok := compare(t, e, mixedLoss{}, []Sample{{}}, rng)
		if !ok {
			continue
		}
		require.Empty(t, report, "seed %d", seed)
		require.GreaterOrEqual(t, spikes, 20, "seed %d: spikes, sources included", seed)
		require.GreaterOrEqual(t, checked, 38, "seed %d: parameters", seed)
		used++
	}
	require.GreaterOrEqual(t, used, 4, "networks that were compared")
}

// compare holds the gradient that e has against central differences, along a
// random direction of every parameter, and reports what differs by more than
// 1e-6 of the derivative's terms. It is not ok when a spike comes or goes.
func compare(t *testing.T, e *Engine, loss Loss, samples []Sample, rng *rand.Rand) (report []string, checked, spikes int, ok bool) {
	grads := map[string][]float64{}
	for _, p := range e.Parameters() {
		grads[p.Name] = slices.Clone(p.Grad)
	}
	_, counts := forwardLoss(t, e, loss, samples)
	for _, n := range counts {
		spikes += n
	}
	for _, p := range e.Parameters() {
		got, want, size, steady := difference(t, e, p, grads[p.Name], rng, func() (float64, bool) {
			l, n := forwardLoss(t, e, loss, samples)
			return l, slices.Equal(n, counts)
		})
		if !steady {
			return nil, 0, 0, false
		}
		if size == 0 {
			continue // t_ref = 0, no synapse, or nothing depends on it
		}
		checked++
		if err := math.Abs(got - want); !(err <= 1e-6*math.Max(size, 1e-3)) {
			report = append(report, fmt.Sprintf("%s: adjoint %.12g, difference %.12g, error %.2g of %.3g", p.Name, got, want, err/size, size))
		}
	}
	return report, checked, spikes, true
}

// difference compares the derivative along a random direction of one parameter
// with a central difference of fourth order (Richardson's of two steps): size
// is the sum of magnitudes of the derivative's terms.
func difference(t *testing.T, e *Engine, p *Parameter, grad []float64, rng *rand.Rand, loss func() (float64, bool)) (got, want, size float64, steady bool) {
	base := slices.Clone(p.Values)
	defer copy(p.Values, base)
	scale := 0.0
	for _, x := range base {
		scale = math.Max(scale, math.Abs(x))
	}
	if scale == 0 && len(base) > 0 && p.Name != "curr.e_l" && !hasSuffix(p.Name, ".initial.g", ".initial.x") || len(base) == 0 {
		return 0, 0, 0, true
	}
	if scale == 0 {
		scale = 1
	}
	direction := make([]float64, len(base))
	for i := range direction {
		direction[i] = rng.NormFloat64() * math.Min(scale, 1)
		got += direction[i] * grad[i]
		size += math.Abs(direction[i] * grad[i])
	}
	central := func(eps float64) float64 {
		var side [2]float64
		for k, sign := range []float64{1, -1} {
			for i := range base {
				p.Values[i] = base[i] + sign*eps*direction[i]
			}
			l, same := loss()
			side[k] = l
			steady = steady && same
		}
		return (side[0] - side[1]) / (2 * eps)
	}
	steady = true
	// The step at which the two differences agree best: large enough for the
	// rounding of the loss, small enough for its curvature.
	best := math.Inf(1)
	for _, eps := range []float64{1e-3, 1e-4, 1e-5} {
		coarse, fine := central(eps), central(eps/2)
		if !steady && eps > 1e-5 {
			steady = true // too far: a spike came or went
			continue
		}
		if d := math.Abs(fine - coarse); d < best {
			best, want = d, (4*fine-coarse)/3
		}
	}
	return got, want, size, steady
}

func hasSuffix(s string, list ...string) bool {
	for _, x := range list {
		if len(s) >= len(x) && s[len(s)-len(x):] == x {
			return true
		}
	}
	return false
}

// The length of slices plays no part: on R3 the gradients of slices of 0.1 and
// 0.01 ms differ by rounding alone. (The network's step only bounds recurrent
// delays from below.)
func TestSlicesLeaveNoTrace(t *testing.T) {
	g, ok := golden(t)["R3"]
	if !ok {
		return
	}
	for _, slice := range []float64{0.1, 0.01} {
		g.check(t, "native64", 0.01, slice, 1e-9)
	}
	for _, device := range []string{"native", "native:1"} {
		g.check(t, device, 0.1, 0.1, 5e-5)
	}
}
