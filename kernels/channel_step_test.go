package kernels

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// channelPopulation makes a conductance population with channels of the given
// models and the ion pools, which the channels that need one take in turns. own
// draws every parameter for every neuron.
func channelPopulation(channels, ions []string, scheme string, size int, own bool) *model.Population {
	spread := func(table []model.Param) map[string]model.Value {
		values := map[string]model.Value{}
		for _, p := range table {
			if d := 0.05 * math.Abs(p.Default); own && d > 0 {
				values[p.Name] = model.UniformDist(p.Default-d, p.Default+d)
			}
		}
		return values
	}
	m := model.FindNeuron("conductance")
	pop := &model.Population{Name: "p", Model: m.Name, Size: size, Scheme: scheme, Params: spread(m.Params)}
	for k, name := range ions {
		pop.Ions = append(pop.Ions, &model.Ion{Name: fmt.Sprintf("i%d", k), Model: name, Params: spread(model.FindIon(name).Params)})
	}
	needed := 0
	for k, name := range channels {
		c := model.FindChannel(name)
		x := &model.Channel{Name: fmt.Sprintf("c%d", k), Model: name, Params: spread(c.Params)}
		if c.Ion != model.IonNone {
			x.Ion = pop.Ions[needed%len(pop.Ions)].Name
			needed++
		}
		pop.Channels = append(pop.Channels, x)
	}
	return pop
}

// fullCases are populations that fill every slot: all channels of the registry
// in one or the other, both schemes, and every ion pool.
func fullCases(t *testing.T) map[string]*neuronCase {
	cases := map[string]*neuronCase{}
	all := model.Channels()
	var ions []string
	for _, m := range model.Ions() {
		ions = append(ions, m.Name)
	}
	require.LessOrEqual(t, len(ions), model.MaxIons, "the cases cannot hold every ion pool")
	for k, scheme := range model.FindNeuron("conductance").Schemes {
		var names []string
		for i := range model.MaxChannels {
			names = append(names, all[(k*(len(all)-model.MaxChannels)+i)%len(all)].Name)
		}
		cases[scheme.Name] = populationCase(t, channelPopulation(names, ions, scheme.Name, 600, k == 1), true)
	}
	require.LessOrEqual(t, len(all), 2*model.MaxChannels, "the cases cannot hold every channel")
	return cases
}

// pairCases are one population for every two channels of the registry, with one
// ion pool, in both schemes.
func pairCases(t *testing.T) map[string]*neuronCase {
	cases := map[string]*neuronCase{}
	all, ions := model.Channels(), model.Ions()
	for k := 0; k < len(all); k += 2 {
		pair := []string{all[k].Name, all[(k+1)%len(all)].Name}
		for s, scheme := range []string{"staggered", "exponential_euler"} {
			pop := channelPopulation(pair, []string{ions[k/2%len(ions)].Name}, scheme, 300, (k/2+s)%2 == 0)
			cases[fmt.Sprintf("%s+%s/%s", pair[0], pair[1], scheme)] = populationCase(t, pop, true)
		}
	}
	return cases
}

// testChannels compares one step of every case with the float64 build, and three
// steps bit by bit with one native thread.
func testChannels(t *testing.T, cases map[string]*neuronCase, rigs map[string]func(t *testing.T) rig) {
	moved := 0
	for _, name := range sortedNames(cases) {
		c := cases[name]
		one, many := c.run(t, reference(), 1), c.run(t, nativeRig(1, 32), 3)
		for k, x := range one.state {
			if x != c.state[k] {
				moved++
			}
		}
		for _, device := range sortedNames(rigs) {
			t.Run(name+"/"+device, func(t *testing.T) {
				r := rigs[device](t)
				c.compareReference(t, one, c.run(t, r, 1))
				got := c.run(t, r, 3)
				sameBits(t, many.state, got.state, "state after 3 steps")
				require.Equal(t, many.spikes, got.spikes)
			})
		}
	}
	require.Greater(t, moved, 5000, "hardly any state changed: the cases test nothing")
}

func nativeRigs() map[string]func(t *testing.T) rig {
	return map[string]func(t *testing.T) rig{
		"native-1-thread":  func(*testing.T) rig { return nativeRig(1, 32) },
		"native-3-threads": func(*testing.T) rig { return nativeRig(3, 32) },
	}
}

// TestChannelStep runs every ion channel and ion pool, in full populations on
// the software driver, whose pipelines take long to make, and in pairs on the
// native engine; the rest is TestChannelStepEverywhere's.
func TestChannelStep(t *testing.T) {
	rigs := nativeRigs()
	t.Run("pairs", func(t *testing.T) { testChannels(t, pairCases(t), rigs) })
	rigs["lavapipe"] = func(t *testing.T) rig { return vulkanRig(t, VulkanOptions{}) }
	t.Run("full", func(t *testing.T) { testChannels(t, fullCases(t), rigs) })
}
