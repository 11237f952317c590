package host

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func objective(t *testing.T, src, device string) *Objective {
	t.Helper()
	e, err := ParseExperiment(filepath.Join(t.TempDir(), "exp.toml"), []byte(src), nil)
	require.NoError(t, err)
	return objectiveOf(t, e, device)
}

func objectiveOf(t *testing.T, e *Experiment, device string) *Objective {
	t.Helper()
	o, err := NewObjective(context.Background(), e, Options{Device: device})
	require.NoError(t, err)
	t.Cleanup(o.Close)
	return o
}

// squid is T7 of the specification of gradients: 1 pF, 10 pA as a step current.
const squid = `
dt = 0.01
duration = 5.0
[population.cell]
model = "hh_1952"
size = 1
scheme = "staggered"
params = { c_m = 1.0, g_na = 120.0, g_k = 36.0, g_l = 0.3 }
initial = { v = -65.0, m = 0.052932485257249577, h = 0.59612075350846028, n = 0.31767691406069742 }
[stimulus.step]
type = "step_current"
target = "cell"
times = [0.0]
amplitudes = [10.0]
[loss.end]
type = "readout"
population = "cell"
of = "last"
[grad]
checkpoint = 30
by = ["cell.g_na", "cell.g_k", "cell.g_l", "cell.e_na", "cell.e_k", "cell.e_l", "cell.i_e", "cell.initial.v"]
`

// The values of an independent float64 program that agrees with complex steps to 3e-14.
func TestObjectiveOfTheSquidAxon(t *testing.T) {
	want := []float64{-0.00508393387332469, -0.0364898698393886, 2.60814108634356, -0.0131376784109935, 0.960704180401155, 0.0476906502810269, 0.15896883427009, 0.0456022470135194}
	// float32: the specification's bound for the potential at the end.
	for device, tol := range map[string]float64{"native64": 1e-9, "native:1": 1e-5, "vulkan:lavapipe": 1e-5} {
		o := objective(t, squid, device)
		loss, err := o.Gradient(context.Background())
		require.NoError(t, err)
		if !(math.Abs(loss+75.0586323736532) <= tol*75) {
			t.Fatalf("%s: loss %.15g", device, loss)
		}
		for k, p := range o.Parameters() {
			if !(math.Abs(p.Grad[0]-want[k]) <= tol*2.608) { // of the largest
				t.Fatalf("%s: by %s: %.15g, want %.15g", device, p.Name, p.Grad[0], want[k])
			}
		}
	}
}

// readers is a network that is smooth: sources that are given, and neurons that
// never reach threshold, whose surrogate held makes no difference.
const readers = `
dt = 0.1
duration = 12.0
seed = 3
[population.in]
model = "spike_source"
size = 3
times = [[1.0, 3.0, 7.5], [2.0], [4.0, 4.3]]
[population.cell]
model = "lif"
size = 2
params = { i_e = [120.0, 200.0] }
[population.cell.receptor.exc]
model = "exponential"
output = "current"
params = { tau = 3.0 }
[population.cell.receptor.inh]
model = "alpha"
output = "conductance"
params = { e_rev = -80.0 }
[projection.first]
source = "in"
target = "cell"
receptor = "exc"
rule = "all_to_all"
weight = { normal = [60.0, 20.0] }
delay = 1.04
[projection.second]
source = "in"
target = "cell"
receptor = "inh"
rule = "all_to_all"
weight = { normal = [2.0, 0.5] }
delay = 0.5
`

func readersWith(loss, grad string) string {
	return readers + loss + "\n[grad]\n" + grad
}

// differencesOf compares every derivative with the central difference of the loss.
func differencesOf(t *testing.T, o *Objective, tol float64) {
	t.Helper()
	ctx := context.Background()
	_, err := o.Gradient(ctx)
	require.NoError(t, err)
	for _, p := range o.Parameters() {
		grad := append([]float64(nil), p.Grad...)
		largest := 0.0
		for _, g := range grad {
			largest = math.Max(largest, math.Abs(g))
		}
		require.NotZero(t, largest, p.Name)
		for i := range p.Values {
			was := p.Values[i]
			h := 2e-5 * math.Max(5, math.Abs(was))
			if strings.HasSuffix(p.Name, ".input") || strings.HasSuffix(p.Name, ".g") {
				h = 1 // a current at one time does little
			}
			slope := 0.0
			// Fourth order: what is left of the truncation is below 1e-9.
			for _, c := range []struct{ at, weight float64 }{{1, 8.0 / 12}, {-1, -8.0 / 12}, {2, -1.0 / 12}, {-2, 1.0 / 12}} {
				p.Values[i] = was + c.at*h
				require.NoError(t, o.Changed())
				x, err := o.Loss(ctx)
				require.NoError(t, err)
				slope += c.weight * x / h
			}
			p.Values[i] = was
			if !(math.Abs(grad[i]-slope) <= tol*largest) {
				t.Errorf("by %s[%d]: %.12g, differences give %.12g (largest %.3g)", p.Name, i, grad[i], slope, largest)
			}
		}
		require.NoError(t, o.Changed())
	}
}

// Every kind of term that reads a variable, by every kind of parameter.
func TestObjectiveAgainstDifferences(t *testing.T) {
	const held = "\nsurrogate = \"boxcar\"\nsurrogate_scale = 0.0\n"
	const by = held + `by = ["first.weight", "second.weight", "first.delay", "cell.c_m", "cell.g_l", "cell.i_e", "cell.exc.tau", "cell.inh.tau", "cell.inh.e_rev", "cell.initial.v", "cell.exc.initial.g"]`
	for name, loss := range map[string]string{
		"mean_square":   `target = [-64.0, -66.0]` + "\nfrom = 1.0\nto = 9.0\ninterval = 0.5",
		"readout":       `of = "exponential"` + "\ntau = 4.0\ntarget = -66.0",
		"cross_entropy": `of = "mean"` + "\nlabel = 0\nscale = 4.0",
		"voltage":       "upper = -67.0\nlower = -69.0",
		"crossing":      "level = -68.0\ntarget = 4.0",
	} {
		t.Run(name, func(t *testing.T) {
			o := objective(t, readersWith("\n[loss.a]\ntype = \""+name+"\"\npopulation = \"cell\"\n"+loss, by+"\ncheckpoint = 7"), "native64")
			differencesOf(t, o, 2e-7)
		})
	}
	// A current in every step and the variable of a receptor.
	o := objective(t, readersWith("\n[loss.a]\ntype = \"readout\"\npopulation = \"cell\"\nof = \"max\"\n[loss.b]\ntype = \"readout\"\npopulation = \"cell\"\nvariable = \"exc.g\"\nof = \"sum\"\nfactor = -0.01\n",
		held+`by = ["cell.input", "first.weight"]`), "native64")
	require.Equal(t, []int{120, 2}, o.Shape(0))
	differencesOf(t, o, 2e-7)
}

// firing is a network of spikes for the event-based method.
const firing = `
dt = 0.1
duration = 40.0
[population.in]
model = "spike_source"
size = 2
times = [[1.0, 9.0, 17.0], [3.0, 12.5]]
[population.cell]
model = "lif"
size = 2
params = { c_m = 20.0, g_l = 1.0, e_l = 0.0, v_th = 1.0, v_reset = -0.2, t_ref = 1.0 }
initial = { v = 0.0 }
[population.cell.receptor.syn]
model = "exponential"
output = "current"
params = { tau = 5.0 }
[projection.first]
source = "in"
target = "cell"
receptor = "syn"
rule = { type = "explicit", sources = [0, 0, 1, 1], targets = [0, 1, 0, 1], weights = [6.5, 4.0, 5.0, 6.0] }
delay = 1.0
[projection.again]
source = "cell"
target = "cell"
receptor = "syn"
rule = { type = "all_to_all", autapses = false }
weight = -1.5
delay = 1.3
`

func TestEventObjectiveAgainstDifferences(t *testing.T) {
	const by = `by = ["first.weight", "again.weight", "again.delay", "cell.c_m", "cell.v_th", "cell.syn.tau", "cell.initial.v"]`
	for name, loss := range map[string]string{
		"mean_square":   "target = 0.4\ninterval = 4.0",
		"readout":       `of = "exponential"` + "\ntau = 15.0\ntarget = 0.1",
		"cross_entropy": `of = "last"` + "\nlabel = 1",
		"first_spike":   "label = 0\nalpha = 0.1",
		"spike_time":    "spike = 1\ntarget = 12.0",
		"van_rossum":    "tau = 6.0\ntarget = [[3.0, 9.5, 21.0], [4.0, 13.0]]",
	} {
		t.Run(name, func(t *testing.T) {
			by := by
			if name == "first_spike" { // which nothing that comes later changes
				by = `by = ["first.weight", "cell.c_m", "cell.v_th", "cell.syn.tau", "cell.initial.v"]`
			}
			o := objective(t, firing+"\n[loss.a]\ntype = \""+name+"\"\npopulation = \"cell\"\nfactor = 0.7\n"+loss+"\n[grad]\nmethod = \"eventprop\"\n"+by, "native64")
			// Located spike times: 1e-6, the specification's bound.
			differencesOf(t, o, 1e-6)
		})
	}
}

// What a simulation recorded is the target of a loss that is then zero, and the
// network's own truth is found.
func TestObjectiveOfTargets(t *testing.T) {
	dir := t.TempDir()
	src := readers + "\n[stimulus.step]\ntype = \"step_current\"\ntarget = \"cell\"\nfirst = 1\ntimes = [3.0, 6.0]\namplitudes = [150.0, -20.0]\nstop = 9.0\n"
	e := parse(t, src+"\n[record.v]\ntype = \"state\"\ntarget = \"cell\"\nvariables = [\"v\"]\ninterval = 0.3\n[record.s]\ntype = \"spikes\"\ntarget = \"cell\"\n", nil)
	sim, err := Compile(context.Background(), e.Network, Options{Device: "native64"})
	require.NoError(t, err)
	require.NoError(t, sim.Run(context.Background(), e.Duration))
	require.NoError(t, sim.Result().WriteTraces(filepath.Join(dir, "traces.npz")))
	require.NoError(t, sim.Close())

	file := src + "\n[loss.a]\ntype = \"mean_square\"\npopulation = \"cell\"\ntarget = { npz = \"traces.npz\", array = \"cell.v\" }\n"
	path := filepath.Join(dir, "exp.toml")
	require.NoError(t, os.WriteFile(path, []byte(file), 0o600))
	e, err = LoadExperiment(path, nil)
	require.NoError(t, err)
	o := objectiveOf(t, e, "native64")
	loss, err := o.Loss(context.Background())
	require.NoError(t, err)
	// Traces are kept in float32: (2^-24 * 70 mV)^2, twice.
	require.Less(t, loss, 2e-11)
	o.Parameters()[0].Values[0] += 1
	require.NoError(t, o.Changed())
	loss, err = o.Loss(context.Background())
	require.NoError(t, err)
	require.Greater(t, loss, 1e-6)

	for _, kind := range []string{"mean_square", "readout", "crossing"} {
		extra := map[string]string{"crossing": "level = -68.0\n"}[kind]
		o = objective(t, src+"\n[loss.a]\ntype = \""+kind+"\"\npopulation = \"cell\"\ntarget = \"truth\"\n"+extra+"[grad]\nby = [\"cell.c_m\"]\ntruth = { \"cell.c_m\" = 200.0 }", "native64")
		loss, err = o.Loss(context.Background())
		require.NoError(t, err)
		require.Greater(t, loss, 1e-4)
		o.Parameters()[0].Values[0] = 200
		require.NoError(t, o.Changed())
		loss, err = o.Loss(context.Background())
		require.NoError(t, err)
		require.Zero(t, loss)
	}
	for _, kind := range []string{"van_rossum", "spike_time", "spike_count", "readout", "mean_square"} {
		o = objective(t, firing+"\n[loss.a]\ntype = \""+kind+"\"\npopulation = \"cell\"\ntarget = \"truth\"\n[grad]\nmethod = \"eventprop\"\nby = [\"cell.c_m\"]\ntruth = { \"cell.c_m\" = 15.0 }", "native64")
		loss, err = o.Loss(context.Background())
		require.NoError(t, err)
		if kind != "spike_count" {
			require.Greater(t, loss, 1e-4)
		}
		o.Parameters()[0].Values[0] = 15
		require.NoError(t, o.Changed())
		loss, err = o.Loss(context.Background())
		require.NoError(t, err)
		require.InDelta(t, 0, loss, 1e-12, kind) // van Rossum: sums of exponentials that cancel
	}
}

func TestObjectiveWritesGradients(t *testing.T) {
	o := objective(t, readersWith("\n[loss.a]\ntype = \"readout\"\npopulation = \"cell\"\n", `by = ["first.weight", "cell.i_e", "cell.input"]`), "native:1")
	loss, err := o.Gradient(context.Background())
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "grads.npz")
	require.NoError(t, o.WriteGradients(path, loss))
	arrays, err := readNPZFile(path)
	require.NoError(t, err)
	require.Equal(t, []string{"cell.i_e", "cell.i_e.value", "cell.input", "cell.input.value", "first.weight", "first.weight.sources", "first.weight.targets", "first.weight.value", "loss", "meta"}, sortedNames(arrays))
	require.Equal(t, []int{120, 2}, arrays["cell.input"].shape)
	require.Equal(t, []uint32{0, 0, 1, 1, 2, 2}, arrays["first.weight.sources"].data)
	require.Equal(t, o.Parameters()[0].Grad, arrays["first.weight"].data)
	r := o.Report(loss)
	require.Equal(t, []int{6}, r.Parameters[0].Shape)
	require.Equal(t, "pA", r.Parameters[1].Unit)
	require.InDelta(t, math.Hypot(o.Parameters()[1].Grad[0], o.Parameters()[1].Grad[1]), r.Parameters[1].Norm, 1e-12)
}

func TestObjectiveRefuses(t *testing.T) {
	_, err := NewObjective(context.Background(), parse(t, firing, nil), Options{})
	require.EqualError(t, err, `experiment "exp" has no [loss.NAME] table: there is nothing to differentiate; galvani help experiment shows one`)
	make := func(src string) error {
		_, err := NewObjective(context.Background(), parse(t, src, nil), Options{Device: "native"})
		return err
	}
	require.EqualError(t, make(firing+"\n[loss.a]\ntype = \"readout\"\npopulation = \"cell\"\n[grad]\nmethod = \"eventprop\"\nby = [\"cell.input\"]"),
		`gradient of "exp": method eventprop has no derivative by cell.input`)
	require.EqualError(t, make("[population.cell]\nmodel = \"lif\"\nsize = 1\n[loss.a]\ntype = \"readout\"\npopulation = \"cell\""),
		`gradient of "exp": there is nothing to differentiate by: the network has no projection, and [grad] no list by`)
	require.ErrorContains(t, make(firing+"\n[stimulus.n]\ntype = \"noise_current\"\ntarget = \"cell\"\nstd = 1.0\n[loss.a]\ntype = \"readout\"\npopulation = \"cell\""),
		`stimulus "n": gradients take currents as inputs`)

	o := objective(t, squid, "native:1")
	o.Parameters()[0].Values[0] = -1
	require.EqualError(t, o.Changed(), "cell.g_na is -1, must be 0 to 1e+09")
	o.Parameters()[0].Values[0] = math.NaN()
	require.EqualError(t, o.Changed(), "cell.g_na is NaN, must be 0 to 1e+09")
}

// Populations that have the same parameters keep their own when one changes.
func TestObjectiveKeepsPopulationsApart(t *testing.T) {
	src := "duration = 5.0\n"
	for _, name := range []string{"a", "b"} {
		src += fmt.Sprintf("[population.%s]\nmodel = \"leaky_integrator\"\nsize = 1\nparams = { i_e = 100.0 }\n[loss.%s]\ntype = \"readout\"\npopulation = %q\nof = \"last\"\n", name, name, name)
	}
	o := objective(t, src+"[grad]\nby = [\"a.g_l\"]", "native64")
	differencesOf(t, o, 1e-8)
	_, err := o.Loss(context.Background())
	require.NoError(t, err)
	before := o.Terms()
	o.Parameters()[0].Values[0] *= 1.5
	require.NoError(t, o.Changed())
	_, err = o.Loss(context.Background())
	require.NoError(t, err)
	require.NotEqual(t, before[0], o.Terms()[0])
	require.Equal(t, before[1], o.Terms()[1])
}
