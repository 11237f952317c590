package buffers

import (
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// smallWorld joins neuron i to its nearest on a ring and moves each synapse
// with probability P to a target drawn among those it does not reach yet. Rows
// are drawn each by itself: the graph is directed.
type smallWorld struct {
	stream model.Stream
	size   uint32
	n      uint32 // even
	p      float64
}

func (w *smallWorld) expect() (mean, variance float64) {
	return float64(w.size) * float64(w.n), 0
}

func (w *smallWorld) row(r uint32, _ *scratch, out []uint32) []uint32 {
	from := len(out)
	for k := range w.n / 2 {
		out = append(out, uint32((uint64(r)+uint64(k)+1)%uint64(w.size)), uint32((uint64(r)+uint64(w.size)-uint64(k)-1)%uint64(w.size)))
	}
	c := w.stream.At(uint64(r))
	row := out[from:]
	for k := range row {
		if !(c.Float64() < w.p) || w.n >= w.size-1 {
			continue
		}
		for {
			j := c.Uniform(w.size)
			if j != r && !slices.Contains(row, j) {
				row[k] = j
				break
			}
		}
	}
	slices.Sort(row)
	return out
}

// scaleFree holds the graph of Barabasi and Albert: pair k joins sources[k] to
// targets[k], and every edge is there in both directions. Each neuron's choice
// depends on those before, so the graph is grown by one thread; that takes
// about 50 ns an edge.
type scaleFree struct{ from, to []uint32 }

func newScaleFree(p *Part) *scaleFree {
	size, m := p.SourceSize, p.Projection.Rule.N
	edges := m * (size - m)
	ends := make([]uint32, 0, 2*edges) // every neuron as often as it has edges
	g := &scaleFree{make([]uint32, 0, 2*edges), make([]uint32, 0, 2*edges)}
	chosen := make([]uint32, 0, m)
	for i := range m {
		chosen = append(chosen, uint32(i)) // the first to come joins all that are there
	}
	for i := m; i < size; i++ {
		if i > m {
			c := p.Stream.At(uint64(i))
			chosen = chosen[:0]
			for len(chosen) < m {
				if j := ends[c.Uniform(uint32(len(ends)))]; !slices.Contains(chosen, j) {
					chosen = append(chosen, j)
				}
			}
		}
		for _, j := range chosen {
			ends = append(ends, uint32(i), j)
			g.from = append(g.from, uint32(i), j)
			g.to = append(g.to, j, uint32(i))
		}
	}
	return g
}

func (g *scaleFree) items() int                         { return len(g.from) }
func (g *scaleFree) target(i int) uint32                { return g.to[i] }
func (g *scaleFree) synapses() uint64                   { return uint64(len(g.from)) }
func (g *scaleFree) sources(i int, _ *scratch) []uint32 { return g.from[i : i+1] }

// clustered draws a row in two: the targets of the source's own block with
// probability P, all others with POut, each as the Bernoulli rule does.
type clustered struct {
	sources, targets, blocks int
	inside, outside          *bernoulli
	skipSelf                 bool
	expected                 float64
}

func newClustered(p *Part) *clustered {
	r := p.Projection.Rule
	make := func(name string, prob float64) *bernoulli {
		x := *p.Projection
		x.Rule.P = prob
		part := *p
		part.Projection, part.Stream = &x, p.Stream.Sub(name)
		return newBernoulli(&part)
	}
	return &clustered{sources: p.SourceSize, targets: p.TargetSize, blocks: r.Clusters,
		inside: make("inside", r.P), outside: make("outside", r.POut), skipSelf: p.skipsSelf(), expected: p.Expected}
}

func (c *clustered) expect() (mean, variance float64) { return c.expected, c.expected }

func (c *clustered) row(r uint32, _ *scratch, out []uint32) []uint32 {
	from := len(out)
	block := int(uint64(r) * uint64(c.blocks) / uint64(c.sources))
	// member i is of block floor(i blocks / size), so block b begins at ceil(b size / blocks)
	begin := func(b int) uint32 {
		return uint32((uint64(b)*uint64(c.targets) + uint64(c.blocks) - 1) / uint64(c.blocks))
	}
	lo, hi := begin(block), begin(block+1)
	out = c.outside.draw(r, uint32(c.targets)-(hi-lo), out)
	for k, j := range out[from:] {
		if j >= lo {
			out[from+k] = j + hi - lo
		}
	}
	mid := len(out)
	out = c.inside.draw(r, hi-lo, out)
	for k := range out[mid:] {
		out[mid+k] += lo
	}
	row := out[from:]
	slices.Sort(row)
	if c.skipSelf {
		if k, found := slices.BinarySearch(row, r); found {
			return out[:from+len(slices.Delete(row, k, k+1))]
		}
	}
	return out
}
