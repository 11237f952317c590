package host

import (
	"fmt"
	"math"

	"github.com/galvani-sim/galvani/adjoint/loss"
)

// reading returns what a term reads of every neuron.
func (o *gridObjective) reading(x LossTerm, of string) (loss.Reading, error) {
	from, to := x.window(o.dt, o.steps)
	r := loss.Reading{Steps: o.steps, Batch: 1, Size: o.size(x), From: from, To: to, Of: of, Decay: math.Exp(-o.dt / x.Tau)}
	if err := r.Check(); err != nil {
		return r, fmt.Errorf("loss %q: %w", x.Name, err)
	}
	return r, nil
}

func (o *gridObjective) size(x LossTerm) int { return o.exp.Network.Find(x.Population).Size }

// evaluate returns the value of a term for the last run, without its factor,
// and its derivatives by the trace that it reads.
func (o *gridObjective) evaluate(x LossTerm) (value float64, drive []float64, err error) {
	course := o.courses[o.trace(x)]
	drive = make([]float64, len(course))
	r, err := o.reading(x, "mean")
	if err != nil {
		return 0, nil, err
	}
	switch x.Type {
	case "mean_square":
		steps, target, err := o.compared(x)
		if err != nil {
			return 0, nil, err
		}
		value, drive = loss.MeanSquare{Steps: o.steps, Batch: 1, At: steps}.Evaluate(course, target, 1)
	case "readout":
		r.Of = x.Of
		value = loss.SquaredReading{Reading: r, Target: targetValues(x)}.Evaluate(course, 1, drive)
	case "cross_entropy":
		value, drive, _ = loss.CrossEntropy{Steps: o.steps, Batch: 1, Classes: r.Size, From: r.From, To: r.To, Of: x.Of, Scale: x.Scale,
			Decay: r.Decay}.Evaluate(course, []int{x.Label})
	case "voltage":
		value = loss.Bounds{Steps: o.steps, Batch: 1, Size: r.Size, From: r.From, To: r.To, Lower: x.Lower, Upper: x.Upper}.Evaluate(course, 1, drive)
	case "rate":
		value = loss.Rate{Steps: o.steps, Batch: 1, Size: r.Size, From: r.From, To: r.To, DT: o.dt, Target: targetValues(x),
			Lower: x.Lower, Upper: x.Upper, Shared: x.Shared}.Evaluate(course, 1, drive)
	case "spike_count":
		r.Of = "sum"
		value = loss.SquaredReading{Reading: r, Target: targetValues(x)}.Evaluate(course, 1, drive)
	case "van_rossum":
		value, drive = loss.VanRossum{Steps: o.steps, Batch: 1, DT: o.dt, Tau: x.Tau, Decay: math.Exp(-o.dt / x.Tau)}.Evaluate(course, o.spikes(x), 1)
	case "crossing":
		return o.crossing(x, course, drive)
	default:
		return 0, nil, fmt.Errorf("loss %q: method surrogate has no derivative of %s", x.Name, x.Type)
	}
	return value, drive, nil
}

func targetValues(x LossTerm) []float64 {
	if x.Target == nil {
		return nil
	}
	return x.Target.Values
}

// compared returns the steps that mean_square compares, and the target there.
func (o *gridObjective) compared(x LossTerm) (steps []int, target []float64, err error) {
	steps, rows, err := x.compared(o.dt, o.steps)
	if err != nil {
		return nil, nil, err
	}
	size := o.size(x)
	for _, k := range rows {
		for i := range size {
			switch t := x.Target; {
			case t.Rows > 0:
				target = append(target, t.Values[k*size+i])
			default:
				target = append(target, t.Values[min(i, len(t.Values)-1)])
			}
		}
	}
	return steps, target, nil
}

// spikes returns the target's spikes as a trace; a spike at t is in the step that ends at t.
func (o *gridObjective) spikes(x LossTerm) []float64 {
	size := o.size(x)
	out := make([]float64, o.steps*size)
	for i, train := range x.Target.Spikes {
		for _, t := range train {
			if n := int(math.Round(t/o.dt)) - 1; n >= 0 && n < o.steps {
				out[n*size+i] = 1
			}
		}
	}
	return out
}

// crossing also depends on the state at time 0, when it is there that a neuron rises.
func (o *gridObjective) crossing(x LossTerm, course, drive []float64) (float64, []float64, error) {
	l, name, err := o.crosses(x)
	if err != nil {
		return 0, nil, err
	}
	start := make([]float64, l.Size)
	value := l.Evaluate(course, 1, drive, start)
	if o.startBar[name] == nil {
		o.startBar[name] = make([]float64, l.Size)
	}
	for i, d := range start {
		o.startBar[name][i] += x.Factor * d
	}
	return value, drive, nil
}

func (o *gridObjective) crosses(x LossTerm) (l loss.Crossing, name string, err error) {
	name = x.Population + "." + x.Variable
	start := o.initial[name]
	if start == nil {
		if start, err = o.engine.InitialState(name); err != nil {
			return l, name, err
		}
	}
	return loss.Crossing{Steps: o.steps, Batch: 1, Size: o.size(x), DT: o.dt, Level: x.Level, Start: start, Target: targetValues(x)}, name, nil
}

// own makes a target of the last run.
func (o *gridObjective) own(x LossTerm) (*Target, error) {
	course := o.courses[o.trace(x)]
	size := o.size(x)
	y, at := make([]float64, size), make([]int, size)
	switch x.Type {
	case "mean_square":
		x.Target = nil
		steps, err := x.steps(o.dt, o.steps)
		if err != nil {
			return nil, err
		}
		out := &Target{Rows: len(steps)}
		for _, s := range steps {
			out.Values = append(out.Values, course[s*size:(s+1)*size]...)
		}
		return out, nil
	case "van_rossum":
		out := &Target{Spikes: make([][]float64, size)}
		for k, s := range course {
			if s != 0 {
				out.Spikes[k%size] = append(out.Spikes[k%size], float64(k/size+1)*o.dt)
			}
		}
		return out, nil
	case "crossing":
		l, _, err := o.crosses(x)
		if err != nil {
			return nil, err
		}
		for i := range y {
			y[i], _, _ = l.Time(course, 0, i)
		}
		return &Target{Values: y}, nil
	case "readout", "spike_count", "rate":
		r, err := o.reading(x, map[string]string{"readout": x.Of, "spike_count": "sum", "rate": "mean"}[x.Type])
		if err != nil {
			return nil, err
		}
		r.Read(course, 0, y, at)
		if x.Type == "rate" {
			return &Target{Values: rates(y, o.dt, x.Shared)}, nil
		}
		return &Target{Values: y}, nil
	}
	return nil, fmt.Errorf("%s has no target", x.Type)
}

// rates turns mean spikes per step into Hz, of each neuron or the population.
func rates(y []float64, dt float64, shared bool) []float64 {
	sum := 0.0
	for i := range y {
		y[i] *= 1000 / dt
		sum += y[i] / float64(len(y))
	}
	if shared {
		return []float64{sum}
	}
	return y
}
