package model

import (
	"fmt"
	"strings"
)

// ChannelWords is the number of parameter words of one channel in a row: its
// reversal potential and up to eleven derived parameters.
const ChannelWords = 12

// IonWords is the number of parameter words of one ion pool in a row.
const IonWords = 8

// ChannelSlot is one ion channel of a group.
type ChannelSlot struct {
	Channel *ChannelModel
	ID      int // index in Channels(): the shader's CHANNEL_ number
	Base    int // first state word
	Ion     int // index of its ion pool, -1 when it has none
}

// IonSlot is one ion pool of a group.
type IonSlot struct {
	Ion  *IonModel
	ID   int // index in Ions(): the shader's ION_ number
	Base int // first state word
}

// channelKey adds to a group's key what tells its channels from others.
func channelKey(b *strings.Builder, pop *Population) {
	for _, c := range pop.Channels {
		fmt.Fprintf(b, "/channel %s:%d", c.Model, pop.ion(c.Ion))
	}
	for _, x := range pop.Ions {
		fmt.Fprintf(b, "/ion %s", x.Model)
	}
}

func (g *Group) addChannels(pop *Population) {
	for _, c := range pop.Channels {
		m := FindChannel(c.Model)
		id := indexOf(channels, func(x *ChannelModel) bool { return x == m })
		g.Channels = append(g.Channels, ChannelSlot{Channel: m, ID: id, Base: g.Words, Ion: pop.ion(c.Ion)})
		g.Words += len(m.State)
	}
	for _, x := range pop.Ions {
		m := FindIon(x.Model)
		id := indexOf(ions, func(y *IonModel) bool { return y == m })
		g.Ions = append(g.Ions, IonSlot{Ion: m, ID: id, Base: g.Words})
		g.Words += len(m.State)
	}
}

// channelRow writes the parameters of the channels and ion pools of member i.
func (p *Plan) channelRow(g *Group, pop *Population, draw func([]Param, map[string]Value, string, int) Lookup, words []float64, i int) {
	for k, slot := range g.Channels {
		c := pop.Channels[k]
		of := draw(slot.Channel.Params, c.Params, c.Name+".", i)
		if slot.Channel.Ion != IonCarries {
			words[0] = of("e_rev")
		}
		copy(words[1:ChannelWords], slot.Channel.Derive(of, p.Network.DT))
		words = words[ChannelWords:]
	}
	for k, slot := range g.Ions {
		x := pop.Ions[k]
		copy(words[:IonWords], slot.Ion.Derive(draw(slot.Ion.Params, x.Params, x.Name+".", i), p.Network.DT))
		words = words[IonWords:]
	}
}

// initialChannels fills the initial state of a population's ion pools, then of
// its channels, whose gates rest at the membrane potential and concentration of
// their neuron unless they are given.
func (p *Plan) initialChannels(g *Group, m Member, state []float64) {
	pop, n := m.Population, p.Network
	draw := n.drawer(pop)
	word := func(w int) []float64 { return state[w*g.Size+m.First:][:pop.Size] }
	given := func(initial map[string]Value, of, name string, i int) (float64, bool) {
		v, ok := initial[name]
		if !ok {
			return 0, false
		}
		return v.Draw(NewStream(n.Seed, "population/"+pop.Name+"/initial/"+of+"."+name), uint64(i)), true
	}
	for k, slot := range g.Ions {
		x := pop.Ions[k]
		for i := range pop.Size {
			of := draw(slot.Ion.Params, x.Params, x.Name+".", i)
			c, ok := given(x.Initial, x.Name, "c", i)
			if !ok {
				c = of(slot.Ion.State[0].FromParam)
			}
			word(slot.Base)[i], word(slot.Base + 1)[i] = c, slot.Ion.Reversal(of, c)
		}
	}
	for k, slot := range g.Channels {
		x := pop.Channels[k]
		for i := range pop.Size {
			c := 0.0
			if slot.Ion >= 0 {
				c = word(g.Ions[slot.Ion].Base)[i]
			}
			rest := slot.Channel.Steady(draw(slot.Channel.Params, x.Params, x.Name+".", i), word(0)[i], c)
			for w, v := range slot.Channel.State {
				if y, ok := given(x.Initial, x.Name, v.Name, i); ok {
					rest[w] = y
				}
				word(slot.Base + w)[i] = rest[w]
			}
		}
	}
}

// channelVariables lists the state variables of channels and ion pools, in the order of their words.
func (p *Population) channelVariables() []Var {
	var vars []Var
	for _, c := range p.Channels {
		if m := FindChannel(c.Model); m != nil {
			for _, v := range m.State {
				vars = append(vars, Var{Name: c.Name + "." + v.Name, Unit: v.Unit})
			}
		}
	}
	for _, x := range p.Ions {
		if m := FindIon(x.Model); m != nil {
			for _, v := range m.State {
				vars = append(vars, Var{Name: x.Name + "." + v.Name, Unit: v.Unit})
			}
		}
	}
	return vars
}
