package optim

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Param is a set of numbers with the gradient that moves them.
type Param struct {
	Name   string
	Values []float64
	Grad   []float64 // as long as Values
}

// Optimiser changes parameters along their gradients.
type Optimiser interface {
	// Step changes the values once with the learning rate lr.
	Step(lr float64, params []Param)
	// State returns everything Step remembers, by name; SetState puts it back.
	State() map[string][]float64
	SetState(map[string][]float64) error
}

// Options are the settings of an optimiser; zero values take the defaults that
// its paper or PyTorch names.
type Options struct {
	Momentum    float64 // sgd, rmsprop
	Nesterov    bool    // sgd
	Beta1       float64 // adam, adamw, lion: 0.9
	Beta2       float64 // adam, adamw: 0.999; lion: 0.99
	Alpha       float64 // rmsprop: 0.99
	Epsilon     float64 // adam, adamw, rmsprop: 1e-8; adagrad: 1e-10
	WeightDecay float64 // adamw, lion: decoupled; the others: added to the gradient
}

// rule is one optimiser's formula for one number: x and gradient g in, the new
// x out, with its own slots of memory; t counts steps from 1.
type rule struct {
	slots int
	step  func(o Options, lr, x, g float64, m []float64, t bias) float64
	fill  func(o *Options)
}

var rules = map[string]rule{
	"sgd":     {1, sgd, func(*Options) {}},
	"adam":    {2, adam, adamDefaults},
	"adamw":   {2, adamw, adamDefaults},
	"rmsprop": {2, rmsprop, func(o *Options) { o.Alpha, o.Epsilon = either(o.Alpha, 0.99), either(o.Epsilon, 1e-8) }},
	"adagrad": {1, adagrad, func(o *Options) { o.Epsilon = either(o.Epsilon, 1e-10) }},
	"lion":    {1, lion, func(o *Options) { o.Beta1, o.Beta2 = either(o.Beta1, 0.9), either(o.Beta2, 0.99) }},
}

// Names returns the names New knows.
func Names() []string { return slices.Sorted(maps.Keys(rules)) }

// New returns the optimiser of that name: sgd, adam, adamw, rmsprop, adagrad, lion.
func New(name string, o Options) (Optimiser, error) {
	r, ok := rules[name]
	if !ok {
		return nil, fmt.Errorf("there is no optimiser %q, only %v", name, Names())
	}
	r.fill(&o)
	return &optimiser{name: name, rule: r, o: o, memory: map[string][]float64{}}, nil
}

type optimiser struct {
	name   string
	rule   rule
	o      Options
	steps  float64
	memory map[string][]float64 // slots numbers for each value
}

// bias is by what Adam's moments, which begin at zero, are too small.
type bias struct{ first, second float64 }

func (p *optimiser) Step(lr float64, params []Param) {
	p.steps++
	t := bias{1 - math.Pow(p.o.Beta1, p.steps), 1 - math.Pow(p.o.Beta2, p.steps)}
	for _, q := range params {
		m := p.memory[q.Name]
		if len(m) != p.rule.slots*len(q.Values) {
			m = make([]float64, p.rule.slots*len(q.Values))
			p.memory[q.Name] = m
		}
		for i, x := range q.Values {
			q.Values[i] = p.rule.step(p.o, lr, x, q.Grad[i], m[p.rule.slots*i:p.rule.slots*(i+1)], t)
		}
	}
}

// stepsKey cannot be the name of a parameter, which holds a dot.
const stepsKey = "steps"

func (p *optimiser) State() map[string][]float64 {
	out := map[string][]float64{stepsKey: {p.steps}}
	for name, m := range p.memory {
		out[name] = slices.Clone(m)
	}
	return out
}

func (p *optimiser) SetState(s map[string][]float64) error {
	if len(s[stepsKey]) != 1 {
		return fmt.Errorf("the state is not one of an optimiser: it lacks the number of steps")
	}
	p.steps = s[stepsKey][0]
	p.memory = map[string][]float64{}
	for name, m := range s {
		if name != stepsKey {
			p.memory[name] = slices.Clone(m)
		}
	}
	return nil
}

func either(x, otherwise float64) float64 {
	if x == 0 {
		return otherwise
	}
	return x
}

func adamDefaults(o *Options) {
	o.Beta1, o.Beta2, o.Epsilon = either(o.Beta1, 0.9), either(o.Beta2, 0.999), either(o.Epsilon, 1e-8)
}

// sgd is gradient descent, with Polyak's or Nesterov's momentum as PyTorch
// writes it: m = momentum m + g.
func sgd(o Options, lr, x, g float64, m []float64, _ bias) float64 {
	g += o.WeightDecay * x
	if o.Momentum == 0 {
		return x - lr*g
	}
	m[0] = o.Momentum*m[0] + g
	if o.Nesterov {
		return x - lr*(g+o.Momentum*m[0])
	}
	return x - lr*m[0]
}

// adam is algorithm 1 of Kingma & Ba 2015, arXiv 1412.6980.
func adam(o Options, lr, x, g float64, m []float64, t bias) float64 {
	return adamStep(o, lr, x, g+o.WeightDecay*x, m, t)
}

// adamw is algorithm 2 of Loshchilov & Hutter 2019, arXiv 1711.05101: the decay
// acts on the value and not through the moments.
func adamw(o Options, lr, x, g float64, m []float64, t bias) float64 {
	return adamStep(o, lr, x*(1-lr*o.WeightDecay), g, m, t)
}

func adamStep(o Options, lr, x, g float64, m []float64, t bias) float64 {
	m[0] = o.Beta1*m[0] + (1-o.Beta1)*g
	m[1] = o.Beta2*m[1] + (1-o.Beta2)*g*g
	mean := m[0] / t.first
	square := m[1] / t.second
	return x - lr*mean/(math.Sqrt(square)+o.Epsilon)
}

// rmsprop is Tieleman & Hinton 2012 (lecture 6.5), with PyTorch's momentum.
func rmsprop(o Options, lr, x, g float64, m []float64, _ bias) float64 {
	g += o.WeightDecay * x
	m[0] = o.Alpha*m[0] + (1-o.Alpha)*g*g
	step := g / (math.Sqrt(m[0]) + o.Epsilon)
	if o.Momentum == 0 {
		return x - lr*step
	}
	m[1] = o.Momentum*m[1] + step
	return x - lr*m[1]
}

// adagrad is Duchi, Hazan & Singer 2011, J. Mach. Learn. Res. 12:2121.
func adagrad(o Options, lr, x, g float64, m []float64, _ bias) float64 {
	g += o.WeightDecay * x
	m[0] += g * g
	return x - lr*g/(math.Sqrt(m[0])+o.Epsilon)
}

// lion is program 1 of Chen et al. 2023, arXiv 2302.06675: only the sign of the
// interpolated momentum moves a value.
func lion(o Options, lr, x, g float64, m []float64, _ bias) float64 {
	c := o.Beta1*m[0] + (1-o.Beta1)*g
	m[0] = o.Beta2*m[0] + (1-o.Beta2)*g
	sign := 0.0
	if c > 0 {
		sign = 1
	} else if c < 0 {
		sign = -1
	}
	return x - lr*(sign+o.WeightDecay*x)
}
