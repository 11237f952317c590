package kernels

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// kernelTests has one test for every kernel; it ranges over sizes and devices.
var kernelTests = map[string]func(t *testing.T){
	"keep":          testKeep,
	"couple":        testCouple,
	"neuron_step":   testNeuronStep,
	"presynapse":    testPresynapse,
	"deliver":       testDeliver,
	"stimulate":     testStimulate,
	"spike_source":  testSpikeSource,
	"record":        testRecord,
	"reduce":        testReduce,
	"event_deliver": testEvents,
	// The plastic kernels are tested together: what one writes the next reads.
	"plastic_pre": testPlastic,
}

// testedElsewhere says where the other kernels are tested: they make sense only
// with what the rest of their program writes.
var testedElsewhere = map[string]string{
	"event_advance":    "with event_deliver",
	"event_adjoint":    "with event_deliver",
	"event_gather":     "with event_deliver",
	"plastic_trace":    "with plastic_pre",
	"plastic_watch":    "with plastic_pre",
	"plastic_modulate": "with plastic_pre",
	"plastic_sweep":    "with plastic_pre",
	"plastic_post":     "with plastic_pre",
	// On every device: rows made anew against stored ones.
	"deliver_procedural": "package host",
	// On every device against golden values, and device against device.
	"train_forward":         "package adjoint",
	"train_backward":        "package adjoint",
	"train_deliver":         "package adjoint",
	"train_weights":         "package adjoint",
	"train_clear":           "package adjoint",
	"train_couple":          "package adjoint",
	"train_couple_vjp":      "package adjoint",
	"train_release":         "package adjoint",
	"train_release_deliver": "package adjoint",
	"train_release_vjp":     "package adjoint",
	"train_release_weights": "package adjoint",
}

// TestKernels compares every kernel on every device with the float64 native build.
func TestKernels(t *testing.T) {
	for _, k := range Kernels() {
		test, here := kernelTests[k.Name]
		_, elsewhere := testedElsewhere[k.Name]
		require.NotEqual(t, here, elsewhere, "%s is tested in one place", k.Name)
		if here {
			t.Run(k.Name, test)
		}
	}
}
