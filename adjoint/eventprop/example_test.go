package eventprop_test

import (
	"context"
	"fmt"
	"log"

	"github.com/galvani-sim/galvani/adjoint/eventprop"
	"github.com/galvani-sim/galvani/model"
)

// firstSpike is a loss: the time of a population's first spike.
type firstSpike string

func (name firstSpike) Evaluate(o *eventprop.Outcome) (float64, error) {
	p, err := o.Population(string(name))
	if err != nil {
		return 0, err
	}
	t, fired := p.First(0, 0)
	if fired {
		p.AddSpike(0, 0, 0, 1)
	}
	return t, nil
}

// One input spike of weight 5 makes a neuron with tau_m = 20 ms and
// tau_syn = 10 ms spike at -20 ln((1 + sqrt(1 - 4/5)) / 2) ms.
func Example() {
	number := model.Const
	net := &model.Network{Name: "one", DT: 0.1, Populations: []*model.Population{
		{Name: "in", Model: "spike_source", Size: 1, Times: [][]float64{{0}}},
		{Name: "cell", Model: "lif", Size: 1,
			Params:  map[string]model.Value{"c_m": number(20), "g_l": number(1), "e_l": number(0), "v_th": number(1), "v_reset": number(-9)},
			Initial: map[string]model.Value{"v": number(0)},
			Receptors: []*model.Receptor{{Name: "syn", Model: "exponential", Output: model.OutputCurrent,
				Params: map[string]model.Value{"tau": number(10)}}}},
	}, Projections: []*model.Projection{{Name: "w", Source: "in", Target: "cell", Receptor: "syn",
		Rule: model.Rule{Type: model.OneToOne}, Weight: number(5)}}}

	ctx := context.Background()
	e, err := eventprop.Compile(ctx, net, eventprop.Options{Device: "native64", Duration: 50, Loss: firstSpike("cell")})
	if err != nil {
		log.Fatal(err)
	}
	defer e.Close()
	if _, err := e.Forward(ctx, []eventprop.Sample{{}}); err != nil {
		log.Fatal(err)
	}
	t, err := e.Backward(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("t = %.6f ms, dt/dw = %.6f\n", t, e.Parameter("w.weight").Grad[0])
	// Output: t = 6.470143 ms, dt/dw = -2.472136
}
