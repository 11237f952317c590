package buffers

// StateLayout says where the words of a group's state lie: in records of Lanes
// words, record after record, each for all neurons.
type StateLayout struct {
	Words, Neurons, Lanes int
}

// Records returns the number of records of one neuron.
func (l StateLayout) Records() int { return (l.Words + l.Lanes - 1) / l.Lanes }

// Len returns the number of words of the array.
func (l StateLayout) Len() int { return l.Records() * l.Lanes * l.Neurons }

// Index returns the place of word w of neuron i.
func (l StateLayout) Index(w, i int) int { return (w/l.Lanes*l.Neurons+i)*l.Lanes + w%l.Lanes }

// Scatter brings a state from word-after-word order (word w of neuron i at
// w*Neurons+i) into the layout.
func (l StateLayout) Scatter(state []float64) []float64 {
	if l.Lanes == 1 {
		return state
	}
	out := make([]float64, l.Len())
	for w := range l.Words {
		for i := range l.Neurons {
			out[l.Index(w, i)] = state[w*l.Neurons+i]
		}
	}
	return out
}

// Gather is the inverse of Scatter.
func (l StateLayout) Gather(state []float64) []float64 {
	if l.Lanes == 1 {
		return state
	}
	out := make([]float64, l.Words*l.Neurons)
	for w := range l.Words {
		for i := range l.Neurons {
			out[w*l.Neurons+i] = state[l.Index(w, i)]
		}
	}
	return out
}
