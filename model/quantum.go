package model

import (
	"math"
)

// Quantum returns the unit in which the arrivals of a receptor are counted.
//
// The delay ring holds 32-bit integers, so that a sum does not depend on the
// order of its terms and every device gives the same one. When all weights
// are small integer multiples of one (the usual case is a single weight) that
// one is the quantum and nothing is rounded. Otherwise the quantum is the
// smallest power of two at which the largest sum that can arrive in one step
// still fits 31 bits: the weight's rounding error is at most half a quantum.
func (n *Network) Quantum(pop *Population, receptor string) float64 {
	var weights []float64 // every constant weight
	varied := false
	bound := 0.0 // of the sum of magnitudes that arrive in one step
	add := func(v Value, events float64) {
		if v.IsConst() {
			weights = append(weights, v.A)
		} else {
			varied = true
		}
		bound += v.typical() * events
	}
	for _, proj := range n.Projections {
		if proj.Target != pop.Name || proj.Receptor != receptor {
			continue
		}
		if proj.Plasticity != nil {
			w := proj.WMax()
			add(UniformDist(min(w, 0), max(w, 0)), n.MaxIndegree(proj))
			continue
		}
		// What a spike transmits with dynamics is any share of the weight.
		varied = varied || proj.Dynamics != nil
		events := n.MaxIndegree(proj) * n.factorBound(proj)
		if proj.Rule.Weights != nil {
			add(Each(proj.Rule.Weights...), events)
			continue
		}
		add(proj.Weight, events)
		varied = varied || proj.Modulated()
	}
	for _, s := range n.Stimuli {
		if s.Type == PoissonInput && s.Target == pop.Name && s.Receptor == receptor {
			mean := n.highestRate(s) * n.DT / 1000
			add(Const(s.Weight), mean+10*math.Sqrt(mean)+20)
		}
	}
	if unit, ok := commonUnit(weights); ok && !varied && bound/unit < 1<<30 {
		return unit
	}
	if bound == 0 {
		return 1
	}
	return math.Exp2(math.Ceil(math.Log2(bound / (1 << 30))))
}

// commonUnit returns the smallest magnitude among the weights when all are
// integer multiples of it, up to a thousand; 1 when all are zero.
func commonUnit(weights []float64) (unit float64, ok bool) {
	unit = math.Inf(1)
	for _, w := range weights {
		if w != 0 {
			unit = min(unit, math.Abs(w))
		}
	}
	if math.IsInf(unit, 1) {
		return 1, true
	}
	for _, w := range weights {
		k := w / unit
		if math.Abs(k) > 1000 || math.Abs(k-math.Round(k)) > 1e-12*math.Abs(k) {
			return 0, false
		}
	}
	return unit, true
}
