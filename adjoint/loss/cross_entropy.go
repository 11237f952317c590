package loss

import "math"

// CrossEntropy is the mean over samples of -log softmax(Scale y)[label], where y
// is a Reading (Of, from step From to To) of the potentials of Classes output
// neurons, or, with Of "each", every step's, the cross-entropies being averaged.
type CrossEntropy struct {
	Steps, Batch, Classes, From int
	To                          int // 0 is Steps
	Of                          string
	Scale                       float64
	Decay                       float64 // of a step, for Of "exponential"
}

// reading returns what is read of every sample; that of each step is chosen by its mean.
func (l CrossEntropy) reading() Reading {
	r := Reading{Steps: l.Steps, Batch: l.Batch, Size: l.Classes, From: l.From, To: l.To, Of: l.Of, Decay: l.Decay}
	if l.Of == "each" {
		r.Of = "mean"
	}
	return r
}

// Evaluate returns the loss of a trace, its derivative by every element of
// the trace, and the class each sample's network chooses: the largest
// reading, of each the largest mean.
func (l CrossEntropy) Evaluate(trace []float64, labels []int) (value float64, drive []float64, chosen []int) {
	drive = make([]float64, len(trace))
	chosen = make([]int, len(labels))
	y, at := make([]float64, l.Classes), make([]int, l.Classes)
	read := l.reading()
	for b, label := range labels {
		read.Read(trace, b, y, at)
		for i := range y {
			if y[i] > y[chosen[b]] {
				chosen[b] = i
			}
		}
		if l.Of == "each" {
			n := float64(read.end() - l.From)
			for s := l.From; s < read.end(); s++ {
				row := read.row(s, b)
				log := softmax(trace[row:row+l.Classes], l.Scale, label, drive[row:row+l.Classes], l.Scale/n/float64(len(labels)))
				value -= log / n / float64(len(labels))
			}
			continue
		}
		bar := make([]float64, l.Classes)
		value -= softmax(y, l.Scale, label, bar, l.Scale/float64(len(labels))) / float64(len(labels))
		read.Spread(bar, at, b, drive)
	}
	return value, drive, chosen
}

// softmax returns the logarithm of the label's probability under softmax(scale y)
// and adds factor times (probability - 1 where it is the label) to bar.
func softmax(y []float64, scale float64, label int, bar []float64, factor float64) float64 {
	top := math.Inf(-1)
	for _, x := range y {
		top = math.Max(top, scale*x)
	}
	sum := 0.0
	for _, x := range y {
		sum += math.Exp(scale*x - top)
	}
	for i, x := range y {
		p := math.Exp(scale*x-top) / sum
		if i == label {
			p--
		}
		bar[i] += factor * p
	}
	return scale*y[label] - top - math.Log(sum)
}
