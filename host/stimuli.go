package host

import (
	"math"
	"slices"

	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// makeStimuli makes the tables of stimulate.comp: one target for each
// stimulated population, its stimuli in the network's order.
func (s *Sim) makeStimuli() error {
	t := stimulusTables{dt: s.plan.Network.DT}
	for _, pop := range s.plan.Network.Populations {
		var list []*model.Stimulus
		for _, st := range s.plan.Network.Stimuli {
			if st.Target == pop.Name {
				list = append(list, st)
			}
		}
		if len(list) > 0 && pop.Size > 0 {
			s.addTarget(&t, pop, list)
		}
	}
	if t.neurons == 0 {
		return nil
	}
	var err error
	if s.stimuli.Targets, err = s.table("stimulus targets", t.targets); err != nil {
		return err
	}
	if s.stimuli.Table, err = s.table("stimuli", t.stimuli); err != nil {
		return err
	}
	if s.stimuli.Times, err = s.table("stimulus times", t.times); err != nil {
		return err
	}
	if s.stimuli.Values, err = s.reals("stimulus values", t.values, 0); err != nil {
		return err
	}
	if t.memory > 0 {
		if s.stimuli.Memory, err = s.reals("stimulus memory", nil, t.memory); err != nil {
			return err
		}
	}
	s.stimuli.Neurons, s.stimuli.Populations = t.neurons, len(t.targets)/kernels.TargetWords
	s.stimuli.Current, err = s.reals("stimulus current", nil, s.plan.Sources)
	return err
}

type stimulusTables struct {
	dt                      float64
	neurons, memory         int
	targets, stimuli, times []uint32
	values                  []float64
}

func (s *Sim) addTarget(t *stimulusTables, pop *model.Population, list []*model.Stimulus) {
	g, first := s.plan.Locate(pop)
	port, stride := s.plan.Port(pop, 0)
	t.targets = append(t.targets, uint32(t.neurons), uint32(g.SourceBase+first), port, stride,
		uint32(len(t.stimuli)/kernels.StimulusWords), uint32(len(list)), 0, 0)
	t.neurons += pop.Size
	for _, st := range list {
		t.stimuli = append(t.stimuli, s.stimulusWords(t, pop, st)...)
	}
}

// stimulusWords returns one entry of the stimulus table and adds its values.
func (s *Sim) stimulusWords(t *stimulusTables, pop *model.Population, st *model.Stimulus) []uint32 {
	w := make([]uint32, kernels.StimulusWords)
	count := st.Count
	if count == 0 {
		count = pop.Size - st.First
	}
	key := model.NewStream(s.plan.Network.Seed, "stimulus/"+st.Name).Key()
	w[1], w[2] = uint32(st.First), uint32(count)
	w[3], w[4] = stepOf(st.Start, t.dt), math.MaxUint32
	if st.Stop > 0 {
		w[4] = stepOf(st.Stop, t.dt)
	}
	w[5], w[6] = key[0], key[1]
	w[7] = 1
	w[12] = uint32(len(t.values))
	switch st.Type {
	case model.StepCurrent:
		w[0] = kernels.KindStepCurrent
		w[10], w[11] = uint32(len(t.times)), uint32(len(st.Times))
		for k, at := range st.Times {
			t.times = append(t.times, stepOf(at, t.dt))
			t.values = append(t.values, st.Amplitudes[k])
		}
	case model.NoiseCurrent:
		w[0] = kernels.KindNoiseCurrent
		w[7] = max(stepOf(st.Interval, t.dt), 1)
		t.values = append(t.values, st.Mean, st.Std)
	case model.OUCurrent:
		w[0] = kernels.KindOUCurrent
		w[14] = uint32(t.memory)
		t.memory += count
		keep := math.Exp(-t.dt / st.Tau)
		t.values = append(t.values, st.Mean, st.Std, keep, st.Std*math.Sqrt(-math.Expm1(-2*t.dt/st.Tau)))
	case model.WienerCurrent: // in every step a constant current of the same integral
		w[0] = kernels.KindNoiseCurrent
		t.values = append(t.values, st.Mean, st.Sigma/math.Sqrt(t.dt))
	case model.PoissonInput:
		w[0] = kernels.KindPoissonInput
		w[8] = uint32(int32(math.Round(st.Weight / s.plan.Network.Quantum(pop, st.Receptor))))
		w[9] = uint32(pop.Receptor(st.Receptor))
		times, rates := s.plan.Network.PoissonRates(st)
		parts := max(math.Ceil(slices.Max(rates)*t.dt/1000/8), 1)
		w[10], w[11], w[13] = uint32(len(t.times)), uint32(len(times)), uint32(parts)
		for k, at := range times {
			mean := rates[k] * t.dt / 1000 / parts
			t.times = append(t.times, stepOf(at, t.dt))
			t.values = append(t.values, mean, math.Exp(-mean))
		}
	}
	return w
}

// stepOf returns the step that begins at a time in ms, 0 for times before the start.
func stepOf(ms, dt float64) uint32 {
	return uint32(min(max(math.Round(ms/dt), 0), math.MaxUint32))
}

// makeEvents sorts the spikes of all spike_source populations by step.
func (s *Sim) makeEvents() error {
	type event struct{ step, source uint32 }
	var events []event
	for _, g := range s.plan.Groups {
		if !g.Model.Host {
			continue
		}
		for _, m := range g.Members {
			for i, times := range m.Population.Times {
				for _, t := range times {
					// A spike at t is found at the end of the step that ends at t.
					events = append(events, event{uint32(math.Round(t/s.plan.Network.DT)) - 1, uint32(g.SourceBase + m.First + i)})
				}
			}
		}
	}
	if len(events) == 0 {
		return nil
	}
	sortBy(events, func(e event) uint64 { return uint64(e.step)<<32 | uint64(e.source) })
	steps, sources := make([]uint32, 0, len(events)), make([]uint32, 0, len(events))
	for k, e := range events {
		if k > 0 && e == events[k-1] {
			continue // a member spikes at most once in a step
		}
		steps, sources = append(steps, e.step), append(sources, e.source)
	}
	var err error
	if s.eventSteps, err = s.table("event steps", steps); err != nil {
		return err
	}
	s.eventSources, err = s.table("event sources", sources)
	return err
}
