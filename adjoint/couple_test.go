package adjoint

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

func constants(p map[string]float64) map[string]model.Value {
	out := map[string]model.Value{}
	for name, x := range p {
		out[name] = model.Const(x)
	}
	return out
}

// rates is a small network of rate units that drive each other and a linear
// output; the output's tau is so short that it shows its input of the step.
func rates() *model.Network {
	return &model.Network{Name: "rates", DT: 1, Seed: 3,
		Populations: []*model.Population{
			{Name: "p", Model: "tanh_rate", Size: 7, Params: constants(map[string]float64{"tau": 3, "g": 1.5})},
			{Name: "out", Model: "leaky_integrator", Size: 2, Scheme: "exact",
				Params: constants(map[string]float64{"c_m": 1e-3, "g_l": 1, "e_l": 0})}},
		Couplings: []*model.Coupling{
			{Name: "w", Type: model.Additive, Source: "p", Target: "p", Variable: "r",
				Rule: model.Rule{Type: model.FixedIndegree, N: 3}, Weight: model.Value{Dist: model.Normal, A: 0, B: 0.8}},
			{Name: "out", Type: model.Additive, Source: "p", Target: "out", Variable: "r",
				Rule: model.Rule{Type: model.AllToAll}, Weight: model.Value{Dist: model.Normal, A: 0, B: 1}},
			{Name: "back", Type: model.Additive, Source: "out", Target: "p", Variable: "v",
				Rule: model.Rule{Type: model.AllToAll}, Weight: model.Value{Dist: model.Uniform, A: -0.5, B: 0.5}}}}
}

// TestCoupledRates holds the steps of coupled rate units against their
// equations, written out in float64 from the pairs that were drawn, for two
// samples with inputs of their own.
func TestCoupledRates(t *testing.T) {
	const steps, batch, n = 40, 2, 7
	net := rates()
	drive := func(step, b, i int) float64 { return math.Sin(0.3*float64(step*(b+1)) + float64(i)) }
	for name, target := range engines(t) {
		t.Run(name, func(t *testing.T) {
			e, err := Compile(t.Context(), net, Options{Target: target, Steps: steps, Batch: batch, Inputs: []string{"p"}, Strategy: Every(7),
				Traces: []Trace{{"p", "r"}, {"out", "v"}}})
			require.NoError(t, err)
			defer e.Close()
			in := make([]float64, steps*batch*n)
			for k := range in {
				in[k] = drive(k/(batch*n), k/n%batch, k%n)
			}
			require.NoError(t, e.Forward(t.Context(), Input{Currents: map[string][]float64{"p": in}}))
			got, err := e.Trace(0)
			require.NoError(t, err)
			out, err := e.Trace(1)
			require.NoError(t, err)
			tol := 1e-12
			var want, wantOut []float64
			r, v := [batch][n]float64{}, [batch][2]float64{}
			for s := range steps {
				for b := range batch {
					var i [n]float64
					var o [2]float64
					for k := range i {
						i[k] = drive(s, b, k)
					}
					for _, c := range []string{"w", "out", "back"} {
						sources, targets, weights, err := e.Pairs(c)
						require.NoError(t, err)
						for k, w := range weights {
							switch c {
							case "w":
								i[targets[k]] += w * r[b][sources[k]]
							case "out":
								o[targets[k]] += w * r[b][sources[k]]
							default:
								i[targets[k]] += w * v[b][sources[k]]
							}
						}
					}
					decay := math.Exp(-1.0 / 3)
					for k := range i {
						r[b][k] = (1-decay)*math.Tanh(1.5*i[k]) + decay*r[b][k]
					}
					v[b] = o
					want, wantOut = append(want, r[b][:]...), append(wantOut, o[:]...)
				}
			}
			if name != "native64" {
				tol = 2e-5 // 40 steps of a network that is not contracting
			}
			near(t, want, got, tol, "r")
			near(t, wantOut, out, tol, "out")
			last, err := e.TraceStep(0, steps-1)
			require.NoError(t, err)
			require.Equal(t, got[(steps-1)*batch*n:], last)
		})
	}
}

// TestRunsContinue: a run in pieces is the run in one, to the bit, with spikes
// under way and with state; weights may change in between.
func TestRunsContinue(t *testing.T) {
	const steps = 60
	net := &model.Network{Name: "pieces", DT: 1, Seed: 5,
		Populations: []*model.Population{
			{Name: "cell", Model: "lif", Size: 20, Params: constants(map[string]float64{"i_e": 400}), Initial: map[string]model.Value{"v": {Dist: model.Uniform, A: -70, B: -55}},
				Receptors: []*model.Receptor{{Name: "exc", Model: "exponential", Output: model.OutputCurrent, Params: constants(map[string]float64{"tau": 2})}}},
			{Name: "in", Model: "spike_source", Size: 1, Times: [][]float64{{3, 9, 31, 50}}}},
		Projections: []*model.Projection{
			{Name: "w", Source: "cell", Target: "cell", Receptor: "exc", Rule: model.Rule{Type: model.FixedIndegree, N: 5}, Weight: model.Const(60), Delay: model.Value{Dist: model.Uniform, A: 1, B: 7}},
			{Name: "in", Source: "in", Target: "cell", Receptor: "exc", Rule: model.Rule{Type: model.AllToAll}, Weight: model.Const(500), Delay: model.Const(4)}}}
	for name, target := range engines(t) {
		t.Run(name, func(t *testing.T) {
			run := func(pieces int, s Strategy) (v []float64, spikes [][]int) {
				n := steps / pieces
				e, err := Compile(t.Context(), net, Options{Target: target, Steps: n, Strategy: s, Traces: []Trace{{"cell", "v"}}})
				require.NoError(t, err)
				defer e.Close()
				require.ErrorContains(t, e.Forward(t.Context(), Input{Continue: true}), "no run to continue")
				spikes = make([][]int, 20)
				for p := range pieces {
					var times []float64
					for _, x := range []float64{3, 9, 31, 50} {
						if x > float64(p*n) && x <= float64((p+1)*n) {
							times = append(times, x-float64(p*n))
						}
					}
					require.NoError(t, e.Forward(t.Context(), Input{Continue: p > 0, Spikes: map[string][][][]float64{"in": {{times}}}}))
					piece, err := e.Trace(0)
					require.NoError(t, err)
					v = append(v, piece...)
					own, err := e.Spikes("cell", 0)
					require.NoError(t, err)
					for i, list := range own {
						for _, x := range list {
							spikes[i] = append(spikes[i], x+p*n)
						}
					}
				}
				return v, spikes
			}
			v, spikes := run(1, StoreAll())
			total := 0
			for _, list := range spikes {
				total += len(list)
			}
			require.Greater(t, total, 20)
			for _, pieces := range []int{2, 12, 60} {
				for _, s := range []Strategy{StoreAll(), Every(2)} {
					gotV, gotSpikes := run(pieces, s)
					require.True(t, slices.Equal(v, gotV), "%d pieces", pieces)
					require.Equal(t, spikes, gotSpikes)
				}
			}
		})
	}
}
