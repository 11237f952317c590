package loss

// VanRossum is the van Rossum distance between spike trains and their targets
// (van Rossum 2001, Neural Comput. 13:751): half the mean over samples of
// dt/tau times the sum over steps and neurons of the squared difference of
// both trains filtered with exp(-t/tau).
type VanRossum struct {
	Steps, Batch int
	DT, Decay    float64 // ms; exp(-DT/tau)
	Tau          float64 // ms
}

// Evaluate returns the value and its derivative by every element of the trace "spike".
func (l VanRossum) Evaluate(spikes, target []float64, samples int) (value float64, drive []float64) {
	row := len(spikes) / l.Steps
	used := row / l.Batch * samples
	drive = make([]float64, len(spikes))
	filtered := make([]float64, len(spikes))
	factor := l.DT / l.Tau / float64(samples)
	for at := range spikes {
		if at%row >= used {
			continue
		}
		filtered[at] = spikes[at] - target[at]
		if at >= row {
			filtered[at] += l.Decay * filtered[at-row]
		}
		value += factor / 2 * filtered[at] * filtered[at]
	}
	for at := len(spikes) - 1; at >= 0; at-- {
		drive[at] = factor * filtered[at]
		if at+row < len(spikes) {
			drive[at] += l.Decay * drive[at+row]
		}
	}
	return value, drive
}
