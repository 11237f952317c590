package loss

// Crossing is about the time (ms) at which a variable first rises through
// Level, between two steps by linear interpolation: half the mean over samples
// of the squared distance from Target (one number, or one for each neuron),
// summed over neurons; without a target the mean over samples of the times'
// sum. It is the spike time of a smooth model as a function of its trace, with
// derivatives of first order in DT. A neuron that does not cross counts as
// crossing at the end, without derivative.
type Crossing struct {
	Steps, Batch, Size int
	DT, Level          float64 // ms, the variable's unit
	// Start holds the variable in front of the first step, for each sample's neurons.
	Start  []float64
	Target []float64
}

// Time returns when neuron i of a sample crosses, and the step at whose end it
// has; ok is false when it does not.
func (l Crossing) Time(trace []float64, sample, i int) (t float64, step int, ok bool) {
	before := l.Start[sample*l.Size+i]
	for s := range l.Steps {
		x := trace[(s*l.Batch+sample)*l.Size+i]
		if before < l.Level && x >= l.Level {
			return (float64(s) + (l.Level-before)/(x-before)) * l.DT, s, true
		}
		before = x
	}
	return float64(l.Steps) * l.DT, l.Steps, false
}

// Evaluate returns the value and adds its derivatives to drive; the first
// samples of the batch count. startBar, unless nil, gets those by Start.
func (l Crossing) Evaluate(trace []float64, samples int, drive, startBar []float64) (value float64) {
	n := float64(samples)
	for b := range samples {
		for i := range l.Size {
			t, s, ok := l.Time(trace, b, i)
			bar := 1 / n
			if l.Target == nil {
				value += t / n
			} else {
				d := t - l.Target[min(i, len(l.Target)-1)]
				value += d * d / 2 / n
				bar = d / n
			}
			if !ok {
				continue
			}
			at := (s*l.Batch+b)*l.Size + i
			before := l.Start[b*l.Size+i]
			if s > 0 {
				before = trace[at-l.Batch*l.Size]
			}
			rise := trace[at] - before
			// t = s + (level - before) / (x - before), in steps.
			byX := -bar * l.DT * (l.Level - before) / (rise * rise)
			byBefore := -bar * l.DT * (trace[at] - l.Level) / (rise * rise)
			drive[at] += byX
			if s > 0 {
				drive[at-l.Batch*l.Size] += byBefore
			} else if startBar != nil {
				startBar[b*l.Size+i] += byBefore
			}
		}
	}
	return value
}
