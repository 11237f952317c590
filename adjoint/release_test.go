package adjoint

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// releaseNet is two given spike trains that reach a linear readout through
// presynaptic dynamics, one of them without them as well.
func releaseNet(dynamics string, params map[string]float64) *model.Network {
	own := &model.Dynamics{Model: dynamics, Params: constants(params)}
	project := func(name string, pre, post []uint32, w, d []float64, x *model.Dynamics) *model.Projection {
		return &model.Projection{Name: name, Source: "in", Target: "out", Receptor: "syn", Dynamics: x,
			Rule: model.Rule{Type: model.Explicit, Sources: pre, Targets: post, Weights: w, Delays: d}}
	}
	return &model.Network{Name: "release", DT: 0.5,
		Populations: []*model.Population{readout(2, "exponential_euler", 12, 4),
			{Name: "in", Model: "spike_source", Size: 2, Times: [][]float64{{2, 9, 11, 12.5, 30}, {3, 15, 16.5, 18, 21}}}},
		Projections: []*model.Projection{
			project("a", []uint32{0, 0, 1}, []uint32{0, 1, 1}, []float64{1.1, -0.7, 1.9}, []float64{0.5, 2, 1}, own),
			project("b", []uint32{1, 1}, []uint32{0, 0}, []float64{0.8, 0.3}, []float64{1, 1.5}, own),
			project("plain", []uint32{0, 1}, []uint32{0, 0}, []float64{0.5, -0.2}, []float64{1, 1}, nil)}}
}

// TestReleaseGradients: the gradients of weights and of the parameters of
// presynaptic dynamics are those of central differences, the trace that of a
// simulation's formulas, on every device and with every strategy.
func TestReleaseGradients(t *testing.T) {
	const steps, batch = 80, 2
	for dynamics, params := range map[string]map[string]float64{
		"tsodyks_markram": {"u_0": 0.3, "tau_rec": 20, "tau_facil": 15},
		"nmda_saturation": {"alpha": 0.5, "tau_rise": 2, "tau_decay": 30}} {
		second := [][][]float64{{{2, 9, 11, 12.5, 30}, {3, 15, 16.5, 18, 21}}, {{1, 5, 6}, {2, 4, 8, 12}}}
		loss := func(target Target, given map[string]float64, change func(e *Engine), s Strategy) (float64, []float64, *Engine) {
			e, err := Compile(t.Context(), releaseNet(dynamics, given), Options{Target: target, Steps: steps, Batch: batch, Surrogate: Triangular(1, 0.5), Strategy: s, Traces: []Trace{{"out", "v"}}})
			require.NoError(t, err)
			t.Cleanup(e.Close)
			if change != nil {
				change(e)
			}
			require.NoError(t, e.Forward(t.Context(), Input{Spikes: map[string][][][]float64{"in": second}}))
			v, err := e.Trace(0)
			require.NoError(t, err)
			sum, adj := 0.0, make([]float64, len(v))
			for k, x := range v {
				sum += (x - 0.2) * (x - 0.2) / 2
				adj[k] = x - 0.2
			}
			return sum, adj, e
		}
		all := func(e *Engine, adj []float64) (out []float64) {
			require.NoError(t, e.Backward(t.Context(), [][]float64{adj}))
			for _, p := range []string{"a", "b", "plain"} {
				w, err := e.WeightGradient(p)
				require.NoError(t, err)
				out = append(out, w...)
			}
			for _, p := range model.FindPresynapse(dynamics).Params {
				g, err := e.DynamicsGradient("a", p.Name)
				require.NoError(t, err)
				require.Len(t, g, 1)
				out = append(out, g[0])
			}
			return out
		}
		reference := native64(t, 1)
		var want []float64
		for _, p := range []string{"a", "b", "plain"} {
			_, _, e := loss(reference, params, nil, StoreAll())
			w, err := e.Weights(p)
			require.NoError(t, err)
			for k := range w {
				difference := func(h float64) float64 {
					l, _, _ := loss(reference, params, func(e *Engine) {
						own := append([]float64(nil), w...)
						own[k] += h
						require.NoError(t, e.SetWeights(p, own))
					}, StoreAll())
					return l
				}
				want = append(want, (difference(1e-4)-difference(-1e-4))/2e-4)
			}
		}
		for _, p := range model.FindPresynapse(dynamics).Params {
			difference := func(h float64) float64 {
				own := map[string]float64{}
				for name, x := range params {
					own[name] = x
				}
				own[p.Name] += h
				l, _, _ := loss(reference, own, nil, StoreAll())
				return l
			}
			want = append(want, (difference(1e-4)-difference(-1e-4))/2e-4)
		}
		for _, x := range want {
			require.NotZero(t, x)
		}
		for name, target := range engines(t) {
			t.Run(dynamics+"/"+name, func(t *testing.T) {
				tol := 1e-7 // central differences of step 1e-4
				if name != "native64" {
					tol = 1e-4 // the specification's for parameters
				}
				_, adj, e := loss(target, params, nil, StoreAll())
				got := all(e, adj)
				near(t, want, got, tol, "gradients")
				_, adj, e = loss(target, params, nil, Every(9))
				require.Equal(t, got, all(e, adj), "with checkpoints")
			})
		}
	}
}

// TestReleaseTangent: where a neuron's own spikes go through short-term
// plasticity, the gradient with respect to its input is that of forward-mode
// tangents of the equations written out here, the spike being a factor of what
// is transmitted and of the state it leaves.
func TestReleaseTangent(t *testing.T) {
	const steps, dt, tau, tauS, w = 120, 1.0, 10.0, 4.0, 1.7
	const u0, tauRec, tauFacil = 0.35, 25.0, 18.0
	cell := readout(1, "exponential_euler", tau, tauS)
	cell.Name = "cell"
	cell.Params["v_th"] = model.Const(1)
	out := readout(1, "exponential_euler", 12, tauS)
	out.Model, out.Params = "leaky_integrator", constants(map[string]float64{"c_m": 12, "g_l": 1, "e_l": 0})
	net := &model.Network{Name: "tangent", DT: dt,
		Populations: []*model.Population{cell, out},
		Projections: []*model.Projection{{Name: "w", Source: "cell", Target: "out", Receptor: "syn", Delay: model.Const(2),
			Rule: model.Rule{Type: model.OneToOne}, Weight: model.Const(w),
			Dynamics: &model.Dynamics{Model: "tsodyks_markram", Params: constants(map[string]float64{"u_0": u0, "tau_rec": tauRec, "tau_facil": tauFacil})}}}}
	rng := rand.New(rand.NewPCG(4, 4))
	current, direction, c := make([]float64, steps), make([]float64, steps), make([]float64, steps)
	for n := range current {
		current[n], direction[n], c[n] = 1+2*rng.Float64(), rng.NormFloat64(), rng.NormFloat64()
	}
	// Values and tangents, step by step.
	type dual struct{ x, d float64 }
	var v, y, syn dual
	trace, res := dual{}, dual{x: 1}
	release := make([]dual, steps)
	spikes, want, scale := 0, 0.0, 0.0
	alpha, alphaOut, beta := math.Exp(-dt/tau), math.Exp(-dt/12), math.Exp(-dt/tauS)
	facil, rec := math.Exp(-dt/tauFacil), math.Exp(-dt/tauRec)
	for n := range steps {
		arrived := dual{}
		if n >= 2 {
			arrived = dual{w * release[n-2].x, w * release[n-2].d}
		}
		syn = dual{beta*syn.x + arrived.x, beta*syn.d + arrived.d}
		y = dual{alphaOut*y.x + (1-alphaOut)*syn.x, alphaOut*y.d + (1-alphaOut)*syn.d}
		want += c[n] * y.d
		scale += math.Abs(c[n] * y.d)

		flow := dual{alpha*v.x + (1-alpha)*current[n], alpha*v.d + (1-alpha)*direction[n]}
		z, q := 0.0, 1+10*math.Abs(flow.x-1)
		if flow.x >= 1 {
			z = 1
			spikes++
		}
		dz := flow.d / (q * q)
		v = dual{(1 - z) * flow.x, (1-z)*flow.d - flow.x*dz}
		rest := dual{facil * trace.x, facil * trace.d}
		x := dual{1 - rec*(1-res.x), rec * res.d}
		u := dual{u0 + (1-u0)*rest.x, (1 - u0) * rest.d}
		ux := dual{u.x * x.x, u.d*x.x + u.x*x.d}
		release[n] = dual{z * ux.x, z*ux.d + dz*ux.x}
		trace = dual{rest.x + z*(u.x-rest.x), rest.d + z*(u.d-rest.d) + dz*(u.x-rest.x)}
		res = dual{x.x - release[n].x, x.d - release[n].d}
	}
	require.Greater(t, spikes, 8)
	for name, target := range engines(t) {
		t.Run(name, func(t *testing.T) {
			for _, s := range []Strategy{StoreAll(), Every(11)} {
				e, err := Compile(t.Context(), net, Options{Target: target, Steps: steps, Inputs: []string{"cell"}, Strategy: s, Traces: []Trace{{"out", "v"}}})
				require.NoError(t, err)
				defer e.Close()
				require.NoError(t, e.Forward(t.Context(), Input{Currents: map[string][]float64{"cell": current}}))
				fired, err := e.Spikes("cell", 0)
				require.NoError(t, err)
				require.Len(t, fired[0], spikes)
				require.NoError(t, e.Backward(t.Context(), [][]float64{c}))
				g, err := e.InputGradient("cell")
				require.NoError(t, err)
				got := 0.0
				for n := range g {
					got += g[n] * direction[n]
				}
				tol := 1e-12
				if name != "native64" {
					tol = 1e-4 // the specification's for parameters
				}
				require.InDelta(t, want, got, tol*scale)
			}
		})
	}
}
