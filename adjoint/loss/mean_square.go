package loss

// MeanSquare is half the mean over samples and steps of the squared distance
// between a trace and its target, summed over neurons.
type MeanSquare struct {
	Steps, Batch int
	// At lists the steps that are compared; nil compares every one.
	At []int
}

// Evaluate returns the value and its derivative by every element. The target
// has the layout of the trace with one step for each that is compared; the
// first samples of the batch count.
func (l MeanSquare) Evaluate(trace, target []float64, samples int) (value float64, drive []float64) {
	row := len(trace) / l.Steps // elements of a step
	used := row / l.Batch * samples
	drive = make([]float64, len(trace))
	compare := func(step, k int, n float64) {
		for i := range used {
			d := trace[step*row+i] - target[k*row+i]
			value += d * d / 2 / n
			drive[step*row+i] += d / n
		}
	}
	if l.At == nil {
		for s := range l.Steps {
			compare(s, s, float64(l.Steps*samples))
		}
		return value, drive
	}
	for k, s := range l.At {
		compare(s, k, float64(len(l.At)*samples))
	}
	return value, drive
}
