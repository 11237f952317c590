package host

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// later returns the part of a result after a time, as a Sim that loaded a
// snapshot of then records it.
func later(r *Result, ms float64) *Result {
	out := *r
	out.Duration = r.Duration - ms
	step := uint32(ms/r.DT + 0.5)
	out.Spikes, out.Traces, out.Rates = nil, nil, nil
	for _, s := range r.Spikes {
		k := 0
		for k < s.Len() && s.Steps[k] <= step {
			k++
		}
		s.Steps, s.Neurons = s.Steps[k:], s.Neurons[k:]
		out.Spikes = append(out.Spikes, s)
	}
	for _, tr := range r.Traces {
		k := 0
		for k < len(tr.Times) && tr.Times[k] <= ms+r.DT/2 {
			k++
		}
		tr.Times, tr.Values = tr.Times[k:], tr.Values[k*len(tr.Neurons):]
		out.Traces = append(out.Traces, tr)
	}
	for _, rate := range r.Rates {
		k := 0
		for k < len(rate.Times) && rate.Times[k]-5 < ms-r.DT/2 { // a bin of 5 ms begins before
			k++
		}
		rate.Times, rate.Rate = rate.Times[k:], rate.Rate[k:]
		out.Rates = append(out.Rates, rate)
	}
	return &out
}

// TestSnapshot: saved half-way and loaded into a new Sim, the network goes on
// bit for bit; the one that was saved goes on too.
func TestSnapshot(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		const half = 52.3 // on no grid of a recorder
		whole := runOn(t, device, busy(), 100)
		path := tempFile(t, "half.safetensors")
		first := compileOn(t, device, busy())
		require.NoError(t, first.Run(context.Background(), half))
		require.NoError(t, first.Save(path))
		require.NoError(t, first.Run(context.Background(), 100-half))
		sameResult(t, whole, first.Result())

		second := compileOn(t, device, busy())
		require.NoError(t, second.Run(context.Background(), 7)) // what a Sim did before it loads is forgotten
		require.NoError(t, second.Load(path))
		near(t, half, second.Time(), 1e-9, "time")
		require.NoError(t, second.Run(context.Background(), 100-half))
		near(t, 100, second.Time(), 1e-9, "time")
		sameSpikes(t, later(whole, half), second.Result())
		got, want := second.Result(), later(whole, half)
		near(t, 100-half, got.Duration, 1e-9, "duration")
		require.Equal(t, want.Traces, got.Traces)
		require.Equal(t, want.Rates, got.Rates)
	})
}

// TestSnapshotAcrossDevices: float32 state is the same everywhere.
func TestSnapshotAcrossDevices(t *testing.T) {
	onLavapipe(t)
	path := tempFile(t, "half.safetensors")
	a := compileOn(t, lavapipe, busy())
	require.NoError(t, a.Run(context.Background(), 50))
	require.NoError(t, a.Save(path))
	b := compileOn(t, float32Engine, busy())
	require.NoError(t, b.Load(path))
	require.NoError(t, b.Run(context.Background(), 50))
	sameSpikes(t, later(runOn(t, float32Engine, busy(), 100), 50), b.Result())
	c := compileOn(t, float64Engine, busy())
	require.ErrorContains(t, c.Load(path), "half.safetensors: state of the ", "float64 goes on from float64")
}

// TestSnapshotOfAnother: a snapshot of another network is refused and changes
// nothing; one of a network that differs in recorders alone is not.
func TestSnapshotOfAnother(t *testing.T) {
	path := tempFile(t, "half.safetensors")
	s := compileOn(t, float32Engine, busy())
	require.NoError(t, s.Run(context.Background(), 20))
	require.NoError(t, s.Save(path))
	for name, change := range map[string]func(n *model.Network){
		"seed":      func(n *model.Network) { n.Seed++ },
		"dt":        func(n *model.Network) { n.DT = 0.05 },
		"size":      func(n *model.Network) { n.Populations[3].Size++ },
		"parameter": func(n *model.Network) { n.Populations[3].Params["i_e"] = model.Const(201) },
		"weight":    func(n *model.Network) { n.Projections[0].Weight = model.Const(1.001) },
		"stimulus":  func(n *model.Network) { n.Stimuli[0].Std = 99 },
	} {
		net := busy()
		change(net)
		other := compileOn(t, float32Engine, net)
		require.NoError(t, other.Run(context.Background(), 10))
		require.EqualError(t, other.Load(path), path+`: a snapshot of another network ("busy"): populations, parameters, projections, stimuli, dt and seed must be the same`, name)
		near(t, 10, other.Time(), 1e-9, "nothing changed")
		require.NoError(t, other.Run(context.Background(), 10))
		want := compileOn(t, float32Engine, net)
		require.NoError(t, want.Run(context.Background(), 20))
		sameResult(t, want.Result(), other.Result())
	}
	net := busy()
	net.Recorders = net.Recorders[:2]
	require.NoError(t, compileOn(t, float32Engine, net).Load(path))
}

// TestSnapshotTruncated: cut anywhere, the file is refused, and the Sim goes
// on as if it had not been asked.
func TestSnapshotTruncated(t *testing.T) {
	path := tempFile(t, "half.safetensors")
	s := compileOn(t, float32Engine, busy())
	require.NoError(t, s.Run(context.Background(), 20))
	require.NoError(t, s.Save(path))
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	cut := filepath.Join(filepath.Dir(path), "cut.safetensors")
	for _, n := range []int{0, 1, 7, 8, 9, 100, len(whole) / 2, len(whole) - 1} {
		require.NoError(t, os.WriteFile(cut, whole[:n], 0o666))
		other := compileOn(t, float32Engine, busy())
		err := other.Load(cut)
		require.ErrorContains(t, err, "cut.safetensors", "cut to %d bytes", n)
		require.Zero(t, other.Time())
	}
	require.ErrorIs(t, s.Load(filepath.Join(filepath.Dir(path), "none")), os.ErrNotExist)
	// A folder that is not there: an error, and no file of any name.
	require.Error(t, s.Save(filepath.Join(filepath.Dir(path), "missing", "s")))
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 2, "nothing partial is left")
}
