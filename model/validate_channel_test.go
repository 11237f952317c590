package model_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// relay is a population with channels and an ion pool that has no mistake.
func relay() *model.Population {
	return &model.Population{Name: "p", Model: "conductance", Size: 2,
		Channels: []*model.Channel{{Name: "leak", Model: "leak"}, {Name: "t", Model: "cat_huguenard_1992", Ion: "ca"}},
		Ions:     []*model.Ion{{Name: "ca", Model: "calcium_detailed"}}}
}

// What a modeller sees who makes a mistake with channels.
func TestChannelMistakes(t *testing.T) {
	validate := func(p *model.Population) error {
		return (&model.Network{Name: "n", DT: 0.1, Populations: []*model.Population{p}}).Validate()
	}
	require.NoError(t, validate(relay()))
	for _, c := range []struct {
		name   string
		change func(*model.Population)
		want   string
	}{
		{"none", func(p *model.Population) { p.Channels = nil }, `conductance needs at least one ion channel, such as "leak"`},
		{"other neuron", func(p *model.Population) { p.Model = "lif" }, `lif takes no ion channels; the model for them is "conductance"`},
		{"too many", func(p *model.Population) {
			for len(p.Channels) <= model.MaxChannels {
				p.Channels = append(p.Channels, &model.Channel{Name: strings.Repeat("x", len(p.Channels)), Model: "leak"})
			}
		}, `13 ion channels, at most 12 are possible`},
		{"unknown", func(p *model.Population) { p.Channels[0].Model = "leek" }, `channel "leak": there is no channel model "leek" (did you mean "leak"?)`},
		{"no ion", func(p *model.Population) { p.Channels[1].Ion = "" }, `channel "t": cat_huguenard_1992 needs an ion of the population (there is ca)`},
		{"wrong ion", func(p *model.Population) { p.Channels[1].Ion = "k" }, `channel "t": the population has no ion "k" (there is ca)`},
		{"useless ion", func(p *model.Population) { p.Channels[0].Ion = "ca" }, `channel "leak": leak does not depend on an ion`},
		{"same name", func(p *model.Population) { p.Channels[0].Name = "t" }, `channel "t": the name is that of a channel already`},
		{"parameter", func(p *model.Population) { p.Channels[0].Params = map[string]model.Value{"gmax": model.Const(1)} }, `leak has no parameter "gmax" (did you mean "g_max"?)`},
		{"range", func(p *model.Population) { p.Channels[0].Params = map[string]model.Value{"g_max": model.Const(-1)} }, `g_max is -1, must be from 0 to 1e+09`},
		{"gate", func(p *model.Population) { p.Channels[1].Initial = map[string]model.Value{"n": model.Const(1)} }, `cat_huguenard_1992 has no state variable "n"`},
		{"reversal", func(p *model.Population) { p.Ions[0].Initial = map[string]model.Value{"e": model.Const(1)} }, `ion "ca": e of calcium_detailed follows from the others and takes no initial value`},
		{"charge", func(p *model.Population) {
			p.Ions[0].Model, p.Ions[0].Params = "nernst", map[string]model.Value{"z": model.Const(0)}
		}, `concentrations must be above 0 and z not 0`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := relay()
			c.change(p)
			err := validate(p)
			require.ErrorContains(t, err, c.want)
			var e *model.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, []string{"population", "p"}, e.Path[:2])
		})
	}
}

// TestChannelState: gates rest at the potential and concentration of their own
// neuron, the reversal potential is Nernst's, and variables are found by name.
func TestChannelState(t *testing.T) {
	p := relay()
	p.Initial = map[string]model.Value{"v": model.Each(-81, -57)}
	p.Ions[0].Initial = map[string]model.Value{"c": model.Each(2e-4, 2e-2)}
	plan, err := (&model.Network{Name: "n", DT: 0.1, Populations: []*model.Population{p}}).MakePlan()
	require.NoError(t, err)
	g := plan.Groups[0]
	state := plan.InitialState(g)
	at := func(name string, i int) float64 {
		w, ok := p.Variable(name)
		require.True(t, ok, name)
		return state[w*g.Size+i]
	}
	require.Equal(t, 10.0, at("leak.g", 0))            // the default, 0.1 mS/cm2 on 1e-4 cm2
	require.InDelta(t, 0.5, at("t.h", 0), 1e-12)       // half inactivated at -81 mV
	require.InDelta(t, 0.5, at("t.m", 1), 1e-12)       // half activated at -57 mV
	require.InDelta(t, 122.684, at("ca.e", 0), 1e-3)   // 13.3201 mV ln(2 / 2e-4)
	require.InDelta(t, 122.684/2, at("ca.e", 1), 1e-3) // 13.3201 mV ln(2 / 2e-2), half of it
	require.Equal(t, "mM", p.VariableUnit("ca.c"))
	// Another order of channels is another group.
	q := relay()
	q.Name = "q"
	q.Channels[0], q.Channels[1] = q.Channels[1], q.Channels[0]
	plan, err = (&model.Network{Name: "n", DT: 0.1, Populations: []*model.Population{p, q}}).MakePlan()
	require.NoError(t, err)
	require.Len(t, plan.Groups, 2)
}
