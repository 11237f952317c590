package host

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestResultFolderRoundTrip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	require.NoError(t, PrepareFolder(dir))
	r := fakeResult(40, 10, 400)
	r.Spikes = append(r.Spikes, SpikeResult{Recorder: "some", Population: "exc", Members: []int{3, 9}, Steps: []uint32{5}, Neurons: []uint32{9}})
	sum, err := r.Write(dir)
	require.NoError(t, err)
	require.Equal(t, []string{SpikesFile, TracesFile, RatesFile, RasterFile, TracesPlot}, sum.Files)
	for _, f := range sum.Files {
		require.FileExists(t, filepath.Join(dir, f))
	}
	got, err := ReadResult(dir)
	require.NoError(t, err)
	want := *r
	want.Rates = nil // written, not read back
	require.Equal(t, &want, got)

	// A later run without traces leaves none of the earlier run's.
	r.Traces, r.Rates = nil, nil
	sum, err = r.Write(dir)
	require.NoError(t, err)
	require.Equal(t, []string{SpikesFile, RasterFile}, sum.Files)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 3)
}

func TestSummaryComesLast(t *testing.T) {
	dir := t.TempDir()
	r := fakeResult(40, 10, 100)
	_, err := r.Write(dir)
	require.NoError(t, err)
	// A trace whose times do not fit cannot be written.
	r.Traces[0].Times = r.Traces[0].Times[:3]
	_, err = r.Write(dir)
	require.ErrorContains(t, err, `write `+filepath.Join(dir, TracesFile)+`: npz: array "exc.v": shape [3 2] holds 6 values, got 2000`)
	require.NoFileExists(t, filepath.Join(dir, SummaryFile))
	require.NoFileExists(t, filepath.Join(dir, TracesFile))
}

func TestSpikeIterators(t *testing.T) {
	r := &Result{DT: 0.5, Populations: []PopulationResult{{"a", "lif", 4}}, Spikes: []SpikeResult{
		{Population: "a", Members: []int{1}, Steps: []uint32{9}, Neurons: []uint32{1}},
		{Population: "a", Steps: []uint32{4, 2, 4}, Neurons: []uint32{3, 1, 0}},
	}}
	r.Spikes[1].Sort()
	type spike struct {
		t float64
		n int
	}
	var got []spike
	for t, n := range r.EachSpike("a") {
		got = append(got, spike{t, n})
	}
	require.Equal(t, []spike{{1, 1}, {2, 0}, {2, 3}}, got)
	for range r.EachSpike("nobody") {
		t.Fatal("a population that is not there has no spikes")
	}
	for range r.EachSpike("a") {
		break
	}
	require.Equal(t, [][]uint32{{4}, {2}, {}, {4}}, r.Spikes[1].Trains(4))
}

func TestTraceIterator(t *testing.T) {
	r := &Result{Traces: []TraceResult{{Population: "a", Variable: "v", Neurons: []int{2, 5}, Times: []float64{1, 2}, Values: []float32{10, 20, 11, 21}}}}
	var times, values []float64
	for at, v := range r.EachTrace("a", "v", 5) {
		times, values = append(times, at), append(values, float64(v))
	}
	require.Equal(t, []float64{1, 2}, times)
	require.Equal(t, []float64{20, 21}, values)
	for range r.EachTrace("a", "v", 3) {
		t.Fatal("neuron 3 was not recorded")
	}
}

func TestPrepareFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.EqualError(t, PrepareFolder(file), `output folder "`+file+`" cannot be made: not a directory`)
	dir := t.TempDir()
	require.NoError(t, PrepareFolder(dir))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
}
