package loss

// Bounds holds a variable between Lower and Upper (infinite: no bound): half
// the mean over samples, steps and neurons of the squared distance to the
// nearer bound, where it is beyond one. It is the regulariser of potentials.
type Bounds struct {
	Steps, Batch, Size, From int
	To                       int // 0 is Steps
	Lower, Upper             float64
}

// Evaluate returns the value and adds its derivatives to drive; the first
// samples of the batch count.
func (l Bounds) Evaluate(trace []float64, samples int, drive []float64) (value float64) {
	to := l.To
	if to == 0 {
		to = l.Steps
	}
	n := float64((to - l.From) * samples * l.Size)
	for s := l.From; s < to; s++ {
		for at := s * l.Batch * l.Size; at < (s*l.Batch+samples)*l.Size; at++ {
			d := beyond(trace[at], l.Lower, l.Upper)
			value += d * d / 2 / n
			drive[at] += d / n
		}
	}
	return value
}

// beyond returns how far x is above upper (positive) or below lower (negative).
func beyond(x, lower, upper float64) float64 {
	switch {
	case x > upper:
		return x - upper
	case x < lower:
		return x - lower
	}
	return 0
}

// Rate draws the rates of neurons, in Hz and over the steps From..To-1, to
// Target (one number, or one for each neuron), or, without a target, into
// Lower..Upper: half the mean over samples and neurons of the squared distance.
// With Shared the rate is the population's mean, which has one target.
type Rate struct {
	Steps, Batch, Size, From int
	To                       int     // 0 is Steps
	DT                       float64 // ms
	Target                   []float64
	Lower, Upper             float64
	Shared                   bool
}

// Evaluate returns the value for the trace "spike" and adds its derivatives to
// drive; the first samples of the batch count.
func (l Rate) Evaluate(spikes []float64, samples int, drive []float64) (value float64) {
	read := Reading{Steps: l.Steps, Batch: l.Batch, Size: l.Size, From: l.From, To: l.To, Of: "mean"}
	hertz := 1000 / l.DT // spikes per step to Hz
	y, bar, at := make([]float64, l.Size), make([]float64, l.Size), make([]int, l.Size)
	for b := range samples {
		read.Read(spikes, b, y, at)
		if l.Shared {
			mean := 0.0
			for _, x := range y {
				mean += hertz * x / float64(l.Size)
			}
			d := l.distance(mean, 0)
			value += d * d / 2 / float64(samples)
			for i := range bar {
				bar[i] = hertz * d / float64(l.Size) / float64(samples)
			}
		} else {
			n := float64(samples * l.Size)
			for i, x := range y {
				d := l.distance(hertz*x, i)
				value += d * d / 2 / n
				bar[i] = hertz * d / n
			}
		}
		read.Spread(bar, at, b, drive)
	}
	return value
}

func (l Rate) distance(rate float64, i int) float64 {
	if l.Target == nil {
		return beyond(rate, l.Lower, l.Upper)
	}
	return rate - l.Target[min(i, len(l.Target)-1)]
}
