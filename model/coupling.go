package model

// CouplingType names how a coupling acts.
type CouplingType string

// The types of couplings: what one pair adds to the input of target i, x_j
// being the source's variable a delay ago and x_i the target's now.
const (
	Additive  CouplingType = "additive"  // w x_j
	Diffusive CouplingType = "diffusive" // w (x_j - x_i); of v in mV with w in nS: a gap junction
	Sine      CouplingType = "sine"      // w sin(x_j - x_i), of phases
)

// CouplingTypes lists them in the order of shaders/lib/coupling.glsl.
func CouplingTypes() []CouplingType { return []CouplingType{Additive, Diffusive, Sine} }

// Coupling drives the neurons of Target with a state variable of the neurons of
// Source, at every step and without spikes. It adds to the input that stimuli
// give: pA for membranes, the unit of the model's input otherwise. The sum over
// the pairs is taken from the values at the beginning of the step and held
// during it; before the start of the simulation every variable had its initial value.
type Coupling struct {
	Name   string
	Type   CouplingType
	Source string // population
	Target string // population
	// Variable is the source's state variable: the model's ("v") or a receptor's ("exc.g").
	Variable string
	// TargetVariable is the target's, for types that compare the two; empty means Variable.
	TargetVariable string
	// Rule says who is coupled; explicit rules may list weights and delays.
	Rule   Rule
	Weight Value
	// Delay in ms, 0 or more, rounded to whole steps, for every pair its own.
	Delay Value
}

// OwnVariable returns the target's variable of types that compare the two, "" for others.
func (c *Coupling) OwnVariable() string {
	switch {
	case c.Type == Additive:
		return ""
	case c.TargetVariable != "":
		return c.TargetVariable
	}
	return c.Variable
}
