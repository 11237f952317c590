package kernels

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// eventTolerance: some hundred operations, of which the division by dv/dt at a
// spike loses most.
var eventTolerance = tolerance{Rel: 2e-5, Abs: 2e-5}

// eventRun is what one device makes of the test network.
type eventRun struct{ cells, synapses, spikes []float64 }

// runEvents runs two samples of a chain of two sources, two spiking neurons
// (with a current that decays, one that rises first, and a conductance) and a
// neuron that only integrates, forwards and backwards through `slices` slices.
func runEvents(t *testing.T, r rig, slices int) eventRun {
	const capacity, duration = 400, 30.0
	a := &arena{t: t, rig: r}
	e := Events{Samples: 2, Neurons: 5, Synapses: 7, Slices: slices, Capacity: capacity, Receptors: 3, Alpha: true}
	param := make([]float64, EventParamHead+e.Neurons*e.ParamStride())
	param[0], param[1] = duration/float64(slices), duration
	for i := 2; i < 5; i++ {
		row := param[EventParamHead+i*e.ParamStride():]
		copy(row, []float64{20, 1, 0, 0.1, 1, -0.2, 1.5, 3, 0.1, 1, 0, 0})
		if i == 4 {
			row[4], row[9], row[10] = 1e30, 2, 0.03 // no threshold, integral of v exp(-0.03 t)
		}
		copy(row[12:], []float64{0.2, 0, 0, 0, 0, 1})
		copy(row[18:], []float64{0.25, 0, 2, 0, 0.1, 2.7182817})
		copy(row[24:], []float64{0.2, 3, 1, 0.1, 0, 1})
		for k := range row[:30] {
			row[k] = single(row[k])
		}
	}
	// target, receptor, source; weight, delay
	words := []uint32{2, 0, 0, 0, 3, 1, 0, 0, 2, 2, 1, 0, 3, 0, 1, 0, 3, 0, 2, 0, 4, 0, 2, 0, 4, 1, 3, 0}
	synapses := []float64{5.5, 0.5, 0, 0, 2.5, 0.25, 0, 0, 1.5, 1, 0, 0, 3.5, 1, 0, 0, 1.5, 0.75, 0, 0, 1, 2, 0, 0, 1, 0.5, 0, 0}
	for i := range synapses {
		synapses[i] = single(synapses[i])
	}
	e.Param, e.RowPtr = a.real("param", param).Array, a.u32("row_ptr", []uint32{0, 2, 4, 6, 7, 7}).Array
	e.SynWord = a.u32("syn_word", words).Array
	syn := a.real("syn_real", synapses).written()
	e.SynReal = syn.Array
	rec, recReal, cell, cells, used := eventInputs(&e)
	recWords := a.u32("rec_word", rec).written()
	recReals := a.real("rec_real", recReal).written()
	cellWords := a.u32("cell_word", cell).written()
	cellReals := a.real("cell_real", cells).written()
	status := a.u32("sample_word", used).written()
	e.RecWord, e.RecReal, e.CellWord, e.CellReal, e.SampleWord = recWords.Array, recReals.Array, cellWords.Array, cellReals.Array, status.Array
	s, _ := a.spikes(0, slices)
	e.Control = s.Control

	out := a.run([]Op{EventDeliver(&e, 0, 2, true, false), EventAdvance(&e, 2, 1, false), EventDeliver(&e, 2, 1, false, false),
		EventAdvance(&e, 3, 1, false), EventDeliver(&e, 3, 2, false, false), EventAdvance(&e, 4, 1, false), EventDeliver(&e, 4, 1, false, false)}, s, capacity, 0, slices)
	require.Equal(t, slices, out.Completed)
	for b := range e.Samples {
		require.Zero(t, status.words(t)[b*EventSampleWords+1], "status of sample %d", b)
	}
	var run eventRun
	counts, records := cellWords.words(t), recWords.words(t)
	times := recReals.reals(t)
	for i := range e.Samples * e.Neurons {
		for spike := counts[i*EventCellWords+2]; spike != 0xffffffff; spike = records[spike*EventRecWords+3] {
			run.spikes = append(run.spikes, times[int(spike)*e.RecStride()])
		}
	}
	run.cells = append(run.cells, cellReals.reals(t)...)
	// The loss: the weighted integral of the last neuron.
	bars := cellReals.reals(t)
	for b := range e.Samples {
		bars[(b*e.Neurons+4)*e.CellStride()+4] = 1
	}
	require.NoError(t, cellReals.WriteReal(0, bars))
	a.run([]Op{EventAdjoint(&e, 4, 1, false), EventAdjoint(&e, 3, 1, false), EventAdjoint(&e, 2, 1, false)}, s, capacity, 0, slices)
	a.run([]Op{EventGather(&e)}, s, capacity, 0, 1)
	run.cells = append(run.cells, cellReals.reals(t)...)
	run.synapses = syn.reals(t)
	a.end()
	return run
}

// eventInputs lists the sources' spikes: two of source 0 and one of source 1,
// later in the second sample.
func eventInputs(e *Events) (rec []uint32, recReal []float64, cell []uint32, cells []float64, used []uint32) {
	const none = 0xffffffff
	rec = make([]uint32, e.Samples*e.Capacity*EventRecWords)
	recReal = make([]float64, e.Samples*e.Capacity*e.RecStride())
	cells = make([]float64, e.Samples*e.Neurons*e.CellStride())
	used = make([]uint32, e.Samples*EventSampleWords)
	for b := range e.Samples {
		at := b * e.Capacity
		for k, t := range []float64{2, 9, 4.5} {
			before := uint32(none)
			if k == 1 {
				before = uint32(at)
			}
			copy(rec[(at+k)*EventRecWords:], []uint32{3, none, none, before})
			recReal[(at+k)*e.RecStride()] = t + float64(b)
		}
		used[b*EventSampleWords] = 3
		cell = append(cell, none, none, uint32(at+1), 0, 2, 0, none, none, uint32(at+2), 0, 1, 0)
		for range e.Neurons - 2 {
			cell = append(cell, none, none, none, none, 0, 0)
		}
	}
	return rec, recReal, cell, cells, used
}

// testEvents runs the four event kernels together: each works on what the others leave.
func testEvents(t *testing.T) {
	want := runEvents(t, reference(), 1)
	require.GreaterOrEqual(t, len(want.spikes), 8, "spikes of the neurons besides the 6 of the sources")
	for i, x := range want.synapses {
		if i%4 == 2 {
			require.NotZero(t, x, "the gradient of weight %d", i/4)
		}
	}
	// The number of slices leaves no trace but rounding.
	requireEvents(t, tolerance{Rel: 1e-11, Abs: 1e-11}, want, runEvents(t, reference(), 7))
	bits := runEvents(t, nativeRig(1, 32), 3)
	eachDevice(t, func(t *testing.T, r rig) {
		got := runEvents(t, r, 3)
		requireEvents(t, eventTolerance, want, got)
		sameBits(t, bits.spikes, got.spikes, "spikes")
		sameBits(t, bits.cells, got.cells, "neurons")
		sameBits(t, bits.synapses, got.synapses, "synapses")
	})
}

func requireEvents(t *testing.T, tol tolerance, want, got eventRun) {
	t.Helper()
	for _, x := range []struct {
		what      string
		want, got []float64
	}{{"spike", want.spikes, got.spikes}, {"neuron word", want.cells, got.cells}, {"synapse word", want.synapses, got.synapses}} {
		require.Len(t, x.got, len(x.want), x.what)
		for i := range x.want {
			require.NoError(t, tol.check(x.got[i], x.want[i]), "%s %d", x.what, i)
		}
	}
}
