package loss

// SpikeCount draws the mean number of spikes of every neuron to Count:
// Strength/2 times the sum over neurons of (mean over samples - Count)^2.
type SpikeCount struct {
	Steps, Batch    int
	Count, Strength float64
}

// Evaluate returns the value for the trace "spike" of a population and its
// derivative by every element; the first samples of the batch count.
func (l SpikeCount) Evaluate(spikes []float64, samples int) (value float64, drive []float64) {
	size := len(spikes) / (l.Steps * l.Batch)
	drive = make([]float64, len(spikes))
	mean := make([]float64, size)
	l.each(size, samples, func(at, i int) { mean[i] += spikes[at] / float64(samples) })
	for i := range mean {
		mean[i] -= l.Count
		value += l.Strength / 2 * mean[i] * mean[i]
	}
	l.each(size, samples, func(at, i int) { drive[at] = l.Strength * mean[i] / float64(samples) })
	return value, drive
}

// each calls f for every element of the samples that count, and its neuron.
func (l SpikeCount) each(size, samples int, f func(at, i int)) {
	for s := range l.Steps {
		for b := range samples {
			for i := range size {
				f((s*l.Batch+b)*size+i, i)
			}
		}
	}
}
