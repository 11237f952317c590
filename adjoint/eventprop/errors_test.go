package eventprop

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// Mistakes are reported where they were made, and nothing is lost in silence.
func TestErrors(t *testing.T) {
	ctx := context.Background()
	good := func() *model.Network { return yinYangNet(3, 1) }
	compile := func(change func(*model.Network, *Options)) error {
		net, opts := good(), Options{Device: "native64", Duration: 60}
		change(net, &opts)
		e, err := Compile(ctx, net, opts)
		if err == nil {
			e.Close()
		}
		return err
	}
	for want, change := range map[string]func(*model.Network, *Options){
		`the duration is 0 ms, must be positive`: func(_ *model.Network, o *Options) { o.Duration = 0 },
		`there is no device "quantum"`:           func(_ *model.Network, o *Options) { o.Device = "quantum" },
		`there is no population of neurons "in"`: func(_ *model.Network, o *Options) { o.Read = map[string]Readout{"in": {}} },
		`population "hidden": hh_traub has no event-based gradient`: func(n *model.Network, _ *Options) {
			n.Populations[1] = &model.Population{Name: "hidden", Model: "hh_traub", Size: 3, Receptors: n.Populations[1].Receptors}
		},
		`population "hidden": receptor "syn": delta has no event-based gradient`: func(n *model.Network, _ *Options) {
			n.Populations[1].Receptors[0] = &model.Receptor{Name: "syn", Model: "delta", Output: model.OutputVoltage}
		},
		`population "hidden": lif has no parameter "vth" (did you mean "v_th"?)`: func(n *model.Network, _ *Options) { n.Populations[1].Params["vth"] = model.Const(1) },
		`projection "first": a delay of -1 ms, must not be negative`:             func(n *model.Network, _ *Options) { n.Projections[0].Delay = model.Const(-1) },
		`stimulus "s": stimuli have no event-based gradient`: func(n *model.Network, _ *Options) {
			n.Stimuli = []*model.Stimulus{{Name: "s", Type: model.NoiseCurrent, Target: "out"}}
		},
	} {
		require.ErrorContains(t, compile(change), want)
	}

	e, err := Compile(ctx, good(), Options{Device: "native64", Duration: 60, Loss: yinYangLoss, Read: map[string]Readout{"out": {Integral: true}}})
	require.NoError(t, err)
	defer e.Close()
	_, err = e.Backward(ctx)
	require.ErrorIs(t, err, ErrNoOutcome)
	_, err = e.Forward(ctx, yinYangSamples(42, 2))
	require.ErrorContains(t, err, "2 samples, must be 1 to the batch of 1")
	_, err = e.Forward(ctx, []Sample{{Spikes: map[string][][]float64{"in": {{3}, {1}, {2, 1}, {}, {}}}}})
	require.ErrorContains(t, err, `sample 0: member 2 of "in": spike times must ascend`)
	_, err = e.Forward(ctx, []Sample{{Spikes: map[string][][]float64{"in": {{3}}}}})
	require.ErrorContains(t, err, `1 lists of spike times for the 5 members of "in"`)
	sample := yinYangSamples(42, 1)
	sample[0].Label = 3
	_, err = e.Forward(ctx, sample)
	require.NoError(t, err)
	_, err = e.Backward(ctx)
	require.ErrorContains(t, err, "sample 0 has the label 3, must be 0 to 2")
	e.Parameter("hidden.syn.tau").Values[1] = 0
	_, err = e.Forward(ctx, yinYangSamples(42, 1))
	require.ErrorContains(t, err, "hidden.syn.tau of neuron 1 is 0, must be above 0")
	e.Parameter("hidden.syn.tau").Values[1] = 5
	e.Parameter("second.weight").Values[0] = math.NaN()
	_, err = e.Forward(ctx, yinYangSamples(42, 1))
	require.ErrorContains(t, err, `projection "second": the weight of synapse 0 is NaN`)
}

// notFinite is a loss whose derivative is no number.
type notFinite struct{}

func (notFinite) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population("out")
	p.AddFinal(0, 1, math.NaN())
	return 0, err
}

// A derivative that is not finite names parameter and element.
func TestNotFinite(t *testing.T) {
	ctx := context.Background()
	e, err := Compile(ctx, yinYangNet(4, 1), Options{Device: "native64", Duration: 60, Loss: notFinite{}})
	require.NoError(t, err)
	defer e.Close()
	_, err = e.Forward(ctx, yinYangSamples(42, 1))
	require.NoError(t, err)
	_, err = e.Backward(ctx)
	require.ErrorContains(t, err, "the derivative by element")
	require.ErrorContains(t, err, "is NaN")
}

// Little room for events grows; what comes out does not depend on it.
func TestRecordsGrow(t *testing.T) {
	ctx := context.Background()
	run := func(records int) ([]float64, int) {
		e, err := Compile(ctx, yinYangNet(50, 1), Options{Device: "native64", Duration: 60, Records: records, Loss: yinYangLoss,
			Read: map[string]Readout{"out": {Integral: true}}})
		require.NoError(t, err)
		defer e.Close()
		_, err = e.Forward(ctx, yinYangSamples(42, 1))
		require.NoError(t, err)
		_, err = e.Backward(ctx)
		require.NoError(t, err)
		return e.Parameter("first.weight").Grad, e.shape.Capacity
	}
	small, room := run(1)
	large, more := run(1 << 14)
	require.Less(t, room, more)
	require.Equal(t, large, small)

	// A neuron that fires without end is an error, not a list cut short.
	net := network([]*model.Population{inputs([]float64{}), cells("cell", 1, map[string]float64{"i_e": 1e9, "v_reset": 0.5}, "exponential", 5)}, connect("p", "in", "cell"))
	e, err := Compile(ctx, net, Options{Device: "native64", Duration: 60, MaxRecords: 1 << 12})
	require.NoError(t, err)
	defer e.Close()
	_, err = e.Forward(ctx, []Sample{{}})
	require.True(t, errors.Is(err, ErrRecords), "%v", err)
}
