package host

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// exp2Above returns the power of two of which |x| is at most 2^bits.
func exp2Above(x float64, bits int) float64 {
	return math.Exp2(math.Ceil(math.Log2(math.Abs(x))) - float64(bits))
}

// ruleBuild collects the arrays of one rule while its projections are laid end to end.
type ruleBuild struct {
	*plasticGroup
	targets []uint32
	delays  []uint16
	weights []float64
	params  []float64
	rowPtr  []uint32
	preOf   []uint32 // projection of each pre
	postOf  []uint32
	entries []uint32 // projection table
}

// buildRule builds the projections of one rule and moves them to the device.
func (s *Sim) buildRule(ctx context.Context, planned *model.PlasticGroup, threads int) (*plasticGroup, error) {
	b := &ruleBuild{plasticGroup: &plasticGroup{plan: planned}}
	b.Rule = planned.Rule.Name
	b.Sources, b.Projections = s.plan.Sources, len(planned.Projections)
	for k, proj := range planned.Projections {
		rows, err := s.buildPlasticRows(ctx, proj, threads)
		if err != nil {
			return nil, err
		}
		if err := b.add(s, uint32(k), proj, rows); err != nil {
			return nil, err
		}
	}
	b.rowPtr = append(b.rowPtr, uint32(len(b.targets)))
	b.Synapses = len(b.targets)
	columns, colPtr := b.columns()
	lags := b.lags()
	b.Lags, b.History = len(lags), 4
	for b.History < int(slices.Max(append(lags, 1)))+2 {
		b.History *= 2
	}
	roles := b.roles(s)
	table := slices.Concat(roles, b.preOf, b.rowPtr, b.postOf, colPtr, lags, b.entries)
	return b.plasticGroup, b.upload(s, table, columns)
}

// add lays a projection behind those before it.
func (b *ruleBuild) add(s *Sim, k uint32, proj *model.Projection, rows plasticRows) error {
	net := s.plan.Network
	m := plasticMember{Projection: proj, source: net.Find(proj.Source), target: net.Find(proj.Target),
		pre: b.Pre, post: b.Post, first: len(b.targets)}
	if uint64(m.first)+rows.Rows.Synapses() > 1<<31 {
		return fmt.Errorf("projection %q: more than %d plastic synapses of one rule", proj.Name, 1<<31)
	}
	for i, at := range rows.Ptr {
		m.ptr = append(m.ptr, uint32(at))
		if i > 0 {
			n := int(at - rows.Ptr[i-1])
			b.LongestRow = max(b.LongestRow, n)
			g, first := s.plan.Locate(m.source)
			s.outdegree[g.SourceBase+first+i-1] += uint32(n)
		}
		if i < m.source.Size {
			b.rowPtr = append(b.rowPtr, uint32(m.first)+uint32(at))
		}
	}
	low, high := min(proj.WMax(), 0), max(proj.WMax(), 0)
	for i, port := range rows.Ports {
		b.targets = append(b.targets, uint32(m.post)+port)
		// A weight profile may have carried a weight out of its bounds.
		b.weights = append(b.weights, min(max(float64(rows.Weights[i])*rows.unit, low), high))
		s.maxDelay = max(s.maxDelay, int(rows.Rows.Delays[i]))
	}
	b.delays = append(b.delays, rows.Rows.Delays...)
	s.stats.Synapses += int64(len(rows.Ports))
	for range m.source.Size {
		b.preOf = append(b.preOf, k)
	}
	for range m.target.Size {
		b.postOf = append(b.postOf, k)
	}
	b.Pre += m.source.Size
	b.Post += m.target.Size
	b.params = append(b.params, 1/net.Quantum(m.target, proj.Receptor))
	b.params = append(b.params, b.plan.Params(proj, net.DT)...)
	b.entries = append(b.entries, b.entry(s, &m)...)
	b.members = append(b.members, m)
	return nil
}

// entry returns a projection's words of the table.
func (b *ruleBuild) entry(s *Sim, m *plasticMember) []uint32 {
	words := make([]uint32, kernels.PlasticProjectionWords)
	words[0] = uint32(m.post)
	words[1], words[2] = s.plan.Port(m.target, m.target.Receptor(m.Receptor))
	if name := m.Plasticity.Modulator; name != "" {
		pop := s.plan.Network.Find(name)
		g, first := s.plan.Locate(pop)
		words[3], words[4] = uint32(g.SourceBase+first), uint32(pop.Size)
	}
	rule := b.plan.Rule
	if rule.Interval != nil {
		words[5] = uint32(math.Round(rule.Interval(rule.Lookup(m.Plasticity.Params)) / s.plan.Network.DT))
	}
	if rule.Watches != "" {
		g, first := s.plan.Locate(m.target)
		layout := buffers.StateLayout{Words: g.Words, Neurons: g.Size, Lanes: s.device.memory.Lanes()}
		word, _ := m.target.Variable(rule.Watches)
		words[6], words[7] = uint32(layout.Index(word, first)), uint32(layout.Lanes)
	}
	return words
}

// columns returns for every target its synapses, each with its pre, in the order of delays.
func (b *ruleBuild) columns() (columns, ptr []uint32) {
	ptr = make([]uint32, b.Post+1)
	for _, t := range b.targets {
		ptr[t+1]++
	}
	for i := range b.Post {
		b.LongestColumn = max(b.LongestColumn, int(ptr[i+1]))
		ptr[i+1] += ptr[i]
	}
	columns = make([]uint32, 2*len(b.targets))
	next := slices.Clone(ptr)
	// Twice a counting sort: by delay, then by target, keeps rows in order within both.
	for _, e := range b.byDelay() {
		at := next[b.targets[e]]
		next[b.targets[e]]++
		columns[2*at] = e
	}
	pre := make([]uint32, len(b.targets))
	for k := range b.rowPtr[:len(b.rowPtr)-1] {
		for e := b.rowPtr[k]; e < b.rowPtr[k+1]; e++ {
			pre[e] = uint32(k)
		}
	}
	for c := range b.targets {
		columns[2*c+1] = pre[columns[2*c]]
	}
	return columns, ptr
}

// byDelay returns the synapses in the order of delays.
func (b *ruleBuild) byDelay() []uint32 {
	next := make([]uint32, 1<<16+1)
	for _, d := range b.delays {
		next[int(d)+1]++
	}
	for d := range 1 << 16 {
		next[d+1] += next[d]
	}
	order := make([]uint32, len(b.delays))
	for e, d := range b.delays {
		order[next[d]] = uint32(e)
		next[d]++
	}
	return order
}

// lags returns the different delays, ascending.
func (b *ruleBuild) lags() []uint32 {
	seen := make([]bool, 1<<16)
	for _, d := range b.delays {
		seen[d] = true
	}
	var out []uint32
	for d, is := range seen {
		if is {
			out = append(out, uint32(d))
		}
	}
	return out
}

// roles returns what each source is: where its roles begin, and the roles, as a pre first.
func (b *ruleBuild) roles(s *Sim) []uint32 {
	lists := make([][]uint32, b.Sources)
	each := func(pop *model.Population, role uint32) {
		g, first := s.plan.Locate(pop)
		for i := range pop.Size {
			lists[g.SourceBase+first+i] = append(lists[g.SourceBase+first+i], role+uint32(i))
		}
	}
	for _, m := range b.members {
		each(m.source, uint32(m.pre))
	}
	for _, m := range b.members {
		each(m.target, kernels.RolePost+uint32(m.post))
	}
	out := make([]uint32, 1, b.Sources+1+b.Pre+b.Post)
	at := 0
	for _, l := range lists {
		b.MostRoles = max(b.MostRoles, len(l))
		at += len(l)
		out = append(out, uint32(at))
	}
	return append(out, slices.Concat(lists...)...)
}

// upload makes the device's arrays.
func (b *ruleBuild) upload(s *Sim, table, columns []uint32) error {
	rule := b.plan.Rule
	marks, traces := b.MarkWords(rule.Modulated), b.TraceWords(len(rule.Pre), len(rule.Post))
	if most := s.device.memory.MaxElements(); max(len(columns), len(table), marks, traces) > most {
		return fmt.Errorf("%d synapses, %d targets and delays up to %d steps need an array of more than the %d words the device can hold; use shorter delays or fewer synapses",
			b.Synapses, b.Post, b.History-2, most)
	}
	name := func(what string) string { return rule.Name + " " + what }
	var err error
	words := func(what string, x []uint32) (a *buffers.Array) {
		if err == nil {
			a, err = s.table(name(what), x)
		}
		return a
	}
	reals := func(what string, x []float64, n int) (a *buffers.Array) {
		if err == nil {
			a, err = s.reals(name(what), x, n)
		}
		return a
	}
	b.Table, b.Columns, b.Targets = words("table", table), words("columns", columns), words("targets", b.targets)
	b.Plastic.Weights, b.Params = reals("weights", b.weights, 0), reals("params", b.params, 0)
	b.State = reals("synapse state", nil, (len(rule.Synapse)-1)*b.Synapses)
	b.Marks, b.Traces = words("marks", make([]uint32, marks)), reals("traces", nil, traces)
	if err != nil {
		return err
	}
	if b.Delays, err = s.array(name("delays"), buffers.U16, len(b.delays)); err != nil {
		return err
	}
	return b.Delays.WriteU16(0, b.delays)
}
