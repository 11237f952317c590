package kernels

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
	"github.com/galvani-sim/galvani/shaders"
)

// ownLif makes a user's model of the built-in lif: its fragment, under the
// directives that say the same as model/lif.go.
func ownLif(t *testing.T) *model.NeuronModel {
	t.Helper()
	lif := model.FindNeuron("lif")
	var b strings.Builder
	b.WriteString("// @neuron lif a user's own\n")
	for _, p := range lif.Params {
		open := "["
		if p.Open {
			open = "("
		}
		fmt.Fprintf(&b, "// @param %s %g %s %s%g, %g] %s\n", p.Name, p.Default, p.Unit, open, p.Min, p.Max, p.Doc)
	}
	b.WriteString(`// @state v e_l mV potential
// @state refractory 0 steps left
// @scheme exact current voltage exact: closed form
// @scheme exponential_euler current conductance voltage held: held
// @scheme euler current conductance voltage: forward
// @membrane tau = c_m / g_l
// @membrane r = 1 / g_l
// @derive r_m = 1 / g_l
// @derive alpha = exp(-dt * g_l / c_m)
// @derive dt_c = dt / c_m
// @derive refractory_steps = round(t_ref / dt)
`)
	src, err := fs.ReadFile(shaders.Sources(), "neuron/lif.glsl")
	require.NoError(t, err)
	code, _, ok := strings.Cut(string(src), "FN void lif_step_vjp") // a user's model has no adjoint
	require.True(t, ok)
	text := []byte(b.String() + code)
	f, err := shaders.ParseOwn("lif.glsl", text)
	require.NoError(t, err)
	words := func(fields []shaders.Field) (out []model.Word) {
		for _, x := range fields {
			out = append(out, model.Word{Name: x.Name, Line: x.Line})
		}
		return out
	}
	m, err := model.ParseNeuron("lif.glsl", text, model.OwnSource{Name: f.Name, Params: words(f.Params), State: words(f.State)})
	require.NoError(t, err)
	return m
}

// A user's model that is the built-in one gives its state, ring and spikes, bit
// for bit, in every scheme and with every module: that of software drivers and
// that of hardware, shared and own parameters, on one thread and on several.
func TestOwnNeuronStep(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	lif, own := model.FindNeuron("lif"), ownLif(t)
	eachDevice(t, func(t *testing.T, r rig) {
		loaded := rig{r.mem, func() (Executor, error) {
			exec, err := r.open()
			if err != nil {
				return nil, err
			}
			return exec, exec.Load(context.Background(), own)
		}}
		spikes := 0
		for k, s := range lif.Schemes {
			sig := signature{{Model: "exponential", Output: model.OutputCurrent}, {Model: "delta", Output: model.OutputVoltage}}
			pop := population(lif, s, sig, 1000, k > 0)
			want := populationCase(t, pop, true).run(t, r, 3)
			mine := *pop
			mine.Own = own
			got := populationCase(t, &mine, true).run(t, loaded, 3)
			require.Equal(t, want, got, s.Name)
			for _, step := range got.spikes {
				spikes += len(step)
			}
		}
		require.NotZero(t, spikes)
	})
}

// A program with a model that the executor was not given is refused.
func TestOwnModelNotLoaded(t *testing.T) {
	exec, err := NewNative(1, 32, false)
	require.NoError(t, err)
	defer exec.Close()
	op := Op{Kernel: neuronStep, Model: "lif", Own: ownLif(t).File, Label: "neuron_step.lif"}
	op.Arrays, op.Push = make([]*buffers.Array, len(neuronStep.Bindings)), make([]uint32, len(neuronStep.Push))
	err = exec.Prepare(&Program{Name: "p", Ops: []Op{op}})
	require.EqualError(t, err, `program "p": the model of neuron_step.lif was not loaded`)
}

// A compile that is cancelled says so, before it begins and while the compiler
// works, and is not taken for a mistake in the model.
func TestOwnModelCompileCancelled(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	own := ownLif(t)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	eachDevice(t, func(t *testing.T, r rig) {
		exec, err := r.open()
		require.NoError(t, err)
		defer exec.Close()
		err = exec.Load(cancelled, own)
		require.ErrorIs(t, err, context.Canceled)
		require.NotContains(t, err.Error(), "does not compile")
	})
	slow := filepath.Join(t.TempDir(), "slow")
	require.NoError(t, os.WriteFile(slow, []byte("#!/bin/sh\nexec sleep 60\n"), 0o755))
	t.Setenv("CXX", slow)
	c, err := openCache()
	require.NoError(t, err)
	ctx, stop := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer stop()
	_, err = c.compileNative(ctx, own, 32)
	require.EqualError(t, err, "model lif: context deadline exceeded")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// Another compiler, or other options of it, make another file.
func TestOwnModelKeptForEachCompiler(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	own := ownLif(t)
	c, err := openCache()
	require.NoError(t, err)
	copies := filepath.Join(t.TempDir(), "compiler") // writes its output, and counts for nothing else
	require.NoError(t, os.WriteFile(copies, []byte("#!/bin/sh\nwhile [ \"$1\" != -o ]; do shift; done\ncat > \"$2\"\n"), 0o755))
	names := map[string]bool{}
	for _, cxx := range []string{copies, copies + " -O1", copies} {
		t.Setenv("CXX", cxx)
		name, err := c.compileNative(context.Background(), own, 32)
		require.NoError(t, err)
		names[name] = true
	}
	require.Len(t, names, 2)
}
