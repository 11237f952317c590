package model

import (
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
	checkRule(p, x, src, dst)
	if x.Rule.Weights == nil {
		checkDist(p, "projection", x.Name, []string{"weight"}, x.Weight, -1, math.Inf(-1), math.Inf(1), false)
	}
	if x.Rule.Delays == nil {
		n.checkDelay(p, x)
	}
	for _, d := range x.Rule.Delays {
		if steps := math.Round(d / n.DT); !(steps >= 1 && steps <= MaxDelaySteps) {
			add("rule", "delay %g ms must be from one step (%g ms) to %d steps (%g ms)", d, n.DT, MaxDelaySteps, MaxDelaySteps*n.DT)
			break
		}
	}
}

func (n *Network) checkDelay(p *problems, x *Projection) {
	low, high := x.Delay.Bounds()
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

func checkRule(p *problems, x *Projection, src, dst *Population) {
	add := func(format string, args ...any) { p.add("projection", x.Name, []string{"rule"}, format, args...) }
	r := x.Rule
	switch r.Type {
	case AllToAll:
	case OneToOne:
		if src.Size != dst.Size {
			add("one_to_one needs populations of one size: %q has %d neurons, %q has %d", src.Name, src.Size, dst.Name, dst.Size)
		}
	case FixedProbability:
		if !(r.P >= 0 && r.P <= 1) {
			p.add("projection", x.Name, []string{"rule", "p"}, "p is %g, must be from 0 to 1", r.P)
		}
	case FixedIndegree, FixedOutdegree:
		of := src.Size
		if r.Type == FixedOutdegree {
			of = dst.Size
		}
		if r.N < 0 {
			p.add("projection", x.Name, []string{"rule", "n"}, "n is %d, must not be negative", r.N)
		} else if r.N > 0 && of == 0 {
			add("%s of %d cannot be drawn from an empty population", r.Type, r.N)
		} else if r.NoMultapses && r.N > of {
			p.add("projection", x.Name, []string{"rule", "n"}, "n is %d, but without multapses only %d can be chosen", r.N, of)
		}
	case FixedTotalNumber:
		if r.N < 0 {
			p.add("projection", x.Name, []string{"rule", "n"}, "n is %d, must not be negative", r.N)
		} else if r.N > 0 && (src.Size == 0 || dst.Size == 0) {
			add("%d synapses cannot be drawn between empty populations", r.N)
		}
	case Explicit:
		checkExplicit(add, r, src, dst)
	default:
		names := []string{string(AllToAll), string(OneToOne), string(FixedProbability), string(FixedIndegree), string(FixedOutdegree), string(FixedTotalNumber), string(Explicit)}
		p.add("projection", x.Name, []string{"rule", "type"}, "there is no connectivity rule %q%s", r.Type, hint(string(r.Type), names))
	}
}

func checkExplicit(add func(string, ...any), r Rule, src, dst *Population) {
	if len(r.Sources) != len(r.Targets) {
		add("explicit: %d sources but %d targets", len(r.Sources), len(r.Targets))
		return
	}
	if len(r.Weights) > 0 && len(r.Weights) != len(r.Sources) {
		add("explicit: %d weights for %d pairs", len(r.Weights), len(r.Sources))
	}
	if len(r.Delays) > 0 && len(r.Delays) != len(r.Sources) {
		add("explicit: %d delays for %d pairs", len(r.Delays), len(r.Sources))
	}
	for k := range r.Sources {
		if int(r.Sources[k]) >= src.Size || int(r.Targets[k]) >= dst.Size {
			add("explicit: pair %d (%d -> %d) is outside the populations (%d and %d neurons)", k, r.Sources[k], r.Targets[k], src.Size, dst.Size)
			return
		}
	}
}
