package dataset

import "math"

// YinYangPoint is a point of the Yin-Yang figure: coordinates in the unit
// square and the class, 0 yin, 1 yang, 2 a dot.
type YinYangPoint struct {
	X, Y  float64
	Class int
}

// YinYangPoints draws n points, the same as the published data set for the
// same seed (42 for its 5,000 training, 41 for its 1,000 validation, 40 for its
// 1,000 test points). Kriener, Göltz & Petrovici 2022, arXiv 2102.08211.
func YinYangPoints(n int, seed uint32) []YinYangPoint {
	rng := newMT19937(seed)
	points := make([]YinYangPoint, n)
	for i := range points {
		goal := int(rng.below(3))
		for {
			x, y := rng.float(), rng.float()
			if math.Hypot(x-0.5, y-0.5) <= yinYangRadius && yinYangClass(x, y) == goal {
				points[i] = YinYangPoint{x, y, goal}
				break
			}
		}
	}
	return points
}

const (
	yinYangRadius = 0.5
	yinYangDot    = 0.1
)

func yinYangClass(x, y float64) int {
	right := math.Hypot(x-1.5*yinYangRadius, y-yinYangRadius)
	left := math.Hypot(x-0.5*yinYangRadius, y-yinYangRadius)
	switch {
	case right < yinYangDot || left < yinYangDot:
		return 2
	case right <= yinYangDot || left > yinYangDot && left <= 0.5*yinYangRadius || y > yinYangRadius && right > 0.5*yinYangRadius:
		return 1
	}
	return 0
}

// YinYang returns the task as spike times: inputs x, y, 1-x, 1-y from 0 to
// window ms, and a bias that spikes at 0; trials of duration ms.
func YinYang(window, duration float64) *Set {
	split := func(n int, seed uint32) Split {
		points := YinYangPoints(n, seed)
		labels := make([]int, n)
		for i, p := range points {
			labels[i] = p.Class
		}
		return Split{Labels: labels, Times: func(i int) [][]float64 {
			p := points[i]
			return [][]float64{{window * p.X}, {window * p.Y}, {window * (1 - p.X)}, {window * (1 - p.Y)}, {0}}
		}}
	}
	return &Set{Inputs: 5, Classes: 3, Duration: duration, Train: split(5000, 42), Valid: split(1000, 41), Test: split(1000, 40)}
}
