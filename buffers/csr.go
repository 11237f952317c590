package buffers

// Rows is the connectivity of one segment: a compressed sparse row matrix with
// one row for each source neuron. Entry k of row i lies at Ptr[i]+k in the
// other arrays; entries are in ascending order of port, and synapses between
// the same pair lie side by side.
type Rows struct {
	// Ptr has one element more than there are rows; totals may pass 2^32.
	Ptr []uint64
	// Ports are the ring ports of the targets.
	Ports []uint32
	// Weights count the receptor's quanta; nil when the segment's weight is uniform.
	Weights []int32
	// Delays are in steps, at least 1; nil when the segment's delay is uniform.
	Delays []uint16
}

// Sources returns the number of rows.
func (r *Rows) Sources() int { return max(len(r.Ptr)-1, 0) }

// Synapses returns the number of entries.
func (r *Rows) Synapses() uint64 {
	if len(r.Ptr) == 0 {
		return 0
	}
	return r.Ptr[len(r.Ptr)-1]
}

// Row returns the ports of the synapses of source i, ascending. The slice is
// the matrix's own and must not be changed.
func (r *Rows) Row(i int) []uint32 { return r.Ports[r.Ptr[i]:r.Ptr[i+1]] }

// Bytes returns the memory the matrix holds, in bytes.
func (r *Rows) Bytes() uint64 {
	return 8*uint64(cap(r.Ptr)) + 4*uint64(cap(r.Ports)) + 4*uint64(cap(r.Weights)) + 2*uint64(cap(r.Delays))
}
