package eventprop

// rows are the synapses of a layer when every source that reaches it reaches
// all of its neurons in their order: the first synapse of each such row. What
// one spike brings to the layer then stands side by side in the log, and a CPU
// takes the layer through a trial together, if the delays of a row are equal.
type rows struct {
	whole  bool
	starts []int
	count  int
}

// layerRows finds the rows of a layer.
func (e *Engine) layerRows(l layer) rows {
	out := rows{count: l.count}
	if l.sources || l.recurrent {
		return out
	}
	for i := range e.neurons {
		for k := int(e.syn.rowPtr[i]); k < int(e.syn.rowPtr[i+1]); {
			target := int(e.syn.words[4*k]) - l.first
			if target < 0 || target >= l.count {
				k++
				continue
			}
			if !e.rowAt(k, int(e.syn.rowPtr[i+1]), l) {
				return out
			}
			out.starts = append(out.starts, k)
			k += l.count
		}
	}
	out.whole = true
	return out
}

// rowAt reports whether the synapses from k on, below end, are a row.
func (e *Engine) rowAt(k, end int, l layer) bool {
	if k+l.count > end {
		return false
	}
	for i := range l.count {
		if e.syn.words[4*(k+i)] != uint32(l.first+i) || e.syn.words[4*(k+i)+1] != e.syn.words[4*k+1] {
			return false
		}
	}
	return true
}

// together reports whether the present delays of every row are equal.
func (r rows) together(values []float64) bool {
	if !r.whole {
		return false
	}
	for _, k := range r.starts {
		for i := k + 1; i < k+r.count; i++ {
			if values[4*i+1] != values[4*k+1] {
				return false
			}
		}
	}
	return true
}

// setTogether notes which layers go together with the present delays.
func (e *Engine) setTogether() {
	for i := range e.layers {
		e.layers[i].together = e.rows[i].together(e.values)
	}
}
