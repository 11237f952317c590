package host

import (
	"math"

	"github.com/galvani-sim/galvani/model"
)

// stimuli decodes one [stimulus.NAME]: one stimulus, or one for each target of a list.
func (t table) stimuli(name string) []*model.Stimulus {
	v, ok := t.variant("stimulus", stimulusVariants)
	if !ok {
		return nil
	}
	var list []*model.Stimulus
	t.eachTarget(name, func(full, target string) {
		fields := v.fields
		if t.n.get("rates") != nil {
			fields = without(fields, "rate")
		}
		t.check(v.name, stimulusFields, fields, onlyGiven(t, "rate"))
		list = append(list, &model.Stimulus{
			Name: full, Target: target,
			Type:       model.StimulusType(v.name),
			First:      t.whole("first", 0),
			Count:      t.whole("count", 0),
			Start:      t.number("start", 0),
			Stop:       t.number("stop", 0),
			Times:      t.numbers("times"),
			Amplitudes: t.numbers("amplitudes"),
			Mean:       t.number("mean", 0),
			Std:        t.number("std", 0),
			Interval:   t.number("interval", 0),
			Tau:        t.number("tau", 0),
			Sigma:      t.number("sigma", 0),
			Receptor:   t.text("receptor", ""),
			Rate:       t.number("rate", 0),
			Rates:      t.numbers("rates"),
			Weight:     t.number("weight", 0),
		})
	})
	return list
}

// recorders decodes one [record.NAME]: one recorder, or one for each target of a list.
func (t table) recorders(name string, n *model.Network) []*model.Recorder {
	v, ok := t.variant("recorder", recorderVariants)
	if !ok {
		return nil
	}
	var list []*model.Recorder
	t.eachTarget(name, func(full, target string) {
		t.check(v.name, recorderFields, v.fields)
		r := &model.Recorder{
			Name: full, Target: target,
			Type:     model.RecorderType(v.name),
			Interval: t.number("interval", 0),
			Neurons:  t.wholes("neurons", math.MaxInt32),
			Synapses: t.wholes("synapses", math.MaxInt32),
			Bins:     t.whole("bins", 0),
		}
		if t.n.get("variables") != nil {
			r.Variables, _ = t.texts("variables")
		}
		if c := t.n.get("neurons"); c != nil && c.kind == kindArray && len(c.children) == 0 {
			t.fail("neurons", "neurons: the list is empty; leave the key out to record all")
		}
		if t.n.get("count") != nil {
			r.Neurons = t.firstNeurons(n.Find(target))
		}
		list = append(list, r)
	})
	return list
}

// firstNeurons lists the neurons of pop that count stands for, nil for all of them.
func (t table) firstNeurons(pop *model.Population) []int {
	if t.n.get("neurons") != nil {
		t.fail("count", "neurons and count cannot both be given")
		return nil
	}
	before := len(t.d.problems)
	count := t.whole("count", 0)
	if len(t.d.problems) > before || pop == nil || count == pop.Size {
		return nil
	}
	if count < 1 || count > pop.Size {
		t.fail("count", "count is %d, must be from 1 to the %d neurons of population %q", count, pop.Size, pop.Name)
		return nil
	}
	list := make([]int, count)
	for i := range list {
		list[i] = i
	}
	return list
}

// eachTarget calls f for every target, with the name its entry gets;
// expressions may use the target's place in the list. Without a target f is
// called once all the same, for what else is wrong.
func (t table) eachTarget(name string, f func(full, target string)) {
	targets, several := t.texts("target")
	if len(targets) == 0 {
		targets, several = []string{""}, false
	}
	t.d.scoped(func() {
		outer := t.d.names
		for i, target := range targets {
			full := name
			if several {
				full += "." + target
			}
			t.d.names = outer.With("target", float64(i))
			if t.number("where", 1) == 0 {
				continue
			}
			t.made(full)
			f(full, target)
		}
	})
}
