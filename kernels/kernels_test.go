package kernels

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// kernelTests has one test for every kernel; it ranges over sizes and devices.
var kernelTests = map[string]func(t *testing.T){
	"keep":         testKeep,
	"couple":       testCouple,
	"neuron_step":  testNeuronStep,
	"presynapse":   testPresynapse,
	"deliver":      testDeliver,
	"stimulate":    testStimulate,
	"spike_source": testSpikeSource,
	"record":       testRecord,
	"reduce":       testReduce,
	// Rows made anew are held against stored ones in package host, on every device.
	"deliver_procedural": func(*testing.T) {},
	// The event kernels are tested together, each on what the others leave.
	"event_deliver": testEvents,
	"event_advance": func(*testing.T) {},
	"event_adjoint": func(*testing.T) {},
	"event_gather":  func(*testing.T) {},

	// The plastic kernels are tested together: what one writes the next reads.
	"plastic_trace":    testPlastic,
	"plastic_watch":    testPlastic,
	"plastic_modulate": testPlastic,
	"plastic_sweep":    testPlastic,
	"plastic_post":     testPlastic,
	"plastic_pre":      testPlastic,
	// The training kernels are tested in package adjoint, which lays them out:
	// against golden values on every device, and device against device.
	"train_forward":         func(*testing.T) {},
	"train_backward":        func(*testing.T) {},
	"train_deliver":         func(*testing.T) {},
	"train_weights":         func(*testing.T) {},
	"train_clear":           func(*testing.T) {},
	"train_release":         func(*testing.T) {},
	"train_release_vjp":     func(*testing.T) {},
	"train_release_deliver": func(*testing.T) {},
	"train_release_weights": func(*testing.T) {},
	"train_couple":          func(*testing.T) {},
	"train_couple_vjp":      func(*testing.T) {},
}

// TestKernels compares every kernel on every device with the float64 native build.
func TestKernels(t *testing.T) {
	for _, k := range Kernels() {
		require.Contains(t, kernelTests, k.Name)
		if k.PerRule && k != plasticPre {
			continue // with plastic_pre
		}
		t.Run(k.Name, kernelTests[k.Name])
	}
}
