package model

// Param is one row of a model's parameter table.
type Param struct {
	Name    string
	Unit    string
	Default float64
	// Min and Max bound the value, both included, unless Open says the lower bound is excluded.
	Min, Max  float64
	Open      bool
	Trainable bool
	Doc       string
}

// Var is one state variable of a model, in the order of the shader's state struct.
type Var struct {
	Name    string
	Unit    string
	Default float64
	Doc     string
	// FromParam, when not empty, names the parameter whose value is the default.
	FromParam string
	// Follows is true for variables that follow from others: no initial value can be given.
	Follows bool
}

// NeuronModel is what the engine knows of a neuron model: the Go half of
// shaders/neuron/<Name>.glsl.
type NeuronModel struct {
	Name  string
	Title string // one line
	// Equations, for people: a few lines of text with units.
	Equations string
	Paper     string
	Params    []Param
	State     []Var
	// Schemes lists the integration schemes; the index is the shader's SCHEME.
	// The planner takes the first that suits the receptors unless one is named.
	Schemes []Scheme
	// Derived lists the names of the device parameters in the order of the
	// shader's parameter struct.
	Derived []string
	// Derive computes them, in float64, from the user's parameters.
	Derive func(p Lookup, dt float64, scheme string) []float64
	// Check reports a combination of parameters that cannot be run, as "name must ...".
	Check func(p Lookup) error
	// Source is true for models that only emit spikes: they take no receptors.
	Source bool
	// Silent is true for models that never spike: rates, phases, blood flow. They
	// act on others through couplings, not projections.
	Silent bool
	// Random is true when the fragment reads x.u, a random number for each step.
	Random bool
	// Channels is true for models whose populations have ion channels.
	Channels bool
	// Host is true when the kernel is not generated from a fragment (spike_source).
	Host bool
	// Membrane returns the membrane's time constant (ms) and resistance (GOhm, so
	// that pA times GOhm is mV) for the exact scheme; nil when the model has no such scheme.
	Membrane func(p Lookup) (tau, r float64)
	// Leaky says which parameters make the model a leaky integrator with a
	// threshold, which is what the event-based engine simulates; nil when it is no such model.
	Leaky *Leaky
	// Unit names the two parameters, rest and threshold, whose distance is what a
	// surrogate's distance to threshold is measured in; both empty for models
	// that measure it in something else.
	Unit [2]string
	// File is the source of a user's own model, nil for the models of the registry.
	File *File
}

// Leaky names the parameters of a leaky integrator
//
//	c dv/dt = g (e - v) + i + synapses; at v = threshold: v = reset, held for refractory ms.
//
// An empty name stands for c = 1, g = 1, e = 0, i = 0, no threshold, reset 0, refractory 0.
type Leaky struct{ C, G, E, I, Threshold, Reset, Refractory string }

// Scheme is one integration scheme of a neuron model.
type Scheme struct {
	Name string
	// Outputs lists the receptor outputs the scheme can take.
	Outputs []Output
	// Held is true when the synaptic value at the end of the step acts during
	// the step (exponential Euler of adjoint-friendly models); false when the
	// value at its beginning does.
	Held bool
	// Exact is true when receptors' effect on v is integrated exactly with the membrane.
	Exact bool
	// Average is true when receptors act during the step with the mean of what
	// they are during it, which keeps second order under synaptic input.
	Average bool
	// Adaptive is true when the scheme divides the step by an estimate of its
	// error: how often is no differentiable function, so it has no adjoint.
	Adaptive bool
	Doc      string
}

// SynapseModel is what the engine knows of a receptor: the Go half of
// shaders/synapse/<Name>.glsl.
type SynapseModel struct {
	Name      string
	Title     string
	Equations string
	Paper     string
	Outputs   []Output
	Params    []Param
	State     []Var
	Derived   []string
	// NonNegative is true when weights must not be negative: they release transmitter.
	NonNegative bool
	// Derive computes the device parameters. tauM and rM describe the membrane
	// when the neuron's scheme is exact, and are 0 otherwise.
	Derive func(p Lookup, dt float64, s Scheme, tauM, rM float64) []float64
	// Linear describes the kernel of a linear receptor to the event-based
	// engine; nil when the receptor is no such kernel.
	Linear *Linear
}

// Linear is the kernel of a linear receptor: g decays with the parameter that
// Tau names. With Alpha it has two state variables, g and x, and rises first.
type Linear struct {
	Tau   string
	Alpha bool
	// Jump is what a unit of weight adds to g, or to x with Alpha.
	Jump float64
}

// Lookup returns the value of a parameter by name; it panics on a name that
// is not in the model's table, which only a mistake in a model file can cause.
type Lookup func(name string) float64
