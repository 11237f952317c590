// Package dataset holds what networks learn from: image files in the idx format,
// and tasks drawn by code from a seed (Yin-Yang, Randman, delayed match to
// sample, evidence accumulation, pattern generation), as spike times of inputs
// with a label or a target.
package dataset

// Split is a part of a set: examples made when they are asked for, the same
// each time. Times(i)[k] holds the ascending spike times of input k in ms.
type Split struct {
	Labels []int
	Times  func(i int) [][]float64
	// Values stands in the place of Times where inputs are numbers, not spikes:
	// Values(i)[n][k] is input k in the n-th of the equal parts of a trial.
	Values func(i int) [][]float64
	// Target, when not nil, is what output neuron k is to be at t ms in example
	// i, in place of a class.
	Target func(i, k int, t float64) float64
}

// Len returns the number of examples.
func (s Split) Len() int { return len(s.Labels) }

// First returns the split cut to its first n examples; n of 0 or more than there are keeps all.
func (s Split) First(n int) Split {
	if n > 0 && n < len(s.Labels) {
		s.Labels = s.Labels[:n]
	}
	return s
}

// Set is a set of examples of one shape.
type Set struct {
	Inputs   int
	Classes  int
	Duration float64 // ms, the length of a trial
	Train    Split
	// Epoch, when not nil, gives the training examples of an epoch (from 0)
	// where each epoch sees them changed; Train has them as they are.
	Epoch func(k int) Split
	Valid Split // empty when the task has none
	Test  Split
}

// Of returns the training examples of an epoch, from 0.
func (s *Set) Of(epoch int) Split {
	if s.Epoch == nil {
		return s.Train
	}
	return s.Epoch(epoch).First(s.Train.Len())
}
