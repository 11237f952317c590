package adjoint

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// bptt is one mode of testdata/bptt_golden.json: a recurrent network of three
// neurons with delays, its gradients by an independent float64 program whose
// reverse pass agrees with forward-mode tangents to 3e-14.
type bptt struct {
	L          float64
	Spikes     [][]int // steps from 1
	W          []float64
	V0         []float64
	Tm, Ts, Th float64
	B, Ta      float64
	Vr         float64
}

func bpttGolden(t *testing.T) map[string]bptt {
	raw, err := os.ReadFile("testdata/bptt_golden.json")
	require.NoError(t, err)
	var out map[string]bptt
	require.NoError(t, json.Unmarshal(raw, &out))
	require.Len(t, out, 7)
	return out
}

// bpttMode says how a mode is described as a network.
type bpttMode struct {
	model, scheme string
	reset, tRef   float64
	beta          float64
	detach        bool
}

// bpttModes has every mode, those without adaptation and with a hard reset by two models.
var bpttModes = map[string][]bpttMode{
	"hard":               {{model: "lif", scheme: "exponential_euler"}, {model: "alif_discrete", scheme: "hard"}},
	"hard_detached":      {{model: "lif", scheme: "exponential_euler", detach: true}, {model: "alif_discrete", scheme: "hard", detach: true}},
	"hard_ref2":          {{model: "lif", scheme: "exponential_euler", reset: -0.1, tRef: 2}, {model: "alif_discrete", scheme: "hard", reset: -0.1, tRef: 2}},
	"soft":               {{model: "alif_discrete", scheme: "subtract"}},
	"soft_detached":      {{model: "alif_discrete", scheme: "subtract", detach: true}},
	"alif_soft_detached": {{model: "alif_discrete", scheme: "subtract", beta: 0.3, detach: true}},
	"alif_hard_ref2":     {{model: "alif_discrete", scheme: "hard", reset: -0.1, tRef: 2, beta: 0.3}},
}

// bpttNet is the network: dimensionless, c_m = tau_m and g_l = 1 make R = 1.
func bpttNet(m bpttMode) *model.Network {
	params := map[string]model.Value{"c_m": model.Const(12), "g_l": model.Const(1), "e_l": model.Const(0),
		"v_th": model.Const(1), "v_reset": model.Const(m.reset), "t_ref": model.Const(m.tRef)}
	if m.model == "alif_discrete" {
		params["beta"], params["tau_a"] = model.Const(m.beta), model.Const(60)
	}
	pairs := func(name, source string, pre, post []uint32, w, d []float64) *model.Projection {
		return &model.Projection{Name: name, Source: source, Target: "cell", Receptor: "syn",
			Rule: model.Rule{Type: model.Explicit, Sources: pre, Targets: post, Weights: w, Delays: d}}
	}
	return &model.Network{Name: "bptt", DT: 1,
		Populations: []*model.Population{
			{Name: "cell", Model: m.model, Size: 3, Scheme: m.scheme, Params: params,
				Initial: map[string]model.Value{"v": model.Each(0.2, 0.1, 0.4)},
				Receptors: []*model.Receptor{{Name: "syn", Model: "exponential", Output: model.OutputCurrent,
					Params: map[string]model.Value{"tau": model.Const(4)}}}},
			{Name: "in", Model: "spike_source", Size: 2,
				Times: [][]float64{{1, 4, 8, 13, 19, 22, 27, 33}, {2, 3, 9, 15, 16, 24, 29, 30}}},
		},
		Projections: []*model.Projection{
			pairs("rec", "cell", []uint32{0, 0, 1, 2, 2}, []uint32{1, 2, 2, 0, 1}, []float64{1.9, -1.2, 1.7, .9, -.8}, []float64{2, 1, 3, 1, 2}),
			pairs("in", "in", []uint32{0, 0, 1}, []uint32{0, 2, 1}, []float64{4.2, 1.1, 3.6}, []float64{1, 2, 1}),
		},
	}
}

const bpttSteps = 40

// bpttLoss is sum of (y - 0.15)^2 / 2 + 0.005 sum of v^2, where y is a leaky
// readout of the spikes; it returns the cotangents of v and of the spikes.
func bpttLoss(v, spikes []float64, batch int) (loss float64, adjV, adjS []float64) {
	kappa := math.Exp(-0.1)
	c := []float64{1, -0.7, 0.5}
	adjV, adjS = make([]float64, len(v)), make([]float64, len(spikes))
	for b := range batch {
		y := make([]float64, bpttSteps)
		last := 0.0
		for n := range bpttSteps {
			sum := 0.0
			for i := range 3 {
				sum += c[i] * spikes[(n*batch+b)*3+i]
			}
			last = kappa*last + (1-kappa)*sum
			y[n] = last
			loss += (last - 0.15) * (last - 0.15) / 2
		}
		adjY := 0.0
		for n := bpttSteps - 1; n >= 0; n-- {
			adjY = kappa*adjY + y[n] - 0.15
			for i := range 3 {
				k := (n*batch+b)*3 + i
				adjS[k] = (1 - kappa) * c[i] * adjY
				loss += 0.005 * v[k] * v[k]
				adjV[k] = 0.01 * v[k]
			}
		}
	}
	return loss, adjV, adjS
}

var bpttTraces = []Trace{{"cell", "v"}, {"cell", "spike"}}

// bpttRun compiles and differentiates one mode; the engine is closed with the test.
func bpttRun(t *testing.T, target Target, m bpttMode, change func(*Options)) (float64, *Engine) {
	opts := Options{Steps: bpttSteps, Detach: m.detach, Parameters: true}
	if change != nil {
		change(&opts)
	}
	return bpttNetRun(t, target, bpttNet(m), opts)
}

func bpttNetRun(t *testing.T, target Target, net *model.Network, opts Options) (float64, *Engine) {
	opts.Target, opts.Traces = target, bpttTraces
	e, err := Compile(t.Context(), net, opts)
	require.NoError(t, err)
	t.Cleanup(e.Close)
	require.NoError(t, e.Forward(t.Context(), Input{}))
	v, err := e.Trace(0)
	require.NoError(t, err)
	s, err := e.Trace(1)
	require.NoError(t, err)
	loss, adjV, adjS := bpttLoss(v, s, e.Batch())
	require.NoError(t, e.Backward(t.Context(), [][]float64{adjV, adjS}))
	return loss, e
}

// tolerances are those of the specification: w as a share of the largest, others relative.
type tolerances struct{ loss, w, params float64 }

// TestGoldenBPTT compares all modes with the golden values on every engine. The
// tolerances for float32 are the specification's (5e-5, 1e-4); float64 has 1e-9.
func TestGoldenBPTT(t *testing.T) {
	golden := bpttGolden(t)
	exact, single := tolerances{1e-13, 1e-9, 1e-9}, tolerances{1e-5, 5e-5, 1e-4}
	run := func(t *testing.T, target Target, tol tolerances) {
		for name, modes := range bpttModes {
			for _, m := range modes {
				t.Run(name+"/"+m.model, func(t *testing.T) {
					loss, e := bpttRun(t, target, m, nil)
					checkBPTT(t, golden[name], m, loss, e, tol)
				})
			}
		}
	}
	t.Run("native64", func(t *testing.T) { run(t, native64(t, 1), exact) })
	t.Run("native", func(t *testing.T) { run(t, nativeTarget(t, 2, 32), single) })
	t.Run("lavapipe", func(t *testing.T) { run(t, lavapipe(t, 0), single) })
}

func checkBPTT(t *testing.T, want bptt, m bpttMode, loss float64, e *Engine, tol tolerances) {
	spikes, err := e.Spikes("cell", 0)
	require.NoError(t, err)
	for i := range spikes {
		for k := range spikes[i] {
			spikes[i][k]++ // the reference counts steps from 1
		}
	}
	require.Equal(t, want.Spikes, spikes)
	near(t, []float64{want.L}, []float64{loss}, tol.loss, "loss")
	rec, err := e.WeightGradient("rec")
	require.NoError(t, err)
	in, err := e.WeightGradient("in")
	require.NoError(t, err)
	near(t, want.W, append(rec, in...), tol.w, "dL/dw")
	v0, err := e.InitialGradient("cell.v")
	require.NoError(t, err)
	near(t, want.V0, v0, tol.w, "dL/dV0")
	param := func(name string, want float64) {
		got, err := e.ParameterGradient("cell", name)
		require.NoError(t, err)
		if want != 0 {
			near(t, []float64{want}, got, tol.params, "dL/d"+name)
		}
	}
	param("c_m", want.Tm)
	param("syn.tau", want.Ts)
	param("v_th", want.Th)
	param("v_reset", want.Vr)
	if m.model == "alif_discrete" {
		param("beta", want.B)
		param("tau_a", want.Ta)
	}
}
