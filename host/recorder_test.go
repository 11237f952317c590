package host

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// TestStateRecorder: samples lie on the grid of the interval, at the end of
// its steps, and are those that recording every step has there.
func TestStateRecorder(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		net := busy()
		net.Recorders = []*model.Recorder{
			{Name: "all", Type: model.RecordState, Target: "lif", Variables: []string{"v", "refractory", "exc.g", "inh.g", "inh.x"}},
			{Name: "some", Type: model.RecordState, Target: "lif", Variables: []string{"inh.g", "v"}, Neurons: []int{79, 0, 41}, Interval: 0.7},
			{Name: "rare", Type: model.RecordState, Target: "lif", Variables: []string{"v"}, Neurons: []int{5}, Interval: 60},
			{Name: "hh", Type: model.RecordState, Target: "hh", Variables: []string{"n", "h", "m", "v"}, Interval: 1.1},
		}
		s := compileOn(t, device, net)
		for _, ms := range []float64{0.3, 61.2, 38.5} {
			require.NoError(t, s.Run(t.Context(), ms))
		}
		r := s.Result()
		full := map[string]TraceResult{}
		for _, tr := range r.Traces {
			if tr.Recorder == "all" {
				full[tr.Variable] = tr
				require.Len(t, tr.Times, 1000)
				require.Len(t, tr.Values, 1000*80)
			}
		}
		want := map[string]int{"some": 7, "rare": 600, "hh": 11}
		seen := map[string]int{}
		for _, tr := range r.Traces {
			every, ok := want[tr.Recorder]
			if !ok {
				continue
			}
			seen[tr.Recorder]++
			require.Len(t, tr.Times, 1000/every)
			for k, at := range tr.Times {
				near(t, float64((k+1)*every)*0.1, at, 1e-9, "sample %d of %s", k, tr.Recorder)
			}
			require.Len(t, tr.Values, len(tr.Times)*len(tr.Neurons))
			if tr.Population != "lif" {
				continue
			}
			for c, neuron := range tr.Neurons {
				for k, x := range tr.Column(c) {
					y := full[tr.Variable].Values[((k+1)*every-1)*80+neuron]
					require.Equal(t, y, x, "%s: %s of neuron %d, sample %d", tr.Recorder, tr.Variable, neuron, k)
				}
			}
		}
		require.Equal(t, map[string]int{"some": 2, "rare": 1, "hh": 4}, seen)
		// v was read after the step, not before it: it stands at v_reset where a spike is.
		spikes := runOn(t, device, busy(), 100).Spikes[1]
		for k, step := range spikes.Steps {
			require.Equal(t, float32(-70), full["v"].Values[int(step-1)*80+int(spikes.Neurons[k])])
		}
	})
}

// TestMeanRecorder: the mean over the population of what a state recorder has;
// 80 additions of 70 mV in float32 are known to 4e-4 mV.
func TestMeanRecorder(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		net := busy()
		net.Recorders = []*model.Recorder{
			{Name: "all", Type: model.RecordState, Target: "lif", Variables: []string{"v", "inh.g"}, Interval: 0.7},
			{Name: "mean", Type: model.RecordMean, Target: "lif", Variables: []string{"v", "inh.g"}, Interval: 0.7},
		}
		s := compileOn(t, device, net)
		for _, ms := range []float64{0.3, 61.2, 38.5} {
			require.NoError(t, s.Run(t.Context(), ms))
		}
		var state, mean []TraceResult
		for _, tr := range s.Result().Traces {
			if tr.Recorder == "mean" {
				mean = append(mean, tr)
			} else {
				state = append(state, tr)
			}
		}
		require.Len(t, mean, 2)
		for v, tr := range mean {
			require.Equal(t, "mean "+state[v].Variable, tr.Variable)
			require.Equal(t, state[v].Times, tr.Times)
			for k, x := range tr.Values {
				want := 0.0
				for _, y := range state[v].Values[80*k : 80*(k+1)] {
					want += float64(y) / 80
				}
				near(t, want, float64(x), 4e-4, "%s, sample %d", tr.Variable, k)
			}
		}
	})
}

// TestSpikeAndRateRecorders: subsets hold what the whole has of them; bins
// count the spikes of the steps that end in them.
func TestSpikeAndRateRecorders(t *testing.T) {
	eachEngine(t, func(t *testing.T, device string) {
		net := busy()
		net.Recorders = []*model.Recorder{
			spikeRecorder("lif"),
			{Name: "some", Type: model.RecordSpikes, Target: "lif", Neurons: []int{70, 3, 20}},
			{Name: "rate", Type: model.RecordRate, Target: "lif", Interval: 7},
			{Name: "rate of some", Type: model.RecordRate, Target: "lif", Interval: 0.3, Neurons: []int{70, 3, 20}},
		}
		r := runOn(t, device, net, 100)
		all, some := r.Spikes[0], r.Spikes[1]
		require.Greater(t, all.Len(), 50)
		require.Equal(t, []int{70, 3, 20}, some.Members)
		var steps, neurons []uint32
		for k, n := range all.Neurons {
			if slices.Contains([]int{70, 3, 20}, int(n)) {
				steps, neurons = append(steps, all.Steps[k]), append(neurons, n)
			}
		}
		require.Equal(t, steps, some.Steps)
		require.Equal(t, neurons, some.Neurons)
		checkRate(t, r.Rates[0], all.Steps, 70, 80)
		checkRate(t, r.Rates[1], some.Steps, 3, 3)
	})
}

// checkRate compares rates with counts of the spikes in bins of so many steps of 0.1 ms.
func checkRate(t *testing.T, r RateResult, steps []uint32, bin, neurons int) {
	t.Helper()
	require.Len(t, r.Rate, 1000/bin)
	for k, rate := range r.Rate {
		near(t, float64((k+1)*bin)*0.1, r.Times[k], 1e-9, "end of bin %d", k)
		count := 0
		for _, s := range steps {
			if int(s) > k*bin && int(s) <= (k+1)*bin {
				count++
			}
		}
		want := float64(count) / float64(neurons) / (float64(bin) * 1e-4)
		near(t, want, rate, 1e-9*math.Max(want, 1), "bin %d", k)
	}
}
