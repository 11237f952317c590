package buffers

import (
	"context"
	"fmt"
	"math"
)

// blockEntries is the number of synapses made at a time by one worker: small
// enough that they are still in the second-level cache when they are copied.
const blockEntries = 1 << 15

// Build makes the rows of a segment with that many threads (0: one for each
// processor). The rows depend on the description and its streams alone, not on
// the number of threads, nor on which projections share the segment.
//
// Where every rule can make its synapses source by source, rows are made in
// blocks and appended in order; otherwise (fixed_indegree, explicit) they are
// counted first and then put in place. The peak of memory is the result and
// about a tenth of it. It fails when a part asks for what cannot be (the
// message names the projection) or when ctx ends.
func Build(ctx context.Context, spec SegmentSpec, threads int) (*Rows, error) {
	if err := spec.check(); err != nil {
		return nil, err
	}
	b, err := newBuilder(spec, threads)
	if err != nil {
		return nil, err
	}
	var rows *Rows
	if b.streams() {
		rows, err = b.stream(ctx)
	} else {
		rows, err = b.place(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("building the synapses of segment %q: %w", spec.Name, err)
	}
	return rows, nil
}

// builder is a segment being built.
type builder struct {
	spec    SegmentSpec
	threads int
	parts   []*part
}

// part is a projection with its rule made ready: one of rows and scatter is set.
type part struct {
	*Part
	rows    rower
	scatter scatterer
	values  values
	// unsorted says that rows come in another order than that of targets.
	unsorted bool
}

// rower is a rule that makes its synapses source by source. It is shared by
// the workers; all that changes is in the scratch.
type rower interface {
	// row appends the targets of source r in ascending order.
	row(r uint32, s *scratch, out []uint32) []uint32
	// expect returns mean and variance of the number of synapses.
	expect() (mean, variance float64)
}

// scatterer is a rule whose synapses come in another order than by source:
// item after item, each with one target and any number of sources.
type scatterer interface {
	items() int
	// sources returns the sources of item i, in scratch or in the description.
	sources(i int, s *scratch) []uint32
	target(i int) uint32
	synapses() uint64
}

func newBuilder(spec SegmentSpec, threads int) (*builder, error) {
	b := &builder{spec: spec, threads: workers(threads)}
	for i := range spec.Parts {
		p := &part{Part: &spec.Parts[i]}
		if err := p.prepare(); err != nil {
			return nil, err
		}
		p.values = newValues(p.Part, spec.UniformWeight, spec.UniformDelay)
		if p.Projection.Rule.Procedural && !p.constWeight() {
			var err error
			if p.values.levels, err = p.levels(); err != nil {
				return nil, err
			}
			// Kernels make rows in the order of drawing, which is that of the weights.
			if d, ok := p.rows.(*sampled); ok {
				d.unsorted, p.unsorted = true, true
			}
		}
		b.parts = append(b.parts, p)
	}
	return b, nil
}

func (b *builder) streams() bool {
	for _, p := range b.parts {
		if p.rows == nil {
			return false
		}
	}
	return true
}

// expect returns the mean and the variance of the number of synapses of the
// parts that are made row by row, and adds those of the others to the mean.
func (b *builder) expect() (mean, variance float64) {
	for _, p := range b.parts {
		if p.rows == nil {
			mean += float64(p.scatter.synapses())
			continue
		}
		m, v := p.rows.expect()
		mean += m
		variance += v
	}
	return mean, variance
}

// rowBlocks cuts the rows into blocks of about blockEntries synapses.
func (b *builder) rowBlocks() (blocks, rowsPerBlock int) {
	n := b.spec.Sources
	mean, _ := b.expect()
	rowsPerBlock = 1 << 16
	if perRow := mean / math.Max(float64(n), 1); perRow > 1 {
		rowsPerBlock = max(min(rowsPerBlock, int(blockEntries/perRow)), 1)
	}
	return (n + rowsPerBlock - 1) / rowsPerBlock, rowsPerBlock
}

// overRows calls work for blocks of rows lo..hi-1 from the builder's threads.
func (b *builder) overRows(ctx context.Context, work func(s *scratch, lo, hi int) error) error {
	blocks, each := b.rowBlocks()
	return parallel(ctx, blocks, b.threads, func(s *scratch, i int) error {
		return work(s, i*each, min((i+1)*each, b.spec.Sources))
	})
}

// alloc returns n entries with the arrays that the segment has.
func (b *builder) alloc(n uint64) (entries, error) {
	if n > math.MaxInt64/8 {
		return entries{}, fmt.Errorf("%d synapses cannot be addressed", n)
	}
	e := entries{ports: make([]uint32, n)}
	if !b.spec.UniformWeight {
		e.weights = make([]int32, n)
	}
	if !b.spec.UniformDelay {
		e.delays = make([]uint16, n)
	}
	return e, nil
}

// ports turns targets into ports, in place.
func (p *part) ports(targets []uint32) {
	base, stride := p.PortBase, p.PortStride
	for i, t := range targets {
		targets[i] = base + t*stride
	}
}
