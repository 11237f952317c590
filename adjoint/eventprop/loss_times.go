package eventprop

import (
	"fmt"
	"math"
)

// SpikeTime is half the mean over the batch of the squared distance of the
// times (ms) of spike K of every neuron of a population from Target (one
// number, or one for each neuron), summed over neurons; without a target the
// mean of the sum of the times. A neuron that lacks the spike does not count.
type SpikeTime struct {
	Population string
	K          int
	Target     []float64
}

// Evaluate returns the loss; see Loss.
func (l SpikeTime) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population(l.Population)
	if err != nil {
		return 0, err
	}
	n := float64(len(o.Samples))
	sum := 0.0
	for b := range o.Samples {
		for i := range p.Size {
			times := p.Spikes(b, i)
			if l.K >= len(times) {
				continue
			}
			if l.Target == nil {
				sum += times[l.K] / n
				p.AddSpike(b, i, l.K, 1/n)
				continue
			}
			d := times[l.K] - l.Target[min(i, len(l.Target)-1)]
			sum += d * d / 2 / n
			p.AddSpike(b, i, l.K, d/n)
		}
	}
	return sum, nil
}

// VanRossum is the van Rossum distance (van Rossum 2001, Neural Comput. 13:751)
// of a population's spikes from those of Target, which lists the times (ms) of
// every neuron and is the same for all samples: half the mean over the batch of
// the integral over the trial of the squared difference of both, filtered with
// exp(-t/Tau), over Tau; summed over neurons.
type VanRossum struct {
	Population string
	Tau        float64 // ms
	Target     [][]float64
}

// Evaluate returns the loss; see Loss.
func (l VanRossum) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population(l.Population)
	if err != nil {
		return 0, err
	}
	if len(l.Target) != p.Size {
		return 0, fmt.Errorf("van Rossum distance: %d target trains for the %d neurons of %q", len(l.Target), p.Size, l.Population)
	}
	n := float64(len(o.Samples))
	sum := 0.0
	for b := range o.Samples {
		for i := range p.Size {
			times := p.Spikes(b, i)
			value, bars := vanRossum(times, l.Target[i], l.Tau, o.e.opts.Duration)
			sum += value / n
			for k, bar := range bars {
				p.AddSpike(b, i, k, bar/n)
			}
		}
	}
	return sum, nil
}

// vanRossum returns the distance of two trains and its derivatives by the times
// of the first. Two filtered spikes at s and t overlap by
// tau/2 (exp(-|s-t|/tau) - exp(-(2 end - s - t)/tau)).
func vanRossum(times, target []float64, tau, end float64) (value float64, bars []float64) {
	overlap := func(s, t float64) (value, byS float64) {
		near, late := math.Exp(-math.Abs(s-t)/tau), math.Exp(-(2*end-s-t)/tau)
		slope := 0.0
		switch {
		case s > t:
			slope = -near / tau
		case s < t:
			slope = near / tau
		}
		return (near - late) / 4, (slope - late/tau) / 4
	}
	bars = make([]float64, len(times))
	for i, s := range times {
		for _, t := range times {
			x, by := overlap(s, t)
			value += x
			bars[i] += 2 * by // s is on either side of the product
		}
		for _, t := range target {
			if t > end {
				continue
			}
			x, by := overlap(s, t)
			value -= 2 * x
			bars[i] -= 2 * by
		}
	}
	for _, s := range target {
		for _, t := range target {
			if s <= end && t <= end {
				x, _ := overlap(s, t)
				value += x
			}
		}
	}
	return value, bars
}
