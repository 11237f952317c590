package buffers

import (
	"context"
	"fmt"
	"math"
)

// place builds a segment with rules that do not come in the order of sources:
// a first pass counts the entries of each row, a second one makes the same
// synapses again, part after part, and puts them where they belong. Drawing
// twice costs less than holding the synapses twice.
func (b *builder) place(ctx context.Context) (*Rows, error) {
	ptr := make([]uint64, b.spec.Sources+1)
	for _, p := range b.parts {
		if err := b.count(ctx, p, ptr[1:]); err != nil {
			return nil, err
		}
	}
	for i, n := range ptr[1:] {
		if n > math.MaxUint32 {
			return nil, fmt.Errorf("source %d has %d synapses, more than %d", i, n, uint32(math.MaxUint32))
		}
		ptr[i+1] += ptr[i]
	}
	out, err := b.alloc(ptr[b.spec.Sources])
	if err != nil {
		return nil, err
	}
	filled := make([]uint32, b.spec.Sources)
	for _, p := range b.parts {
		if p.rows != nil {
			err = b.placeRows(ctx, p, ptr, filled, out)
		} else {
			err = b.placeScattered(ctx, p, ptr, filled, out)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(b.parts) > 1 {
		err = b.overRows(ctx, func(s *scratch, lo, hi int) error {
			for r := lo; r < hi; r++ {
				out.cut(ptr[r], ptr[r+1]).sort(s)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return &Rows{Ptr: ptr, Ports: out.ports, Weights: out.weights, Delays: out.delays}, nil
}

// count adds the entries of each row of the part to total.
func (b *builder) count(ctx context.Context, p *part, total []uint64) error {
	if p.rows == nil {
		hist, err := b.histogram(ctx, p)
		if err != nil {
			return err
		}
		for _, h := range hist {
			for r, n := range h {
				total[r] += uint64(n)
			}
		}
		return nil
	}
	return b.overRows(ctx, func(s *scratch, lo, hi int) error {
		for r := lo; r < hi; r++ {
			s.buf = p.rows.row(uint32(r), s, s.buf[:0])
			total[r] += uint64(len(s.buf))
		}
		return nil
	})
}

func (b *builder) placeRows(ctx context.Context, p *part, ptr []uint64, filled []uint32, out entries) error {
	return b.overRows(ctx, func(s *scratch, lo, hi int) error {
		for r := lo; r < hi; r++ {
			s.buf = p.rows.row(uint32(r), s, s.buf[:0])
			at := ptr[r] + uint64(filled[r])
			e := out.cut(at, at+uint64(len(s.buf)))
			copy(e.ports, s.buf)
			p.ports(e.ports)
			if err := p.values.fill(uint32(r), e); err != nil {
				return err
			}
			if p.unsorted {
				e.sort(s)
			}
			filled[r] += uint32(len(s.buf))
		}
		return nil
	})
}

// histogram counts the part's synapses by item block and source. The blocks
// are only as many as keep the counts small beside the synapses.
func (b *builder) histogram(ctx context.Context, p *part) ([][]uint32, error) {
	n := p.scatter.items()
	perRow := p.scatter.synapses() / uint64(max(b.spec.Sources, 1))
	blocks := max(min(b.threads, 16, n, int(min(perRow/10, 16))), 1)
	hist := make([][]uint32, blocks)
	for i := range hist {
		hist[i] = make([]uint32, b.spec.Sources)
	}
	err := b.overItems(ctx, p, blocks, func(s *scratch, i, lo, hi int) error {
		h := hist[i]
		for item := lo; item < hi; item++ {
			for _, src := range p.scatter.sources(item, s) {
				h[src]++
			}
		}
		return nil
	})
	return hist, err
}

// overItems calls work for every item of the part, a few thousand at a time so
// that the end of ctx is noticed; block i of the histogram is one goroutine's.
func (b *builder) overItems(ctx context.Context, p *part, blocks int, work func(s *scratch, i, lo, hi int) error) error {
	n := p.scatter.items()
	perItem := max(p.scatter.synapses()/uint64(max(n, 1)), 1)
	chunk := int(max(1<<18/perItem, 1))
	return parallel(ctx, blocks, b.threads, func(s *scratch, i int) error {
		first, end := span(n, blocks, i)
		for lo := first; lo < end; lo += chunk {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := work(s, i, lo, min(lo+chunk, end)); err != nil {
				return err
			}
		}
		return nil
	})
}

// placeScattered counts the part again, turns the counts into positions, and
// puts each synapse at its source's next one. Items are in ascending order, so
// a row comes out in the order of items whatever the number of blocks.
func (b *builder) placeScattered(ctx context.Context, p *part, ptr []uint64, filled []uint32, out entries) error {
	hist, err := b.histogram(ctx, p)
	if err != nil {
		return err
	}
	for r, at := range filled {
		for _, h := range hist {
			at, h[r] = at+h[r], at
		}
	}
	err = b.overItems(ctx, p, len(hist), func(s *scratch, i, lo, hi int) error {
		next := hist[i]
		for item := lo; item < hi; item++ {
			port := p.PortBase + p.scatter.target(item)*p.PortStride
			for _, src := range p.scatter.sources(item, s) {
				at := ptr[src] + uint64(next[src])
				next[src]++
				out.ports[at] = port
				if p.values.byItem {
					if err := p.values.item(uint64(item), out.cut(at, at+1)); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	end := hist[len(hist)-1]
	return b.overRows(ctx, func(s *scratch, lo, hi int) error {
		for r := lo; r < hi; r++ {
			e := out.cut(ptr[r]+uint64(filled[r]), ptr[r]+uint64(end[r]))
			e.sort(s)
			if err := p.checkRow(uint32(r), e.ports); err != nil {
				return err
			}
			if err := p.values.fill(uint32(r), e); err != nil {
				return err
			}
			filled[r] = end[r]
		}
		return nil
	})
}

// checkRow reports a synapse that an explicit list repeats against its own rule.
func (p *part) checkRow(r uint32, ports []uint32) error {
	rule := &p.Projection.Rule
	if !rule.NoMultapses {
		return nil
	}
	for i := 1; i < len(ports); i++ {
		if ports[i] == ports[i-1] {
			return p.errorf("the pairs hold %d -> %d more than once, which the rule forbids; remove it or allow multapses",
				r, (ports[i]-p.PortBase)/max(p.PortStride, 1))
		}
	}
	return nil
}
