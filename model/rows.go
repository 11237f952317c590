package model

// noLeak is a membrane's time constant (ms) beside which every step is nothing.
const noLeak = 1e12

// ReceptorWords is the number of parameter words of one receptor in a row:
// its quantum, its reversal potential and up to six derived parameters, of
// which the last is the magnesium where the output is under its block.
const ReceptorWords = 8

// RowWords returns the number of words of one row of the group's parameter
// table: the model's derived parameters, padded to a multiple of four, then
// ReceptorWords for each receptor, ChannelWords for each channel and IonWords
// for each ion pool.
func (g *Group) RowWords() int {
	return g.ModelWords() + ReceptorWords*len(g.Receptors) + ChannelWords*len(g.Channels) + IonWords*len(g.Ions)
}

// ModelWords returns the number of words of the model's derived parameters in
// a row, padded to a multiple of four.
func (g *Group) ModelWords() int { return (len(g.Model.Derived) + 3) / 4 * 4 }

// Rows returns the group's parameter table: the distinct rows, and for every
// neuron the index of its row; rowOf is nil when all neurons share row 0.
// Parameters are derived in float64 from the users' for dt.
func (p *Plan) Rows(g *Group) (rows [][]float64, rowOf []uint32) {
	n := p.Network
	index := map[string]uint32{}
	rowOf = make([]uint32, g.Size)
	for _, m := range g.Members {
		pop := m.Population
		quanta := make([]float64, len(pop.Receptors))
		for r, rec := range pop.Receptors {
			quanta[r] = n.Quantum(pop, rec.Name)
		}
		draw := n.drawer(pop)
		each := pop.varies()
		for i := range pop.Size {
			if i > 0 && !each {
				rowOf[m.First+i] = rowOf[m.First]
				continue
			}
			row := p.row(g, pop, draw, quanta, i)
			key := rowKey(row)
			k, ok := index[key]
			if !ok {
				k = uint32(len(rows))
				index[key] = k
				rows = append(rows, row)
			}
			rowOf[m.First+i] = k
		}
	}
	if len(rows) == 0 {
		rows = [][]float64{make([]float64, g.RowWords())}
	}
	if len(rows) == 1 {
		return rows, nil
	}
	return rows, rowOf
}

func (p *Plan) row(g *Group, pop *Population, draw func([]Param, map[string]Value, string, int) Lookup, quanta []float64, i int) []float64 {
	row := make([]float64, g.RowWords())
	lookup := draw(g.Model.Params, pop.Params, "", i)
	scheme := g.Model.Schemes[g.Scheme]
	copy(row, g.Model.Derive(lookup, p.Network.DT, scheme.Name))
	var tau, r float64
	if g.Model.Membrane != nil {
		tau, r = g.Model.Membrane(lookup)
	}
	if scheme.Average { // the constant with the same integral has the same effect where nothing leaks
		tau, r, scheme.Exact = noLeak, 0, true
	}
	for k, slot := range g.Receptors {
		rec := pop.Receptors[k]
		words := row[g.ModelWords()+k*ReceptorWords:]
		of := draw(slot.Synapse.Params, rec.Params, rec.Name+".", i)
		words[0] = quanta[k]
		if indexOf(slot.Synapse.Params, func(x Param) bool { return x.Name == "e_rev" }) >= 0 {
			words[1] = of("e_rev")
		}
		if slot.Output == OutputMagnesium {
			words[magnesiumWord] = of("mg") / magnesiumHalf
		}
		copy(words[2:ReceptorWords], slot.Synapse.Derive(of, p.Network.DT, scheme, tau, r))
	}
	p.channelRow(g, pop, draw, row[g.ModelWords()+ReceptorWords*len(g.Receptors):], i)
	return row
}

// varies reports whether any parameter differs between the members.
func (p *Population) varies() bool {
	tables := []map[string]Value{p.Params}
	for _, r := range p.Receptors {
		tables = append(tables, r.Params)
	}
	for _, c := range p.Channels {
		tables = append(tables, c.Params)
	}
	for _, x := range p.Ions {
		tables = append(tables, x.Params)
	}
	for _, params := range tables {
		for _, v := range params {
			if !v.IsConst() {
				return true
			}
		}
	}
	return false
}

// InitialState returns the group's initial state, word after word: word w of
// neuron i at w*Size + i.
func (p *Plan) InitialState(g *Group) []float64 {
	n := p.Network
	state := make([]float64, g.Words*g.Size)
	fill := func(m Member, word int, v Value, stream string) {
		s := NewStream(n.Seed, "population/"+m.Population.Name+"/initial/"+stream)
		for i := range m.Population.Size {
			state[word*g.Size+m.First+i] = v.Draw(s, uint64(i))
		}
	}
	for _, m := range g.Members {
		pop := m.Population
		for w, v := range g.Model.State {
			value, ok := pop.Initial[v.Name]
			stream := v.Name
			if !ok {
				value = Const(v.Default)
				if v.FromParam != "" {
					value = pop.param(g.Model.Params, v.FromParam)
					// the parameter's own stream: every neuron starts at its own value
					fillFrom(n, state[w*g.Size+m.First:], pop, value, v.FromParam)
					continue
				}
			}
			fill(m, w, value, stream)
		}
		for k, slot := range g.Receptors {
			rec := pop.Receptors[k]
			for w, v := range slot.Synapse.State {
				value, ok := rec.Initial[v.Name]
				if !ok {
					value = Const(v.Default)
				}
				fill(m, slot.Base+w, value, rec.Name+"."+v.Name)
			}
		}
		p.initialChannels(g, m, state)
	}
	return state
}

func fillFrom(n *Network, dst []float64, pop *Population, v Value, param string) {
	s := NewStream(n.Seed, "population/"+pop.Name+"/params/"+param)
	for i := range pop.Size {
		dst[i] = v.Draw(s, uint64(i))
	}
}

// Identity returns what a kernel must know of every neuron beyond its place:
// the number of its parameter row and, for models that draw random numbers,
// its number in its population and the population's key, three words in all.
// It is nil when nothing is needed.
func (p *Plan) Identity(g *Group, rowOf []uint32) []uint32 {
	if !g.Model.Random {
		return rowOf
	}
	out := make([]uint32, 3*g.Size)
	for _, m := range g.Members {
		key := NewStream(p.Network.Seed, "population/"+m.Population.Name+"/noise").Key()
		for i := range m.Population.Size {
			k := m.First + i
			if rowOf != nil {
				out[3*k] = rowOf[k]
			}
			out[3*k+1], out[3*k+2] = uint32(i), key[0]
		}
	}
	return out
}
