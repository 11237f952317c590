package buffers

import (
	"context"
	"math"
	"slices"
)

// Input is a segment as it arrives at the ports.
type Input struct {
	Rows *Rows
	// Weight is the weight of all synapses when the rows hold none.
	Weight int32
}

// Plane is the ports of one receptor: Base + i*Stride for i below Count.
type Plane struct {
	Base, Stride uint32
	Count        int
}

// Bound is what can arrive at any one port of a plane.
type Bound struct {
	// Indegree is the largest number of synapses of one port.
	Indegree uint64
	// Weight is the largest sum of the magnitudes of the weights of one port,
	// in quanta. A source spikes at most once in a step, so whatever the
	// delays no slot of the ring can hold more.
	Weight uint64
}

// InDegrees adds to acc[port] the number of synapses at each port below
// ports; acc has at least ports elements. Counts stop at 2^32-1.
func InDegrees(r *Rows, ports int, acc []uint32) {
	acc = acc[:ports]
	for _, p := range r.Ports {
		if int(p) < len(acc) && acc[p] != math.MaxUint32 {
			acc[p]++
		}
	}
}

// MaxInput returns the bound of each plane over all segments. Ports is the
// number of ports of a ring slot; threads as for Build.
func MaxInput(ctx context.Context, inputs []Input, planes []Plane, ports, threads int) ([]Bound, error) {
	threads = workers(threads)
	count := make([]uint32, ports)
	sum := make([]uint64, ports)
	// Each block is a range of ports, which lie together in every row, so no
	// two workers write to one port.
	blocks := threads
	err := parallel(ctx, blocks, threads, func(_ *scratch, b int) error {
		lo, hi := span(ports, blocks, b)
		for _, in := range inputs {
			if err := ctx.Err(); err != nil {
				return err
			}
			addInput(in, lo, hi, blocks == 1, count, sum)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	bounds := make([]Bound, len(planes))
	for i, p := range planes {
		for k := range p.Count {
			port := int(p.Base) + k*int(p.Stride)
			bounds[i].Indegree = max(bounds[i].Indegree, uint64(count[port]))
			bounds[i].Weight = max(bounds[i].Weight, sum[port])
		}
	}
	return bounds, nil
}

// addInput adds the synapses at the ports lo..hi-1; all says that these are all.
func addInput(in Input, lo, hi int, all bool, count []uint32, sum []uint64) {
	r := in.Rows
	for i := range r.Sources() {
		from, to := r.Ptr[i], r.Ptr[i+1]
		if !all {
			row := r.Ports[from:to]
			a, _ := slices.BinarySearchFunc(row, lo, comparePort)
			b, _ := slices.BinarySearchFunc(row[a:], hi, comparePort)
			from, to = from+uint64(a), from+uint64(a+b)
		}
		for k := from; k < to; k++ {
			w := in.Weight
			if r.Weights != nil {
				w = r.Weights[k]
			}
			p := r.Ports[k]
			if count[p] != math.MaxUint32 {
				count[p]++
			}
			sum[p] += magnitude(w)
		}
	}
}

func comparePort(p uint32, bound int) int {
	if int(p) < bound {
		return -1
	}
	if int(p) > bound {
		return 1
	}
	return 0
}

// magnitude is |w| without the overflow of the smallest 32-bit number.
func magnitude(w int32) uint64 {
	if w < 0 {
		return uint64(-int64(w))
	}
	return uint64(w)
}
