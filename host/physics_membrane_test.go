package host

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// stateNow returns a state variable of every neuron of a population in the
// precision of the device; recorders round to float32.
func stateNow(t *testing.T, s *Sim, population, variable string) []float64 {
	t.Helper()
	pop := s.plan.Network.Find(population)
	g, first := s.plan.Locate(pop)
	word, ok := pop.Variable(variable)
	require.True(t, ok, variable)
	for i := range s.groups {
		if s.groups[i].Group != g {
			continue
		}
		arrays := s.groups[i].arrays
		all := make([]float64, arrays.State.Len())
		require.NoError(t, arrays.State.ReadReal(0, all))
		out := make([]float64, pop.Size)
		for k := range out {
			out[k] = all[arrays.Layout.Index(word, first+k)]
		}
		return out
	}
	t.Fatalf("population %q has no state", population)
	return nil
}

// course returns a variable of neuron 0 at 0, dt, 2 dt ... over so many steps.
func course(t *testing.T, device string, net *model.Network, population, variable string, steps int) []float64 {
	t.Helper()
	s := compileOn(t, device, net)
	out := []float64{stateNow(t, s, population, variable)[0]}
	for range steps {
		require.NoError(t, s.Run(context.Background(), net.DT))
		out = append(out, stateNow(t, s, population, variable)[0])
	}
	return out
}

// TestFreeDecay: v(t) = e_l + (v0 - e_l) exp(-t / tau_m), here 250 pF / 25 nS = 10 ms.
func TestFreeDecay(t *testing.T) {
	net := &model.Network{Name: "decay", DT: 0.1, Populations: []*model.Population{
		{Name: "p", Model: "lif", Size: 1, Initial: constants(map[string]float64{"v": -56})},
	}}
	eachEngine(t, func(t *testing.T, device string) {
		// Rounding a 70 mV potential to float32 100 times (tau_m) adds up to 1e-6 of it.
		tol := 70 * precision(device, 1e-12, 1e-6)
		for k, v := range course(t, device, net, "p", "v", 400) {
			near(t, -70+14*math.Exp(-0.1*float64(k)/10), v, tol, "after %d steps", k)
		}
	})
}

// constantCurrent is T2 of the gradient specification: tau 20, reset to 0.2,
// threshold 1, refractory for 2 ms, here with c_m 20 pF and g_l 1 nS, under
// currents of which the first is the specification's 1.5.
func constantCurrent(dt float64, currents []float64) *model.Network {
	params := constants(map[string]float64{"c_m": 20, "g_l": 1, "e_l": 0, "v_th": 1, "v_reset": 0.2, "t_ref": 2})
	params["i_e"] = model.Each(currents...)
	return &model.Network{Name: "T2", DT: dt, Populations: []*model.Population{
		{Name: "p", Model: "lif", Size: len(currents), Params: params},
	}, Recorders: []*model.Recorder{spikeRecorder("p")}}
}

// spikeTime is the closed form of the k-th spike, k from 1.
func spikeTime(i float64, k int) float64 {
	return 20*math.Log(i/(i-1)) + float64(k-1)*(2+20*math.Log((i-0.2)/(i-1)))
}

func TestConstantCurrentSpikeTimes(t *testing.T) {
	// The numbers of the specification, computed there with 50 digits.
	near(t, 21.972245773362194, spikeTime(1.5, 1), 1e-12, "t1")
	near(t, 43.082474673910921, spikeTime(1.5, 2), 1e-12, "t2")
	near(t, 106.4131613755571, spikeTime(1.5, 5), 1e-12, "t5")
	currents := []float64{1.5}
	for k := range 63 {
		currents = append(currents, 1.3+0.02*float64(k)+0.0007*float64(k*k%11))
	}
	eachEngine(t, func(t *testing.T, device string) {
		// In float32 a rounding of 1e-7 of the threshold moves a slow crossing by 1e-5 ms a time.
		steps := []float64{0.2, 0.1, 0.05, 0.025, 0.0125}
		var errs []float64
		for _, dt := range steps {
			s, _ := runOn(t, device, constantCurrent(dt, currents), 160).SpikesOf("p")
			mean := 0.0
			for n, train := range s.Trains(len(currents)) {
				require.GreaterOrEqual(t, len(train), 5)
				at := 0.0
				for k := 1; k <= 5; k++ {
					// A spike is found at the end of its step: each interval is late by less than one step.
					interval := float64(train[k-1])*dt - at
					want := spikeTime(currents[n], k)
					if k > 1 {
						want -= spikeTime(currents[n], k-1)
					}
					near(t, want+dt/2, interval, dt/2+precision(device, 1e-9, 1e-3), "interval %d of neuron %d at dt %g", k, n, dt)
					at += interval
				}
				mean += (at - spikeTime(currents[n], 5)) / float64(len(currents))
			}
			errs = append(errs, mean)
		}
		near(t, 1, slope(t, steps, errs), 0.1, "order of the spike times, errors %v", errs)
	})
}

// TestRefractoryTime: held at v_reset for t_ref, and free again in the step after it.
func TestRefractoryTime(t *testing.T) {
	net := &model.Network{Name: "refractory", DT: 0.1, Populations: []*model.Population{
		{Name: "p", Model: "lif", Size: 1, Params: constants(map[string]float64{"t_ref": 3, "i_e": 1e4})},
	}, Recorders: []*model.Recorder{spikeRecorder("p")}}
	eachEngine(t, func(t *testing.T, device string) {
		v := course(t, device, net, "p", "v", 100)
		spike := 1
		for v[spike] != -70 {
			spike++
		}
		for k := range 31 {
			require.Equal(t, -70.0, v[spike+k], "step %d after the spike", k)
		}
		require.Greater(t, v[spike+31], -70.0)
		s, _ := runOn(t, device, net, 10).SpikesOf("p")
		require.Equal(t, uint32(spike), s.Steps[0])
		// From reset to threshold it takes what it took from e_l = v_reset at the start.
		require.Equal(t, uint32(2*spike+30), s.Steps[1])
	})
}
