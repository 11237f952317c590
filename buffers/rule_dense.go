package buffers

import "slices"

// allToAll joins every source to every target.
type allToAll struct {
	sources, targets int
	skipSelf         bool
}

func (a *allToAll) row(r uint32, _ *scratch, out []uint32) []uint32 {
	out = slices.Grow(out, a.targets)
	for j := range uint32(a.targets) {
		if a.skipSelf && j == r {
			continue
		}
		out = append(out, j)
	}
	return out
}

func (a *allToAll) expect() (mean, variance float64) {
	width := a.targets
	if a.skipSelf {
		width = max(width-1, 0)
	}
	return float64(a.sources) * float64(width), 0
}

// oneToOne joins neuron i to neuron i.
type oneToOne struct {
	size     int
	skipSelf bool // within one population nothing is left
}

func (o *oneToOne) row(r uint32, _ *scratch, out []uint32) []uint32 {
	if o.skipSelf {
		return out
	}
	return append(out, r)
}

func (o *oneToOne) expect() (mean, variance float64) {
	if o.skipSelf {
		return 0, 0
	}
	return float64(o.size), 0
}
