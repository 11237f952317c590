package buffers

import "slices"

// entries are synapses: ports with, unless nil, weights and delays.
type entries struct {
	ports   []uint32
	weights []int32
	delays  []uint16
}

// cut returns the entries lo..hi-1.
func (e entries) cut(lo, hi uint64) entries {
	c := entries{ports: e.ports[lo:hi]}
	if e.weights != nil {
		c.weights = e.weights[lo:hi]
	}
	if e.delays != nil {
		c.delays = e.delays[lo:hi]
	}
	return c
}

// copy copies as many entries as o holds.
func (e entries) copy(o entries) {
	copy(e.ports, o.ports)
	copy(e.weights, o.weights)
	copy(e.delays, o.delays)
}

// like makes e hold n entries with the arrays that o has.
func (e *entries) like(o entries, n int) {
	e.ports = slices.Grow(e.ports[:0], n)[:n]
	if o.weights == nil {
		e.weights = nil
	} else {
		e.weights = slices.Grow(e.weights[:0], n)[:n]
	}
	if o.delays == nil {
		e.delays = nil
	} else {
		e.delays = slices.Grow(e.delays[:0], n)[:n]
	}
}

// sort puts the entries in ascending order of port and keeps the order of
// equal ones. It merges the runs that are there already: parts are appended in
// ascending order, so there are few.
func (e entries) sort(s *scratch) {
	s.runs = s.runs[:0]
	for i := 1; i < len(e.ports); i++ {
		if e.ports[i] < e.ports[i-1] {
			s.runs = append(s.runs, i)
		}
	}
	if len(s.runs) == 0 {
		return
	}
	n := len(e.ports)
	s.runs = append(s.runs, n)
	s.spare.like(e, n)
	from, to := e, s.spare
	for len(s.runs) > 1 {
		lo, kept := 0, 0
		for r := 0; r < len(s.runs); r += 2 {
			mid := s.runs[r]
			hi := mid
			if r+1 < len(s.runs) {
				hi = s.runs[r+1]
			}
			merge(to, from, lo, mid, hi)
			s.runs[kept] = hi
			kept++
			lo = hi
		}
		s.runs = s.runs[:kept]
		from, to = to, from
	}
	if &from.ports[0] != &e.ports[0] {
		e.copy(from)
	}
}

// merge merges the ascending runs lo..mid-1 and mid..hi-1 of from into to.
func merge(to, from entries, lo, mid, hi int) {
	i, j := lo, mid
	for k := lo; k < hi; k++ {
		var take int
		if j >= hi || i < mid && from.ports[i] <= from.ports[j] {
			take = i
			i++
		} else {
			take = j
			j++
		}
		to.ports[k] = from.ports[take]
		if to.weights != nil {
			to.weights[k] = from.weights[take]
		}
		if to.delays != nil {
			to.delays[k] = from.delays[take]
		}
	}
}
