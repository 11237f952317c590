package loss

import "math"

// CrossEntropy is the mean over samples of -log softmax(Scale y)[label], where y
// is read of the potentials of Classes output neurons from step From on:
//
//	mean   their mean over time
//	max    the largest (the first of equals)
//	last   that of the last step
//	each   every step's, the cross-entropies being averaged
type CrossEntropy struct {
	Steps, Batch, Classes, From int
	Of                          string
	Scale                       float64
}

// Evaluate returns the loss of a trace, its derivative by every element of
// the trace, and the class each sample's network chooses: the largest
// reading, of each the largest mean.
func (l CrossEntropy) Evaluate(trace []float64, labels []int) (value float64, drive []float64, chosen []int) {
	drive = make([]float64, len(trace))
	chosen = make([]int, len(labels))
	y, at := make([]float64, l.Classes), make([]int, l.Classes)
	for b, label := range labels {
		l.readings(trace, b, y, at)
		for i := range y {
			if y[i] > y[chosen[b]] {
				chosen[b] = i
			}
		}
		if l.Of == "each" {
			n := float64(l.Steps - l.From)
			for s := l.From; s < l.Steps; s++ {
				row := l.row(s, b)
				log := softmax(trace[row:row+l.Classes], l.Scale, label, drive[row:row+l.Classes], l.Scale/n/float64(len(labels)))
				value -= log / n / float64(len(labels))
			}
			continue
		}
		bar := make([]float64, l.Classes)
		value -= softmax(y, l.Scale, label, bar, l.Scale/float64(len(labels))) / float64(len(labels))
		for i := range bar {
			if l.Of == "mean" {
				for s := l.From; s < l.Steps; s++ {
					drive[l.row(s, b)+i] += bar[i] / float64(l.Steps-l.From)
				}
			} else {
				drive[l.row(at[i], b)+i] += bar[i]
			}
		}
	}
	return value, drive, chosen
}

// row returns where the neurons of a sample lie in a step of the trace.
func (l CrossEntropy) row(step, sample int) int { return (step*l.Batch + sample) * l.Classes }

// readings fills y with what the loss reads of a sample, at with the step it was read in.
func (l CrossEntropy) readings(trace []float64, b int, y []float64, at []int) {
	for i := range y {
		y[i], at[i] = 0, l.Steps-1
		switch l.Of {
		case "last":
			y[i] = trace[l.row(l.Steps-1, b)+i]
		case "max":
			y[i] = math.Inf(-1)
			for s := l.From; s < l.Steps; s++ {
				if v := trace[l.row(s, b)+i]; v > y[i] {
					y[i], at[i] = v, s
				}
			}
		default:
			for s := l.From; s < l.Steps; s++ {
				y[i] += trace[l.row(s, b)+i] / float64(l.Steps-l.From)
			}
		}
	}
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
