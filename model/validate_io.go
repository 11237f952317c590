package model

import (
	"math"
	"strings"
)

// checkStimulus checks one stimulus.
func (n *Network) checkStimulus(p *problems, s *Stimulus) {
	add := func(key, format string, args ...any) { p.add("stimulus", s.Name, []string{key}, format, args...) }
	pop := n.target(p, "stimulus", s.Name, "target", s.Target)
	if pop == nil {
		return
	}
	if m := pop.Neuron(); m != nil && m.Source {
		add("target", "population %q only emits spikes (%s) and cannot be driven", pop.Name, m.Name)
	}
	if s.First < 0 || s.Count < 0 || s.First+s.Count > pop.Size {
		add("first", "neurons %d to %d are outside population %q (%d neurons)", s.First, s.First+s.Count-1, pop.Name, pop.Size)
	}
	if s.Start < 0 || s.Stop < 0 || (s.Stop > 0 && s.Stop < s.Start) {
		add("start", "start (%g ms) and stop (%g ms) must not be negative, nor stop before start", s.Start, s.Stop)
	}
	switch s.Type {
	case StepCurrent:
		if len(s.Times) == 0 || len(s.Times) != len(s.Amplitudes) {
			add("times", "%d times for %d amplitudes; both need the same number, at least 1", len(s.Times), len(s.Amplitudes))
		}
		checkAscending(s.Times, add)
	case NoiseCurrent:
		if !(s.Std >= 0) {
			add("std", "std is %g pA, must not be negative", s.Std)
		}
		if !(s.Interval >= 0) {
			add("interval", "interval is %g ms, must not be negative", s.Interval)
		}
	case OUCurrent:
		if !(s.Std >= 0) {
			add("std", "std is %g pA, must not be negative", s.Std)
		}
		if !(s.Tau > 0) {
			add("tau", "tau is %g ms, must be above 0", s.Tau)
		}
	case WienerCurrent:
		if !(s.Sigma >= 0) {
			add("sigma", "sigma is %g pA sqrt(ms), must not be negative", s.Sigma)
		}
	case PoissonInput:
		if pop.Receptor(s.Receptor) < 0 {
			var names []string
			for _, r := range pop.Receptors {
				names = append(names, r.Name)
			}
			add("receptor", "population %q has no receptor %q%s", pop.Name, s.Receptor, hint(s.Receptor, names))
		} else {
			checkSign(p, "stimulus", s.Name, pop.Receptors[pop.Receptor(s.Receptor)], Const(s.Weight))
		}
		n.checkRates(s, add)
	default:
		names := []string{string(StepCurrent), string(NoiseCurrent), string(OUCurrent), string(WienerCurrent), string(PoissonInput)}
		add("type", "there is no stimulus %q%s", s.Type, hint(string(s.Type), names))
	}
	for _, x := range append(append([]float64{s.Mean, s.Std, s.Rate, s.Weight, s.Interval, s.Tau, s.Sigma, s.Start, s.Stop}, s.Times...), s.Amplitudes...) {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			add("type", "every number must be finite")
			return
		}
	}
}

// MaxPoissonMean is the largest mean number of Poisson events in one step.
const MaxPoissonMean = 1000

// checkRecorder checks one recorder.
func (n *Network) checkRecorder(p *problems, r *Recorder) {
	add := func(key, format string, args ...any) { p.add("record", r.Name, []string{key}, format, args...) }
	if !(r.Interval >= 0) || math.IsInf(r.Interval, 0) {
		add("interval", "interval is %g ms, must not be negative", r.Interval)
	} else if r.Interval > 0 && math.Round(r.Interval/n.DT) < 1 {
		add("interval", "interval is %g ms, below one step (%g ms)", r.Interval, n.DT)
	}
	if r.Type.ofProjection() {
		n.checkWeightRecorder(p, r)
		return
	}
	pop := n.target(p, "record", r.Name, "target", r.Target)
	if pop == nil {
		return
	}
	for _, i := range r.Neurons {
		if i < 0 || i >= pop.Size {
			add("neurons", "neuron %d is outside population %q (%d neurons)", i, pop.Name, pop.Size)
			break
		}
	}
	switch r.Type {
	case RecordSpikes, RecordRate:
		checkSilent(p, "record", r.Name, "type", pop, "record its state")
	case RecordState, RecordMean:
		if r.Type == RecordMean && r.Neurons != nil {
			add("neurons", "a mean is taken over the whole population")
		}
		if len(r.Variables) == 0 {
			add("variables", "needs the names of state variables, such as %q", "v")
		}
		for _, v := range r.Variables {
			if _, ok := pop.Variable(v); !ok {
				names := pop.variableNames()
				add("variables", "population %q has no state variable %q%s", pop.Name, v, hint(v, names))
			}
		}
	default:
		names := []string{string(RecordSpikes), string(RecordState), string(RecordMean), string(RecordRate), string(RecordWeights), string(RecordWeightHistogram)}
		add("type", "there is no recorder %q%s", r.Type, hint(string(r.Type), names))
	}
}

// Variable finds a state variable by name, "v" or "ampa.g", and returns its
// position among the population's state words: the model's first, then
// each receptor's, each channel's, each ion pool's.
func (p *Population) Variable(name string) (word int, ok bool) {
	for i, v := range p.variables() {
		if v.Name == name {
			return i, true
		}
	}
	return 0, false
}

// VariableUnit returns the unit of a state variable, "" when there is none of that name.
func (p *Population) VariableUnit(name string) string {
	for _, v := range p.variables() {
		if v.Name == name {
			return v.Unit
		}
	}
	return ""
}

func (p *Population) variables() []Var {
	var vars []Var
	if m := p.Neuron(); m != nil {
		vars = append(vars, m.State...)
	}
	for _, r := range p.Receptors {
		if s := FindSynapse(r.Model); s != nil {
			for _, v := range s.State {
				unit := v.Unit
				if unit == "nS or pA" {
					unit = map[Output]string{OutputCurrent: "pA", OutputConductance: "nS", OutputMagnesium: "nS"}[r.Output]
				}
				vars = append(vars, Var{Name: r.Name + "." + v.Name, Unit: unit})
			}
		}
	}
	return append(vars, p.channelVariables()...)
}

func (p *Population) variableNames() []string {
	var names []string
	for _, v := range p.variables() {
		names = append(names, strings.TrimSpace(v.Name))
	}
	return names
}
