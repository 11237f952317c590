package buffers

import (
	"context"
	"math"
	"slices"
	"sync"
)

// stream builds rows in blocks that are appended in their order. A worker
// makes a block in its scratch, waits until the block before has told where it
// ends, passes on its own end, and then copies while others go on.
func (b *builder) stream(ctx context.Context) (*Rows, error) {
	mean, variance := b.expect()
	// Eight sigma more than the mean: the arrays are almost surely never moved.
	out, err := b.alloc(uint64(math.Ceil(mean + 8*math.Sqrt(variance))))
	if err != nil {
		return nil, err
	}
	ptr := make([]uint64, b.spec.Sources+1)
	blocks, each := b.rowBlocks()
	begin := make([]chan uint64, blocks+1)
	for i := range begin {
		begin[i] = make(chan uint64, 1)
	}
	begin[0] <- 0
	var moving sync.RWMutex // held for writing while the arrays move
	err = parallel(ctx, blocks, b.threads, func(s *scratch, i int) error {
		lo, hi := i*each, min((i+1)*each, b.spec.Sources)
		if err := b.rows(s, lo, hi); err != nil {
			return err
		}
		var at uint64
		select {
		case at = <-begin[i]:
		case <-s.stopped:
			return nil
		}
		n := uint64(len(s.out.ports))
		if at+n > uint64(len(out.ports)) {
			moving.Lock()
			out.grow(at + n + (at+n)/8)
			moving.Unlock()
		}
		begin[i+1] <- at + n
		moving.RLock()
		out.cut(at, at+n).copy(s.out)
		moving.RUnlock()
		for r, count := range s.counts {
			at += uint64(count)
			ptr[lo+r+1] = at
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out = out.cut(0, <-begin[blocks])
	return &Rows{Ptr: ptr, Ports: out.ports, Weights: out.weights, Delays: out.delays}, nil
}

// rows makes the rows lo..hi-1 in s.out and s.counts.
func (b *builder) rows(s *scratch, lo, hi int) error {
	s.counts = s.counts[:0]
	out := entries{ports: s.out.ports[:0], weights: s.out.weights[:0], delays: s.out.delays[:0]}
	for r := lo; r < hi; r++ {
		start := len(out.ports)
		for _, p := range b.parts {
			from := len(out.ports)
			out.ports = p.rows.row(uint32(r), s, out.ports)
			to := len(out.ports)
			p.ports(out.ports[from:])
			if !b.spec.UniformWeight {
				out.weights = slices.Grow(out.weights, to-from)[:to]
			}
			if !b.spec.UniformDelay {
				out.delays = slices.Grow(out.delays, to-from)[:to]
			}
			if err := p.values.fill(uint32(r), out.cut(uint64(from), uint64(to))); err != nil {
				return err
			}
			if p.unsorted {
				out.cut(uint64(from), uint64(to)).sort(s)
			}
		}
		if len(b.parts) > 1 {
			out.cut(uint64(start), uint64(len(out.ports))).sort(s)
		}
		s.counts = append(s.counts, uint32(len(out.ports)-start))
	}
	s.out = out
	return nil
}

// grow makes room for n entries, keeping those that are there.
func (e *entries) grow(n uint64) {
	e.ports = append(make([]uint32, 0, n), e.ports...)[:n]
	if e.weights != nil {
		e.weights = append(make([]int32, 0, n), e.weights...)[:n]
	}
	if e.delays != nil {
		e.delays = append(make([]uint16, 0, n), e.delays...)[:n]
	}
}
