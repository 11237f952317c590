package host

import (
	"fmt"

	"github.com/galvani-sim/galvani/adjoint/eventprop"
)

// evaluate returns the value of a term for the last run, without its factor,
// and adds its derivatives, times the factor, to the outcome's cotangents.
func (o *eventObjective) evaluate(x LossTerm) (float64, error) {
	p, err := o.out.Population(x.Population)
	if err != nil {
		return 0, err
	}
	o.out.Samples[0].Label = x.Label
	switch x.Type {
	case "mean_square":
		return o.meanSquare(x, p)
	case "readout":
		return o.readout(x, p), nil
	case "spike_count":
		sum := 0.0
		for i := range p.Size {
			d := float64(p.Count(0, i)) - x.Target.Values[min(i, len(x.Target.Values)-1)]
			sum += d * d / 2
			p.PushSpikes(0, i, x.Factor*d)
		}
		return sum, nil
	}
	var l eventprop.Loss
	switch x.Type {
	case "cross_entropy":
		of := map[string]eventprop.Of{"max": eventprop.OfMax, "last": eventprop.OfFinal}[x.Of]
		scale := x.Scale
		if of == eventprop.OfIntegral {
			scale /= o.exp.Duration
		}
		l = eventprop.CrossEntropy{Population: x.Population, Of: of, Scale: scale}
	case "first_spike":
		l = eventprop.FirstSpike{Population: x.Population, Tau0: x.Tau0, Alpha: x.Alpha, Tau1: x.Tau1}
	case "spike_time":
		l = eventprop.SpikeTime{Population: x.Population, K: x.Spike, Target: targetValues(x)}
	case "van_rossum":
		l = eventprop.VanRossum{Population: x.Population, Tau: x.Tau, Target: x.Target.Spikes}
	default:
		return 0, fmt.Errorf("method eventprop has no derivative of %s", x.Type)
	}
	return o.out.Scaled(x.Factor, l)
}

func (o *eventObjective) meanSquare(x LossTerm, p eventprop.Population) (float64, error) {
	steps, rows, err := x.compared(o.exp.Network.DT, stepsOf(o.exp))
	if err != nil {
		return 0, err
	}
	n, sum := float64(len(steps)), 0.0
	for i := range p.Size {
		bars := p.Trace(0, i)
		for k, row := range rows {
			want := x.Target.Values[min(i, len(x.Target.Values)-1)]
			if x.Target.Rows > 0 {
				want = x.Target.Values[row*p.Size+i]
			}
			d := bars[k] - want
			sum += d * d / 2 / n
			bars[k] = x.Factor * d / n
		}
		p.AddTrace(0, i, bars)
	}
	return sum, nil
}

// reading returns what a term reads of a neuron.
func (o *eventObjective) reading(x LossTerm, p eventprop.Population, i int) float64 {
	switch x.Of {
	case "max":
		v, _ := p.Max(0, i)
		return v
	case "last":
		return p.Final(0, i)
	}
	return p.Integral(0, i) / o.exp.Duration
}

func (o *eventObjective) readout(x LossTerm, p eventprop.Population) float64 {
	sum := 0.0
	for i := range p.Size {
		y, bar := o.reading(x, p, i), x.Factor
		if x.Target == nil {
			sum += y
		} else {
			d := y - x.Target.Values[min(i, len(x.Target.Values)-1)]
			sum += d * d / 2
			bar *= d
		}
		switch x.Of {
		case "max":
			p.AddMax(0, i, bar)
		case "last":
			p.AddFinal(0, i, bar)
		default:
			p.AddIntegral(0, i, bar/o.exp.Duration)
		}
	}
	return sum
}

// own makes a target of the last run.
func (o *eventObjective) own(x LossTerm) (*Target, error) {
	p, err := o.out.Population(x.Population)
	if err != nil {
		return nil, err
	}
	out := &Target{}
	switch x.Type {
	case "mean_square":
		x.Target = nil
		steps, err := x.steps(o.exp.Network.DT, stepsOf(o.exp))
		if err != nil {
			return nil, err
		}
		out.Rows = len(steps)
		out.Values = make([]float64, out.Rows*p.Size)
		for i := range p.Size {
			for k, v := range p.Trace(0, i) {
				out.Values[k*p.Size+i] = v
			}
		}
	case "readout":
		for i := range p.Size {
			out.Values = append(out.Values, o.reading(x, p, i))
		}
	case "spike_count":
		for i := range p.Size {
			out.Values = append(out.Values, float64(p.Count(0, i)))
		}
	case "spike_time":
		for i := range p.Size {
			times := p.Spikes(0, i)
			if x.Spike >= len(times) {
				return nil, fmt.Errorf("neuron %d of %q has no spike %d", i, x.Population, x.Spike)
			}
			out.Values = append(out.Values, times[x.Spike])
		}
	case "van_rossum":
		for i := range p.Size {
			out.Spikes = append(out.Spikes, p.Spikes(0, i))
		}
	default:
		return nil, fmt.Errorf("%s has no target", x.Type)
	}
	return out, nil
}
