package model

import (
	"math"
	"slices"
)

// PoissonRates returns when the rate of a poisson_input changes (ms, ascending)
// and the rates in Hz from then on: its own Rates; or, with Std, one draw from
// a normal distribution for each Interval between Start and Stop, the same for
// all neurons, 0 where it is negative; or its one Rate from the beginning.
// Draws are keyed by the stimulus's name.
func (n *Network) PoissonRates(s *Stimulus) (times, rates []float64) {
	switch {
	case len(s.Rates) > 0:
		return s.Times, s.Rates
	case s.Std > 0 && s.Interval > 0:
		stream := NewStream(n.Seed, "stimulus/"+s.Name+"/rate")
		normal := NormalDist(s.Rate, s.Std)
		for k := 0; ; k++ {
			t := s.Start + float64(k)*s.Interval
			if t >= s.Stop {
				return times, rates
			}
			times, rates = append(times, t), append(rates, max(normal.Draw(stream, uint64(k)), 0))
		}
	}
	return []float64{0}, []float64{s.Rate}
}

// highestRate returns the highest rate of a poisson_input in Hz.
func (n *Network) highestRate(s *Stimulus) float64 {
	_, rates := n.PoissonRates(s)
	return slices.Max(append(rates, 0))
}

// maxDraws bounds the number of rates that one stimulus draws.
const maxDraws = 1 << 20

// checkRates checks the rates of a poisson_input.
func (n *Network) checkRates(s *Stimulus, add func(key, format string, args ...any)) {
	limit := MaxPoissonMean * 1000 / n.DT
	for _, x := range append([]float64{s.Rate}, s.Rates...) {
		if !(x >= 0 && x <= limit) {
			add("rate", "rate is %g Hz, must be from 0 to %g (%d events in a step)", x, limit, MaxPoissonMean)
			return
		}
	}
	if len(s.Rates) > 0 || len(s.Times) > 0 {
		if len(s.Times) != len(s.Rates) {
			add("times", "%d times for %d rates; both need the same number", len(s.Times), len(s.Rates))
		}
		checkAscending(s.Times, add)
		if s.Rate != 0 || s.Std != 0 {
			add("rates", "rates are instead of rate and std")
		}
		return
	}
	switch {
	case !(s.Std >= 0) || math.IsInf(s.Std, 0):
		add("std", "std is %g Hz, must not be negative", s.Std)
	case s.Std == 0:
	case !(s.Interval >= n.DT):
		add("interval", "interval is %g ms; with std it must be at least one step (%g ms)", s.Interval, n.DT)
	case !(s.Stop > s.Start):
		add("stop", "with std, stop must be given: a rate is drawn for every interval from start to stop")
	case (s.Stop-s.Start)/s.Interval > maxDraws:
		add("interval", "%g intervals of %g ms, at most %d are possible", (s.Stop-s.Start)/s.Interval, s.Interval, maxDraws)
	case n.highestRate(s) > limit:
		add("std", "draws a rate of %g Hz, must be at most %g (%d events in a step)", n.highestRate(s), limit, MaxPoissonMean)
	}
}

// checkAscending reports times that do not ascend.
func checkAscending(times []float64, add func(key, format string, args ...any)) {
	for k := 1; k < len(times); k++ {
		if !(times[k] > times[k-1]) {
			add("times", "times must ascend, %g ms comes after %g ms", times[k], times[k-1])
			return
		}
	}
}
