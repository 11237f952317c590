package host

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// A file with one source's two targets, in both forms, is the explicit rule
// that lists them; written again it is named, not listed.
func TestRuleFromFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, arrays ...array) string {
		f, err := os.Create(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NoError(t, writeNPZ(f, arrays))
		require.NoError(t, f.Close())
		return f.Name()
	}
	write("coo.npz", array{name: "sources", shape: []int{3}, data: []int64{1, 1, 4}}, array{name: "targets", shape: []int{3}, data: []uint32{0, 3, 2}},
		array{name: "weights", shape: []int{3}, data: []float32{1, 2, 3}}, array{name: "delays", shape: []int{3}, data: []float64{1, 1.5, 2}})
	// as scipy writes csr_matrix((data, indices, indptr)); its array "format" is of bytes and not read
	write("csr.npz", array{name: "indptr", shape: []int{6}, data: []int32{0, 0, 2, 2, 2, 3}}, array{name: "indices", shape: []int{3}, data: []int32{0, 3, 2}},
		array{name: "data", shape: []int{3}, data: []float64{1, 2, 3}})
	bad := write("bad.npz", array{name: "indptr", shape: []int{3}, data: []int64{0, 5, 3}}, array{name: "indices", shape: []int{3}, data: []int64{0, 3, 2}})
	want := model.Rule{Type: model.Explicit, Sources: []uint32{1, 1, 4}, Targets: []uint32{0, 3, 2}, Weights: []float64{1, 2, 3}}
	for _, name := range []string{"coo.npz", "csr.npz"} {
		src := small + "[projection.p]\nsource = \"b\"\ntarget = \"a\"\nreceptor = \"ampa\"\nrule = { type = \"file\", file = \"" + name + "\" }\n"
		if want.File = filepath.Join(dir, name); name == "coo.npz" {
			want.Delays = []float64{1, 1.5, 2}
		} else {
			want.Delays = nil
			src += "delay = 1.0\n"
		}
		e, err := ParseExperiment(filepath.Join(dir, "exp.toml"), []byte(src), nil)
		require.NoError(t, err)
		require.Equal(t, want, e.Network.Projections[0].Rule)
		require.Equal(t, e.resolved(), roundTrip(t, e))
	}
	_, err := ReadPairs(bad)
	require.ErrorContains(t, err, "row offsets must ascend from 0 to the 3 entries")
}

// Every population and projection of testdata/good/space.toml runs, with the
// same spikes whatever the number of threads that build it.
func TestSpaceRuns(t *testing.T) {
	e, err := LoadExperiment("testdata/good/space.toml", nil)
	require.NoError(t, err)
	require.Equal(t, model.Normal, e.Network.Projections[3].Weight.Dist)
	require.InDelta(t, 4*2.0/8, e.Network.Projections[3].Weight.B*e.Network.Projections[3].Weight.B, 1e-12, "gain 2, 8 inputs")
	for _, p := range e.Network.Populations {
		p.Params = map[string]model.Value{"i_e": model.UniformDist(300, 600)}
	}
	want := spikesOf(t, e.Network, Options{Device: "native:1", Threads: 1}, 100)
	require.Greater(t, want[0].Len(), 20)
	require.Equal(t, want, spikesOf(t, e.Network, Options{Device: "native:2", Threads: 3}, 100))
	require.Equal(t, want, spikesOf(t, e.Network, Options{Device: "vulkan:llvmpipe"}, 100))
}
