package host_test

import (
	"context"
	"fmt"
	"log"

	"github.com/galvani-sim/galvani/host"
	"github.com/galvani-sim/galvani/model"
)

// A neuron driven by a constant current, for 100 ms. It settles 20 mV above
// its rest (-70 mV) with tau_m = 10 ms, so it reaches the threshold, 15 mV up,
// after 10 ms ln 4 = 13.86 ms, and each time again after t_ref = 2 ms.
//
// README.md shows the body of this function.
func Example() {
	net := &model.Network{Name: "tonic", DT: 0.1, Seed: 1,
		Populations: []*model.Population{{Name: "cell", Model: "lif", Size: 1,
			Params: map[string]model.Value{"i_e": model.Const(500)}}}, // pA
		Recorders: []*model.Recorder{{Name: "spikes", Type: model.RecordSpikes, Target: "cell"}}}
	sim, err := host.Compile(context.Background(), net, host.Options{Device: "native"})
	if err == nil {
		defer sim.Close()
		err = sim.Run(context.Background(), 100) // ms
	}
	if err != nil {
		log.Fatal(err)
	}
	for t, neuron := range sim.Result().EachSpike("cell") {
		fmt.Printf("neuron %d at %.1f ms\n", neuron, t)
	}
	// Output:
	// neuron 0 at 13.9 ms
	// neuron 0 at 29.8 ms
	// neuron 0 at 45.7 ms
	// neuron 0 at 61.6 ms
	// neuron 0 at 77.5 ms
	// neuron 0 at 93.4 ms
}
