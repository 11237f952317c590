package host

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/adjoint"
	"github.com/galvani-sim/galvani/model"
)

// ownModel loads testdata/own/NAME.glsl.
func ownModel(t *testing.T, name string) *model.NeuronModel {
	t.Helper()
	m, err := LoadNeuron(filepath.Join("testdata", "own", name+".glsl"))
	require.NoError(t, err)
	return m
}

// editedModel writes a copy of testdata/own/my_lif.glsl with some text replaced
// and loads it.
func editedModel(t *testing.T, edits ...string) (*model.NeuronModel, error) {
	t.Helper()
	text, err := os.ReadFile("testdata/own/my_lif.glsl")
	require.NoError(t, err)
	for i := 0; i < len(edits); i += 2 {
		require.Contains(t, string(text), edits[i])
	}
	return ParseNeuron("my_lif.glsl", []byte(strings.NewReplacer(edits...).Replace(string(text))))
}

// A copy of a built-in model gives the same spikes and traces as the model
// itself, bit for bit, beside other models and with everything a network holds.
func TestOwnModelIsTheBuiltIn(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	lif, noise := ownModel(t, "my_lif"), ownModel(t, "my_noise")
	for _, device := range []string{float32Engine, float64Engine, lavapipe} {
		t.Run(device, func(t *testing.T) {
			if device == lavapipe {
				onLavapipe(t)
			}
			const ms = 100
			want := runOn(t, device, busy(), ms)
			net := busy()
			net.Find("lif").Own, net.Find("lif").Model = lif, ""
			net.Find("noise").Own = noise
			got := runOn(t, device, net, ms)
			for _, p := range []string{"noise", "lif"} {
				s, ok := want.SpikesOf(p)
				require.True(t, ok)
				require.Greater(t, s.Len(), 100, p)
			}
			sameSpikes(t, want, got)
			require.Equal(t, want.Traces, got.Traces)
			require.Equal(t, "my_lif", got.PopulationStats()[1].Model)
		})
	}
}

// A user's model has the ion channels of the program, too.
func TestOwnModelWithChannels(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	own := ownModel(t, "my_membrane")
	for _, device := range []string{float32Engine, lavapipe} {
		t.Run(device, func(t *testing.T) {
			if device == lavapipe {
				onLavapipe(t)
			}
			run := func(m *model.NeuronModel) *Result {
				e, err := Builtin("thalamic-relay", nil)
				require.NoError(t, err)
				e.Network.Find("relay").Own = m
				return runOn(t, device, e.Network, 550)
			}
			want, got := run(nil), run(own)
			require.NotZero(t, want.Spikes[0].Len())
			sameSpikes(t, want, got)
			require.Equal(t, want.Traces, got.Traces)
		})
	}
}

// tonic is one cell that fires by itself.
func tonic(own *model.NeuronModel) *model.Network {
	return &model.Network{Name: "tonic", DT: 0.1, Populations: []*model.Population{{Name: "cell", Model: "lif", Own: own, Size: 1,
		Params: constants(map[string]float64{"i_e": 500})}}, Recorders: []*model.Recorder{spikeRecorder("cell")}}
}

// What a model was compiled into is kept: the second time no compiler is
// needed. A model of the same name with another text is another model, and
// stands beside the built-in one that both copy.
func TestOwnModelIsKept(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("CXX", "") // a library is kept for its compiler
	m := ownModel(t, "my_lif")
	want := runOn(t, float32Engine, tonic(m), 100)
	t.Setenv("PATH", "/nowhere")
	sameSpikes(t, want, runOn(t, float32Engine, tonic(ownModel(t, "my_lif")), 100))

	other, err := editedModel(t, "v >= p.v_th", "v >= p.v_th + R(2.0)")
	require.NoError(t, err)
	net := tonic(m)
	net.Populations = append(net.Populations, &model.Population{Name: "other", Own: other, Size: 1}, &model.Population{Name: "again", Own: ownModel(t, "my_lif"), Size: 1})
	plan, err := net.MakePlan()
	require.NoError(t, err)
	require.Len(t, plan.Groups, 2, "populations of one file share a group, those of another file do not")

	_, err = Compile(context.Background(), tonic(other), Options{Device: float32Engine})
	require.EqualError(t, err, "model my_lif: there is no C++ compiler: neither c++ nor g++ is installed, and CXX names none (Debian: apt-get install g++)")
	t.Setenv("CXX", "no-such-compiler -O2")
	_, err = Compile(context.Background(), tonic(other), Options{Device: float32Engine})
	require.ErrorContains(t, err, `exec: "no-such-compiler": executable file not found`)
	onLavapipe(t)
	_, err = Compile(context.Background(), tonic(other), Options{Device: lavapipe})
	require.EqualError(t, err, "model my_lif: compile shader: glslc is not installed (Debian: apt-get install glslc)")
}

// What a compiler finds is reported with the lines of the user's file.
func TestOwnModelDoesNotCompile(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	m, err := editedModel(t, "p.r_m * i", "p.resistance * i") // line 52
	require.NoError(t, err)
	for device, compiler := range map[string]string{float32Engine: "++", lavapipe: "glslc"} {
		t.Run(device, func(t *testing.T) {
			if device == lavapipe {
				onLavapipe(t)
			}
			_, err := Compile(context.Background(), tonic(m), Options{Device: device})
			require.ErrorContains(t, err, "model my_lif: ")
			require.ErrorContains(t, err, compiler+" does not compile it:\n")
			require.ErrorContains(t, err, "my_lif.glsl:52:")
			require.ErrorContains(t, err, "resistance")
			require.NotContains(t, err.Error(), "own.glsl")
		})
	}
}

// The resolved experiment names the file and gives the same spikes; a state
// saved from it goes on where the file of the model stands elsewhere, but not
// with another model.
func TestOwnModelInExperiment(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	e, err := LoadExperiment("testdata/own/net.toml", nil)
	require.NoError(t, err)
	require.Equal(t, "my_lif", e.Network.Populations[0].Own.Name)
	want := runOn(t, float32Engine, e.Network, 100)
	require.Greater(t, want.Spikes[0].Len(), 100)

	var text bytes.Buffer
	require.NoError(t, e.WriteTOML(&text))
	full, err := filepath.Abs("testdata/own/my_lif.glsl")
	require.NoError(t, err)
	require.Contains(t, text.String(), `model = "`+full+`"`)
	resolved, err := ParseExperiment("run.toml", text.Bytes(), nil)
	require.NoError(t, err)
	a := compileOn(t, float32Engine, resolved.Network)
	require.NoError(t, a.Run(context.Background(), 50))
	state := filepath.Join(t.TempDir(), "state.safetensors")
	require.NoError(t, a.Save(state))
	require.NoError(t, a.Run(context.Background(), 50))
	sameSpikes(t, want, a.Result())

	source, err := os.ReadFile(full)
	require.NoError(t, err)
	moved := filepath.Join(t.TempDir(), "moved.glsl")
	require.NoError(t, os.WriteFile(moved, source, 0o644))
	elsewhere, err := ParseExperiment("run.toml", bytes.ReplaceAll(text.Bytes(), []byte(full), []byte(moved)), nil)
	require.NoError(t, err)
	b := compileOn(t, float32Engine, elsewhere.Network)
	require.NoError(t, b.Load(state))
	require.NoError(t, b.Run(context.Background(), 50))
	as, bs := want.Spikes[0], b.Result().Spikes[0]
	require.Greater(t, bs.Len(), 50)
	require.Equal(t, as.Steps[as.Len()-bs.Len():], bs.Steps)
	require.Equal(t, as.Neurons[as.Len()-bs.Len():], bs.Neurons)

	elsewhere.Network.Populations[0].Own, err = editedModel(t, "v >= p.v_th", "v > p.v_th")
	require.NoError(t, err)
	require.ErrorContains(t, compileOn(t, float32Engine, elsewhere.Network).Load(state), "a snapshot of another network")
}

// A folder of results keeps the models it was made with: two files whose models
// have one name stand side by side.
func TestOwnModelsAreKeptWithResults(t *testing.T) {
	other, err := editedModel(t, "v >= p.v_th", "v > p.v_th")
	require.NoError(t, err)
	net := tonic(ownModel(t, "my_lif"))
	net.Populations = append(net.Populations, &model.Population{Name: "other", Own: other, Size: 1}, &model.Population{Name: "again", Own: ownModel(t, "my_lif"), Size: 1})
	dir := t.TempDir()
	keep := func(want ...string) {
		var names []string
		for _, f := range (&Experiment{Name: "three", Network: net, Duration: 10}).Files(dir, "run.toml") {
			require.NoError(t, WriteFile(filepath.Join(dir, f.Name), f.Write))
			names = append(names, f.Name)
		}
		require.Equal(t, want, names)
		e, err := LoadExperiment(filepath.Join(dir, "run.toml"), nil)
		require.NoError(t, err)
		for i, p := range e.Network.Populations {
			require.Equal(t, net.Populations[i].Own.File.Digest(), p.Own.File.Digest(), p.Name)
		}
	}
	keep("run.toml", "my_lif.glsl", "my_lif-2.glsl")
	keep("run.toml") // what is there is not written again

	// A file of somebody else's is left as it is.
	theirs := []byte("another file of that name")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "my_lif.glsl"), theirs, 0o644))
	keep("run.toml", "my_lif-3.glsl")
	left, err := os.ReadFile(filepath.Join(dir, "my_lif.glsl"))
	require.NoError(t, err)
	require.Equal(t, theirs, left)
}

func TestOwnModelHasNoGradient(t *testing.T) {
	target, err := adjoint.Native(1, 32)
	require.NoError(t, err)
	defer target.Exec.Close()
	_, err = adjoint.Compile(context.Background(), tonic(ownModel(t, "my_lif")), adjoint.Options{Target: target, Steps: 10})
	require.ErrorContains(t, err, `population "cell": my_lif is a model of your own, and those have no adjoint`)
}
