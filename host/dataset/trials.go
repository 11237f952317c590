package dataset

import (
	"math"

	"github.com/galvani-sim/galvani/model"
)

// bernoulli lists the times of a train that spikes in each ms from begin to
// end with probability p: a spike of millisecond k is at k + 1.
func bernoulli(c *model.Cursor, train []float64, begin, end int, p float64) []float64 {
	if p <= 0 {
		return train
	}
	// The number of milliseconds to the next spike is geometric.
	for t := begin - 1; ; {
		skip := math.Floor(math.Log(c.Float64()) / math.Log1p(-p))
		if skip >= float64(end-t-1) {
			return train
		}
		t += 1 + int(skip)
		train = append(train, float64(t+1))
	}
}

// drawn makes a split of n trials, trial i from its own stream.
func drawn(n int, s model.Stream, label func(c *model.Cursor) int, trial func(c *model.Cursor, label int) [][]float64) Split {
	out := Split{Labels: make([]int, n)}
	for i := range out.Labels {
		c := s.At(uint64(i))
		out.Labels[i] = label(&c)
	}
	out.Times = func(i int) [][]float64 {
		c := s.At(uint64(i))
		return trial(&c, label(&c))
	}
	return out
}

// MatchToSample returns the delayed match to sample of BrainPy's ICLR 2024
// paper: fixation 500, sample 500, delay 1000, test 500 ms; 100 inputs with
// preferred directions around a circle and rate 40 exp(2 (cos - 1)) + 1 Hz
// while a direction is shown, 1 Hz otherwise. Label 1 when test and sample are
// the same of 8 directions, which is half of the trials. Spikes lie on whole ms.
func MatchToSample(seed uint64) *Set {
	const inputs, directions = 100, 8
	s := model.NewStream(seed, "match to sample")
	label := func(c *model.Cursor) int { return int(c.Uniform(2)) }
	trial := func(c *model.Cursor, label int) [][]float64 {
		sample := int(c.Uniform(directions))
		test := sample
		if label == 0 {
			test = (sample + 1 + int(c.Uniform(directions-1))) % directions
		}
		rate := func(input, direction int) float64 {
			angle := 2 * math.Pi * (float64(input)/inputs - float64(direction)/directions)
			return (40*math.Exp(2*(math.Cos(angle)-1)) + 1) / 1000
		}
		out := make([][]float64, inputs)
		for k := range out {
			t := bernoulli(c, nil, 0, 500, 0.001)
			t = bernoulli(c, t, 500, 1000, rate(k, sample))
			t = bernoulli(c, t, 1000, 2000, 0.001)
			out[k] = bernoulli(c, t, 2000, 2500, rate(k, test))
		}
		return out
	}
	return &Set{Inputs: inputs, Classes: 2, Duration: 2500,
		Train: drawn(6400, s.Sub("train"), label, trial),
		Valid: drawn(640, s.Sub("valid"), label, trial), Test: drawn(1280, s.Sub("test"), label, trial)}
}

// Evidence returns the accumulation of evidence of Bellec et al. 2020, Nat.
// Commun. 11:3625: 7 cues of 100 ms and gaps of 50 ms, each left (inputs 0-9)
// or right (10-19), a delay of 1050 ms, then 150 ms in which inputs 20-29 ask
// for the side that had more cues; inputs 30-39 are noise. Cues come from one
// side with probability 0.7. Spikes lie on whole ms.
func Evidence(seed uint64) *Set {
	const inputs, cues, cue, gap, delay, recall = 40, 7, 100, 50, 1050, 150
	const active, noise = 0.04, 0.01 // spikes per ms
	const begin = cues * (cue + gap)
	sides := func(c *model.Cursor) (right [cues]bool, most int) {
		p := 0.3
		if c.Uniform(2) == 1 {
			p = 0.7
		}
		for k := range right {
			if right[k] = c.Float64() < p; right[k] {
				most++
			}
		}
		return right, most
	}
	all := model.NewStream(seed, "evidence")
	draw := func(n int, part string) Split {
		s := all.Sub(part)
		out := Split{Labels: make([]int, n)}
		for i := range out.Labels {
			c := s.At(uint64(i))
			if _, most := sides(&c); most > cues/2 {
				out.Labels[i] = 1
			}
		}
		out.Times = func(i int) [][]float64 {
			c := s.At(uint64(i))
			right, _ := sides(&c)
			times := make([][]float64, inputs)
			for k := range times {
				switch {
				case k < 20:
					for q, r := range right {
						if r == (k >= 10) {
							times[k] = bernoulli(&c, times[k], q*(cue+gap), q*(cue+gap)+cue, active)
						}
					}
				case k < 30:
					times[k] = bernoulli(&c, nil, begin+delay, begin+delay+recall, active)
				default:
					times[k] = bernoulli(&c, nil, 0, begin+delay+recall, noise)
				}
			}
			return times
		}
		return out
	}
	return &Set{Inputs: inputs, Classes: 2, Duration: begin + delay + recall,
		Train: draw(6400, "train"), Valid: draw(640, "valid"), Test: draw(1280, "test")}
}
