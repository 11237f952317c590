package kernels

import (
	"testing"
)

// kernelTests has one test for every kernel; it ranges over sizes and devices.
var kernelTests = map[string]func(t *testing.T){
	"neuron_step": testNeuronStep,
}

// TestKernels compares every kernel on every device with the float64 native build.
func TestKernels(t *testing.T) {
	for _, k := range Kernels() {
		if kernelTests[k.Name] == nil {
			continue
		}
		t.Run(k.Name, kernelTests[k.Name])
	}
}
