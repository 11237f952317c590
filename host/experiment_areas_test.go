package host

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// testdata/good/areas.toml becomes what its tables say, by hand here.
func TestAreas(t *testing.T) {
	e, err := LoadExperiment("testdata/good/areas.toml", nil)
	require.NoError(t, err)
	n := e.Network
	var names []string
	for _, p := range n.Populations {
		names = append(names, p.Name)
	}
	require.Equal(t, []string{"V1.e", "V1.i", "V1.drive", "V2.e", "V2.i", "V2.drive", "M1.e", "M1.i", "M1.drive"}, names)
	require.Equal(t, []int{4, 3}, []int{n.Find("V1.e").Size, n.Find("M1.i").Size})
	require.Equal(t, model.Const(12), n.Find("V2.e").Params["i_e"], "twice the input of 3, times the second place")
	require.Equal(t, model.Const(1), n.Find("M1.e").Params["i_e"], "the template's own")
	require.Equal(t, model.Const(10), n.Find("V1.drive").Params["rate"])
	var up, inner []string
	for _, p := range n.Projections {
		switch {
		case p.Name[:2] == "up":
			up = append(up, p.Name)
			require.Equal(t, map[string]int{"V1.e": 1, "V2.e": 2, "M1.e": 3}[p.Target], p.Rule.N)
		case p.Source[:2] == "V2" && p.Source != "V2.drive":
			inner = append(inner, p.Name)
			require.Equal(t, map[string]float64{"V2.e": 10, "V2.i": -10}[p.Source], p.Weight.A)
			require.InDelta(t, 1.7, p.Delay.A, 1e-12)
		}
	}
	require.Equal(t, []string{"up.V1.e.V2.e", "up.V1.e.M1.e", "up.V2.e.V1.e", "up.V2.e.M1.e"}, up)
	require.Equal(t, []string{"V2.inner.e.e", "V2.inner.i.e", "V2.inner.i.i"}, inner, "p is 0 from e to i")
	require.Equal(t, []float64{200}, n.Stimuli[1].Amplitudes)
	require.Equal(t, []int{0, 1}, n.Recorders[0].Neurons)
}

// A constant read from an npz file is the same as one written out.
func TestConstantFromFile(t *testing.T) {
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "data.npz"))
	require.NoError(t, err)
	require.NoError(t, writeNPZ(f, []array{
		{name: "flat", shape: []int{3}, data: []int64{1, 2, 3}},
		{name: "table", shape: []int{2, 2}, data: []float64{4, 5, 6, 7}},
		{name: "cube", shape: []int{1, 1, 1}, data: []float64{4}},
	}))
	require.NoError(t, f.Close())
	const rest = "[population.a]\nmodel = \"lif\"\nsize = \"flat[2] + table[1, 0]\"\n"
	file := filepath.Join(dir, "exp.toml")
	read := func(array string) (*Experiment, error) {
		src := "[constants]\nflat = { npz = \"data.npz\", array = \"flat\" }\ntable = { npz = \"data.npz\", array = \"" + array + "\" }\n" + rest
		return ParseExperiment(file, []byte(src), nil)
	}
	e, err := read("table")
	require.NoError(t, err)
	require.Equal(t, 9, e.Network.Populations[0].Size)
	_, err = read("tabel")
	require.ErrorContains(t, err, `data.npz has no array "tabel" (did you mean "table"?)`)
	_, err = read("cube")
	require.ErrorContains(t, err, `array "cube" of data.npz has 3 dimensions, must have 1 or 2`)
}
