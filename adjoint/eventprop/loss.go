package eventprop

import (
	"fmt"
	"math"
)

// Sum is the sum of losses.
type Sum []Loss

// Evaluate adds the losses up.
func (s Sum) Evaluate(o *Outcome) (float64, error) {
	sum := 0.0
	for _, l := range s {
		x, err := l.Evaluate(o)
		if err != nil {
			return 0, err
		}
		sum += x
	}
	return sum, nil
}

// FirstSpike is the cross-entropy of the softmax of -t/Tau0, t the first spike
// times of a population, and a term that prefers early spikes of the right one:
//
//	mean over the batch of -log softmax(-t/Tau0)[label] + Alpha (exp(t_label/Tau1) - 1)
//
// (Wunderlich & Pehle 2021, eq. 11; times in ms). A neuron that does not spike
// counts as spiking at the end of the trial. When it is the right one, the exact
// derivative would only delay the others until they are silent too. With Push
// above 0 such a sample instead gives the integral of the silent neuron's
// potential the derivative -Push (per ms; Options.Read must ask for the
// integral), which wakes it, and nothing else.
type FirstSpike struct {
	Population  string
	Tau0        float64 // ms
	Alpha, Tau1 float64 // ms
	Push        float64
}

// Evaluate returns the loss; see Loss.
func (l FirstSpike) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population(l.Population)
	if err != nil {
		return 0, err
	}
	if l.Push != 0 && !o.e.opts.Read[l.Population].Integral {
		return 0, fmt.Errorf("first spike: a push needs the integral of %q, which is not in the options", l.Population)
	}
	n := float64(len(o.Samples))
	sum := 0.0
	t, scaled := make([]float64, p.Size), make([]float64, p.Size)
	fired := make([]bool, p.Size)
	for b := range o.Samples {
		label, err := labelOf(o, b, p.Size)
		if err != nil {
			return 0, err
		}
		for i := range t {
			t[i], fired[i] = p.First(b, i)
			scaled[i] = -t[i] / l.Tau0
		}
		prob, log := softmax(scaled, label)
		early := 0.0
		if l.Alpha != 0 && fired[label] {
			early = l.Alpha * math.Exp(t[label]/l.Tau1)
			sum += (early - l.Alpha) / n
		}
		sum -= log / n
		if !fired[label] && l.Push != 0 {
			p.AddIntegral(b, label, -l.Push/n)
			continue
		}
		for i := range t {
			bar := -prob[i] / l.Tau0
			if i == label {
				bar += 1 / l.Tau0
				if l.Alpha != 0 {
					bar += early / l.Tau1
				}
			}
			if fired[i] {
				p.AddSpike(b, i, 0, bar/n)
			}
		}
	}
	return sum, nil
}

// Of names what a CrossEntropy reads.
type Of int

// The readouts: the integral (see Readout.Rate for an exponential weight), the
// largest potential, and the potential at the end.
const (
	OfIntegral Of = iota
	OfMax
	OfFinal
)

// CrossEntropy is the mean over the batch of -log softmax(Scale y)[label], y a
// readout of a population (Nowotny, Turner & Knight 2025, Neuromorph. Comput.
// Eng.). Readouts other than OfFinal must be asked for in Options.Read.
type CrossEntropy struct {
	Population string
	Of         Of
	// Scale multiplies the readout; 0 is 1.
	Scale float64
}

// Evaluate returns the loss; see Loss.
func (l CrossEntropy) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population(l.Population)
	if err != nil {
		return 0, err
	}
	read := o.e.opts.Read[l.Population]
	if l.Of == OfIntegral && !read.Integral || l.Of == OfMax && !read.Max {
		return 0, fmt.Errorf("cross-entropy: the readout of %q is not in the options", l.Population)
	}
	scale := l.Scale
	if scale == 0 {
		scale = 1
	}
	n := float64(len(o.Samples))
	sum := 0.0
	y := make([]float64, p.Size)
	for b := range o.Samples {
		label, err := labelOf(o, b, p.Size)
		if err != nil {
			return 0, err
		}
		for i := range y {
			y[i] = scale * l.Of.value(p, b, i)
		}
		prob, log := softmax(y, label)
		sum -= log / n
		for i := range y {
			bar := prob[i]
			if i == label {
				bar--
			}
			l.Of.add(p, b, i, bar*scale/n)
		}
	}
	return sum, nil
}

func (of Of) value(p Population, sample, neuron int) float64 {
	switch of {
	case OfIntegral:
		return p.Integral(sample, neuron)
	case OfMax:
		v, _ := p.Max(sample, neuron)
		return v
	}
	return p.Final(sample, neuron)
}

func (of Of) add(p Population, sample, neuron int, bar float64) {
	switch of {
	case OfIntegral:
		p.AddIntegral(sample, neuron, bar)
	case OfMax:
		p.AddMax(sample, neuron, bar)
	default:
		p.AddFinal(sample, neuron, bar)
	}
}

// SquaredError is half the mean over the batch of the squared distances of a
// population's readout from the sample's Target, which has one number for each neuron.
type SquaredError struct {
	Population string
	Of         Of
}

// Evaluate returns the loss; see Loss.
func (l SquaredError) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population(l.Population)
	if err != nil {
		return 0, err
	}
	n := float64(len(o.Samples))
	sum := 0.0
	for b, s := range o.Samples {
		if len(s.Target) != p.Size {
			return 0, fmt.Errorf("sample %d has %d target values for the %d neurons of %q", b, len(s.Target), p.Size, l.Population)
		}
		for i, want := range s.Target {
			d := l.Of.value(p, b, i) - want
			sum += d * d / 2 / n
			l.Of.add(p, b, i, d/n)
		}
	}
	return sum, nil
}

// TraceError is half the mean over the batch and over Readout.Times of the
// squared distances of a population's potentials from the sample's Target,
// which lists the times of neuron 0, then those of neuron 1, and so on.
type TraceError struct{ Population string }

// Evaluate returns the loss; see Loss.
func (l TraceError) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population(l.Population)
	if err != nil {
		return 0, err
	}
	times := len(o.e.opts.Read[l.Population].Times)
	if times == 0 {
		return 0, fmt.Errorf("trace error: the times at which to observe %q are not in the options", l.Population)
	}
	n := float64(len(o.Samples) * times)
	sum := 0.0
	for b, s := range o.Samples {
		if len(s.Target) != p.Size*times {
			return 0, fmt.Errorf("sample %d has %d target values for %d times of the %d neurons of %q", b, len(s.Target), times, p.Size, l.Population)
		}
		for i := range p.Size {
			bars := p.Trace(b, i)
			for k := range bars {
				bars[k] -= s.Target[i*times+k]
				sum += bars[k] * bars[k] / 2 / n
				bars[k] /= n
			}
			p.AddTrace(b, i, bars)
		}
	}
	return sum, nil
}

// SpikeCount draws the mean number of spikes of every neuron of a population
// over the batch towards Target: Strength/2 sum (count - Target)^2. The count
// has no derivative; in its place every spike pushes the potential before it
// (Nowotny, Turner & Knight 2025), so that this is no gradient of the value it returns.
type SpikeCount struct {
	Population       string
	Target, Strength float64
}

// Evaluate returns the value and adds the pushes.
func (l SpikeCount) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population(l.Population)
	if err != nil {
		return 0, err
	}
	n := float64(len(o.Samples))
	sum := 0.0
	for i := range p.Size {
		mean := 0.0
		for b := range o.Samples {
			mean += float64(p.Count(b, i)) / n
		}
		d := mean - l.Target
		sum += l.Strength / 2 * d * d
		for b := range o.Samples {
			p.PushSpikes(b, i, l.Strength*d/n)
		}
	}
	return sum, nil
}

func labelOf(o *Outcome, sample, classes int) (int, error) {
	label := o.Samples[sample].Label
	if label < 0 || label >= classes {
		return 0, fmt.Errorf("sample %d has the label %d, must be 0 to %d", sample, label, classes-1)
	}
	return label, nil
}

// softmax returns the probabilities and the logarithm of that of the label.
func softmax(y []float64, label int) (prob []float64, log float64) {
	top := math.Inf(-1)
	for _, x := range y {
		top = math.Max(top, x)
	}
	prob = make([]float64, len(y))
	sum := 0.0
	for i, x := range y {
		prob[i] = math.Exp(x - top)
		sum += prob[i]
	}
	for i := range prob {
		prob[i] /= sum
	}
	return prob, y[label] - top - math.Log(sum)
}
