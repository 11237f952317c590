package eventprop

import "slices"

// rows are the synapses of a layer when every source that reaches it reaches
// all of its neurons in their order: the first synapse of each such row. What
// one spike brings to the layer then stands side by side in the log, and a CPU
// takes the layer through a trial together (kernels/native/event_layer.h), if
// the delays of a row are equal and its neurons have the same parameters.
type rows struct {
	whole  bool
	starts []int
}

// layerRows finds the rows of a layer. A source that reaches the layer may
// reach nothing else, and its neurons only once.
func (e *Engine) layerRows(l layer) (out rows) {
	if l.sources || l.recurrent || len(l.pops) > 1 {
		return out
	}
	for i := range e.neurons {
		row := e.syn.words[4*e.syn.rowPtr[i] : 4*e.syn.rowPtr[i+1]]
		inside := 0
		for k := 0; k < len(row); k += 4 {
			if target := int(row[k]) - l.first; target >= 0 && target < l.count {
				if len(row) != 4*l.count || target != k/4 {
					return out
				}
				inside++
			}
		}
		if inside > 0 {
			out.starts = append(out.starts, int(e.syn.rowPtr[i]))
		}
	}
	out.whole = true
	return out
}

// setTogether notes which layers go together with the present slices, delays
// and parameters.
func (e *Engine) setTogether() {
	for i := range e.layers {
		l := &e.layers[i]
		l.together = !e.apart && e.shape.Slices == 1 && e.rows[i].whole && e.sameDelays(e.rows[i], l.count) && e.alike(*l)
	}
	// Sources whose rows all go to layers that go together.
	for i := range e.layers {
		l := &e.layers[i]
		l.row = true
		for k := e.syn.rowPtr[l.first]; k < e.syn.rowPtr[l.first+l.count]; k++ {
			l.row = l.row && e.layers[e.layerOf[e.syn.words[4*k]]].together
		}
	}
}

// sameDelays reports whether the delays of every row are equal.
func (e *Engine) sameDelays(r rows, count int) bool {
	for _, k := range r.starts {
		for i := k + 1; i < k+count; i++ {
			if e.values[4*i+1] != e.values[4*k+1] {
				return false
			}
		}
	}
	return true
}

// alike reports whether the neurons of a layer have the same parameters (but
// for their initial state) and the one receptor and the readouts for which
// they have closed forms.
func (e *Engine) alike(l layer) bool {
	pop, read := l.pops[0], e.opts.Read[l.pops[0].Name]
	if len(pop.Receptors) != 1 || read.Max || read.Rate != 0 || len(read.Times) > 0 {
		return false
	}
	stride := e.shape.ParamStride()
	at := 4 + l.first*stride
	if e.table[at+rowReceptor+2] != 0 {
		return false // a conductance, or an alpha function
	}
	for i := 1; i < l.count; i++ {
		other := at + i*stride
		for w := range rowReceptor + 6 {
			initial := w == rowV0 || w == rowReceptor+3 || w == rowReceptor+4
			if !initial && e.table[other+w] != e.table[at+w] {
				return false
			}
		}
	}
	return true
}

// layersOf lists the layer of every neuron.
func (e *Engine) layersOf() []int {
	out := make([]int, 0, e.neurons)
	for i, l := range e.layers {
		out = append(out, slices.Repeat([]int{i}, l.count)...)
	}
	return out
}
