package model

import (
	"fmt"
	"math"
)

// MaxDelaySteps is the longest delay in steps: delays are stored in 16 bits.
const MaxDelaySteps = 65535

// MaxNeurons is the largest number of neurons of one network: ids have 32
// bits, and a ring port for each of 8 receptors must too.
const MaxNeurons = 1 << 29

// Validate checks the whole description and returns every mistake found,
// joined, each an *Error; nil when there is none.
func (n *Network) Validate() error {
	p := &problems{}
	if !(n.DT > 0) || math.IsInf(n.DT, 0) {
		p.list = append(p.list, &Error{[]string{"dt"}, "dt must be a positive number of ms"})
		return p.err()
	}
	if len(n.Populations) == 0 {
		p.list = append(p.list, &Error{nil, "the network has no population"})
	}
	seen := map[string]bool{}
	total := 0
	for _, pop := range n.Populations {
		if seen[pop.Name] {
			p.add("population", pop.Name, nil, "the name is used twice")
		}
		seen[pop.Name] = true
		n.checkPopulation(p, pop)
		total += max(pop.Size, 0)
	}
	if total > MaxNeurons {
		p.list = append(p.list, &Error{nil, "the network has more than 536870912 neurons, the largest number one network can have"})
	}
	unique(p, "projection", n.Projections, func(x *Projection) string { return x.Name })
	for _, proj := range n.Projections {
		n.checkProjection(p, proj)
	}
	unique(p, "coupling", n.Couplings, func(x *Coupling) string { return x.Name })
	for _, c := range n.Couplings {
		n.checkCoupling(p, c)
	}
	unique(p, "stimulus", n.Stimuli, func(x *Stimulus) string { return x.Name })
	for _, s := range n.Stimuli {
		n.checkStimulus(p, s)
	}
	unique(p, "record", n.Recorders, func(x *Recorder) string { return x.Name })
	for _, r := range n.Recorders {
		n.checkRecorder(p, r)
	}
	return p.err()
}

// unique reports names used twice; a random stream is keyed by its name.
func unique[T any](p *problems, kind string, list []T, name func(T) string) {
	seen := map[string]bool{}
	for _, x := range list {
		if seen[name(x)] {
			p.add(kind, name(x), nil, "the name is used twice")
		}
		seen[name(x)] = true
	}
}

func (n *Network) populationNames() []string {
	names := make([]string, len(n.Populations))
	for i, p := range n.Populations {
		names[i] = p.Name
	}
	return names
}

// target looks up a population that a table names under key.
func (n *Network) target(p *problems, kind, name, key, pop string) *Population {
	found := n.Find(pop)
	if found == nil {
		p.add(kind, name, []string{key}, "%s: there is no population %q%s", key, pop, hint(pop, n.populationNames()))
	}
	return found
}

func (n *Network) checkProjection(p *problems, x *Projection) {
	add := func(key, format string, args ...any) { p.add("projection", x.Name, []string{key}, format, args...) }
	src := n.target(p, "projection", x.Name, "source", x.Source)
	dst := n.target(p, "projection", x.Name, "target", x.Target)
	if dst != nil {
		if i := dst.Receptor(x.Receptor); i < 0 {
			var names []string
			for _, r := range dst.Receptors {
				names = append(names, r.Name)
			}
			add("receptor", "population %q has no receptor %q%s", dst.Name, x.Receptor, hint(x.Receptor, names))
		}
	}
	if src == nil || dst == nil {
		return
	}
	if m := src.Neuron(); m != nil && m.Silent {
		add("source", "population %q never spikes (%s) and cannot project", src.Name, m.Name)
	}
	checkRule(p, x, src, dst)
	n.checkSpace(p, x, src, dst)
	if x.Dynamics != nil {
		n.checkDynamics(p, x, src)
	}
	if r := dst.Receptor(x.Receptor); r >= 0 {
		checkSign(p, "projection", x.Name, dst.Receptors[r], x.weights())
	}
	if x.Rule.Weights == nil {
		checkDist(p, "projection", x.Name, []string{"weight"}, x.Weight, -1, math.Inf(-1), math.Inf(1), false)
	}
	if x.Rule.Delays == nil {
		n.checkDelay(p, x)
	}
	if x.Plasticity != nil {
		n.checkPlasticity(p, x, dst)
	}
	for _, d := range x.Rule.Delays {
		if steps := math.Round(d / n.DT); !(steps >= 1 && steps <= MaxDelaySteps) {
			add("rule", "delay %g ms must be from one step (%g ms) to %d steps (%g ms)", d, n.DT, MaxDelaySteps, MaxDelaySteps*n.DT)
			break
		}
	}
}

// weights returns the weights of a projection: its own, or those its rule lists.
func (x *Projection) weights() Value {
	if len(x.Rule.Weights) > 0 {
		return Each(x.Rule.Weights...)
	}
	return x.Weight
}

// checkSign reports weights that can be negative where they release transmitter.
func checkSign(p *problems, kind, name string, r *Receptor, weight Value) {
	s := FindSynapse(r.Model)
	if s == nil || !s.NonNegative {
		return
	}
	if low, _ := weight.Bounds(); low < 0 {
		what := fmt.Sprintf("reaches to %g", low)
		if math.IsInf(low, 0) {
			what = "has no lower bound: give min"
		}
		p.add(kind, name, []string{"weight"}, "weight %s, but receptor %q (%s) takes none below 0", what, r.Name, r.Model)
	}
}

func (n *Network) checkDelay(p *problems, x *Projection) {
	low, high := x.Delay.Bounds()
	if src, dst := n.Find(x.Source), n.Find(x.Target); x.Velocity > 0 && src != nil && dst != nil && src.Positions != nil && dst.Positions != nil {
		high += n.reach(src, dst) / x.Velocity
	}
	if x.Delay.List != nil {
		p.add("projection", x.Name, []string{"delay"}, "delay takes a number or a distribution; lists belong to the explicit rule")
		return
	}
	if math.IsInf(low, 0) || math.IsInf(high, 0) || (x.Delay.Dist != Constant && low < n.DT/2) {
		p.add("projection", x.Name, []string{"delay"}, "a delay distribution needs bounds: min at least one step (%g ms), and max", n.DT)
		return
	}
	checkDist(p, "projection", x.Name, []string{"delay"}, x.Delay, -1, math.Inf(-1), math.Inf(1), false)
	if !(math.Round(low/n.DT) >= 1) {
		p.add("projection", x.Name, []string{"delay"}, "delay %g ms is below one step (%g ms)", low, n.DT)
	} else if !(math.Round(high/n.DT) <= MaxDelaySteps) {
		p.add("projection", x.Name, []string{"delay"}, "delay %g ms is above the longest the delay ring holds (%d steps, %g ms)", high, MaxDelaySteps, MaxDelaySteps*n.DT)
	}
}
