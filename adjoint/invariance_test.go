package adjoint

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// gradients are all gradients of a run of the BPTT network.
type gradients struct {
	loss   float64
	values map[string][]float64
}

func allGradients(t *testing.T, loss float64, e *Engine) gradients {
	out := gradients{loss, map[string][]float64{}}
	keep := func(name string, values []float64, err error) {
		require.NoError(t, err)
		out.values[name] = values
	}
	for _, name := range []string{"rec", "in"} {
		w, err := e.WeightGradient(name)
		keep("weight "+name, w, err)
	}
	v0, err := e.InitialGradient("cell.v")
	keep("v0", v0, err)
	for _, name := range []string{"c_m", "g_l", "e_l", "v_th", "v_reset", "i_e", "syn.tau"} {
		p, err := e.ParameterGradient("cell", name)
		keep(name, p, err)
	}
	return out
}

// TestStrategies: every strategy gives the same bits as keeping everything, on
// every engine; segments of 1 are shorter than the longest delay.
func TestStrategies(t *testing.T) {
	m := bpttModes["alif_hard_ref2"][0]
	strategies := []Strategy{Every(1), Every(6), Every(7), Every(40), Every(100), Binomial(0, 9), Binomial(1, 5), Binomial(3, 2), Binomial(4, 1)}
	for name, target := range engines(t) {
		loss, e := bpttRun(t, target, m, nil)
		want := allGradients(t, loss, e)
		require.NotZero(t, want.values["weight rec"][0])
		for _, s := range strategies {
			t.Run(fmt.Sprint(name, s), func(t *testing.T) {
				loss, e := bpttRun(t, target, m, func(o *Options) { o.Strategy = s })
				require.Equal(t, want, allGradients(t, loss, e))
			})
		}
	}
}

// engines are the devices of this machine.
func engines(t testing.TB) map[string]Target {
	return map[string]Target{"native64": native64(t, 1), "native": nativeTarget(t, 1, 32), "lavapipe": lavapipe(t, 0)}
}

// TestThreadsAndWorkgroups: results do not depend on threads, nor on the size
// of workgroups.
func TestThreadsAndWorkgroups(t *testing.T) {
	m := bpttModes["soft"][0]
	batch := func(o *Options) { o.Batch = 3 }
	loss, e := bpttRun(t, nativeTarget(t, 1, 32), m, batch)
	want := allGradients(t, loss, e)
	loss, e = bpttRun(t, nativeTarget(t, 3, 32), m, batch)
	require.Equal(t, want, allGradients(t, loss, e))
	loss, e = bpttRun(t, lavapipe(t, 0), m, batch)
	want = allGradients(t, loss, e)
	loss, e = bpttRun(t, lavapipe(t, 3), m, batch)
	require.Equal(t, want, allGradients(t, loss, e))
}

// TestBatch: a batch of copies has the gradient of one sample times its size
// (rounding apart: the sums have as many terms more).
func TestBatch(t *testing.T) {
	m := bpttModes["hard"][0]
	target := native64(t, 2)
	loss, e := bpttRun(t, target, m, nil)
	one := allGradients(t, loss, e)
	loss, e = bpttRun(t, target, m, func(o *Options) { o.Batch = 5 })
	five := allGradients(t, loss, e)
	near(t, []float64{5 * one.loss}, []float64{five.loss}, 1e-13, "loss")
	for name, values := range one.values {
		want := slices.Clone(values)
		if name == "v0" {
			want = slices.Repeat(want, 5) // each sample has its own
		} else {
			for i := range want {
				want[i] *= 5
			}
		}
		near(t, want, five.values[name], 1e-12, name)
	}
}

// TestPermutedSynapses: the order in which an explicit rule lists its pairs
// changes the gradient by the same permutation and nothing else.
func TestPermutedSynapses(t *testing.T) {
	m := bpttModes["hard"][0]
	target := native64(t, 1)
	loss, e := bpttRun(t, target, m, nil)
	want := allGradients(t, loss, e)
	net := bpttNet(m)
	order := rand.New(rand.NewPCG(1, 2)).Perm(5)
	require.NotEqual(t, []int{0, 1, 2, 3, 4}, order)
	rule := &net.Projections[0].Rule
	was := *rule
	rule.Sources, rule.Targets, rule.Weights, rule.Delays = nil, nil, nil, nil
	for _, k := range order {
		rule.Sources = append(rule.Sources, was.Sources[k])
		rule.Targets = append(rule.Targets, was.Targets[k])
		rule.Weights = append(rule.Weights, was.Weights[k])
		rule.Delays = append(rule.Delays, was.Delays[k])
	}
	loss, e = bpttNetRun(t, target, net, Options{Steps: bpttSteps, Parameters: true})
	got := allGradients(t, loss, e)
	require.Equal(t, want.loss, got.loss)
	for k, was := range order {
		require.Equal(t, want.values["weight rec"][was], got.values["weight rec"][k])
	}
	require.Equal(t, want.values["weight in"], got.values["weight in"])
	require.Equal(t, want.values["syn.tau"], got.values["syn.tau"])
}

// TestZeroWeights: without weights nothing spikes, and only what drives
// directly has a gradient: the synapses of the input, not those of the cells.
func TestZeroWeights(t *testing.T) {
	net := bpttNet(bpttModes["hard"][0])
	for _, p := range net.Projections {
		p.Rule.Weights = make([]float64, len(p.Rule.Weights))
	}
	loss, e := bpttNetRun(t, native64(t, 1), net, Options{Steps: bpttSteps, Parameters: true})
	got := allGradients(t, loss, e)
	require.Equal(t, make([]float64, 5), got.values["weight rec"])
	require.Equal(t, []float64{0}, got.values["syn.tau"])
	for _, g := range got.values["weight in"] {
		require.NotZero(t, g)
	}
}

// TestDifferent: what must matter does.
func TestDifferent(t *testing.T) {
	target := native64(t, 1)
	run := func(mode string, change func(*Options)) gradients {
		loss, e := bpttRun(t, target, bpttModes[mode][0], change)
		return allGradients(t, loss, e)
	}
	base := run("hard", nil)
	detached := run("hard", func(o *Options) { o.Detach = true })
	require.Equal(t, base.loss, detached.loss)
	cut := run("hard", func(o *Options) { o.Truncate = 10 })
	require.Equal(t, base.loss, cut.loss)
	smooth := run("hard", func(o *Options) { o.Surrogate = Triangular(0.3, 1) })
	for _, other := range []gradients{detached, cut, smooth, run("hard_ref2", nil)} {
		for name, values := range base.values {
			if name != "v_reset" {
				require.NotEqual(t, values, other.values[name], name)
			}
		}
	}
	// A cut behind the last step cuts nothing.
	require.Equal(t, base, run("hard", func(o *Options) { o.Truncate = bpttSteps }))
}

// TestTruncate: a run cut every k steps has the gradient of runs of k steps
// each that begin with the state the one before left, spikes under way
// included as constants. Without recurrent synapses nothing is under way.
func TestTruncate(t *testing.T) {
	net := bpttNet(bpttModes["soft"][0])
	net.Projections = net.Projections[1:]
	net.Projections[0].Rule.Delays = []float64{1, 1, 1}
	target := native64(t, 1)
	loss := func(v []float64) (adj []float64) {
		adj = make([]float64, len(v))
		for i := range v {
			adj[i] = v[i] - 0.3
		}
		return adj
	}
	run := func(steps, cut int, times [][]float64, initial map[string][]float64) (*Engine, []float64, []float64) {
		e, err := Compile(t.Context(), net, Options{Target: target, Steps: steps, Truncate: cut,
			Traces: []Trace{{"cell", "v"}, {"cell", "syn.g"}}})
		require.NoError(t, err)
		defer e.Close()
		require.NoError(t, e.Forward(t.Context(), Input{Spikes: map[string][][][]float64{"in": {times}}, Initial: initial}))
		v, err := e.Trace(0)
		require.NoError(t, err)
		g, err := e.Trace(1)
		require.NoError(t, err)
		require.NoError(t, e.Backward(t.Context(), [][]float64{loss(v), make([]float64, len(g))}))
		w, err := e.WeightGradient("in")
		require.NoError(t, err)
		return e, w, append(slices.Clone(v[len(v)-3:]), g[len(g)-3:]...)
	}
	first := [][]float64{{1, 4, 8}, {2, 3, 9}} // none reaches beyond step 10
	second := [][]float64{{12, 14}, {15, 16}}
	both := [][]float64{slices.Concat(first[0], second[0]), slices.Concat(first[1], second[1])}
	_, cut, _ := run(20, 10, both, nil)
	_, whole, _ := run(20, 0, both, nil)
	_, a, state := run(10, 0, first, nil)
	shifted := [][]float64{{2, 4}, {5, 6}}
	_, b, _ := run(10, 0, shifted, map[string][]float64{"cell.v": state[:3], "cell.syn.g": state[3:]})
	sum := make([]float64, 3)
	for i := range sum {
		sum[i] = a[i] + b[i]
	}
	near(t, sum, cut, 1e-12, "dL/dw")
	require.NotEqual(t, whole, cut)
}

// TestErrors are what users see.
func TestErrors(t *testing.T) {
	net := bpttNet(bpttModes["hard"][0])
	target := native64(t, 1)
	compile := func(o Options) error {
		o.Target = target
		e, err := Compile(t.Context(), net, o)
		if err == nil {
			e.Close()
		}
		return err
	}
	require.ErrorContains(t, compile(Options{}), "a run of 0 steps, must be at least 1")
	require.ErrorContains(t, compile(Options{Steps: 5, Strategy: Every(0)}), "segments of 0 steps")
	require.ErrorContains(t, compile(Options{Steps: 5, Traces: []Trace{{"cell", "w"}}}), `population "cell" has no variable "w" to trace`)
	require.ErrorContains(t, compile(Options{Steps: 5, Inputs: []string{"in"}}), `input "in": there is no such population that takes a current`)
	e, err := Compile(t.Context(), net, Options{Target: target, Steps: 5})
	require.NoError(t, err)
	defer e.Close()
	require.ErrorIs(t, e.Backward(t.Context(), nil), ErrNoForward)
	_, err = e.WeightGradient("rec")
	require.ErrorIs(t, err, ErrNoBackward)
	_, err = e.WeightGradient("none")
	require.ErrorContains(t, err, `there is no projection "none"`)
	require.ErrorContains(t, e.SetWeights("rec", []float64{1, 2}), `weights of projection "rec": 2 values, must be 1 or 5`)
	require.NoError(t, e.SetWeights("in", []float64{-1e300}))
	require.ErrorContains(t, e.Forward(t.Context(), Input{}), `of population "cell" is `)
}
