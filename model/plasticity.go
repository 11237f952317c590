package model

// Plasticity makes the weights of a projection change with the activity.
type Plasticity struct {
	Model string // a name in PlasticityRules
	// Params holds the parameters that differ from the rule's defaults; the
	// synapses of a projection share them.
	Params map[string]float64
	// Pairing is one of the rule's Pairings; empty means its first.
	Pairing string
	// Modulator names the population whose spikes release the third factor
	// (the volume transmitter), for rules that have one.
	Modulator string
}

// PlasticityRule is what the engine knows of a plasticity rule: the Go half of
// shaders/plasticity/<Name>.glsl. The delay of a synapse is dendritic, as in
// NEST: a source's spike reaches the synapse at once, a target's spike after the delay.
type PlasticityRule struct {
	Name      string
	Title     string // one line
	Equations string
	Paper     string
	// Params has w_max, the bound of the weights, among the others.
	Params []Param
	// Pairings lists the choices of which spikes pair with which; empty when there is none.
	Pairings []string
	// Pre and Post are the traces of a source and of a target neuron, Synapse
	// the state of one synapse, in the order of the shader's structs; Synapse[0] is w.
	Pre, Post, Synapse []Var
	// Derived lists the device parameters in the order of the shader's struct.
	Derived []string
	// Derive computes them, in float64, from the user's parameters.
	Derive func(p Lookup, dt float64, pairing string) []float64
	// Check reports a combination of parameters that cannot be run, as "name must ...".
	Check func(p Lookup) error
	// AtPre and AtPost say whether weights change when a spike of the source or
	// of the target reaches the synapse.
	AtPre, AtPost bool
	// Modulated is true when the spikes of a population are a third factor.
	Modulated bool
	// Swept is true when all synapses are brought up to date together: at the
	// modulator's spikes, and at every Interval (ms) where that is not nil.
	Swept    bool
	Interval func(p Lookup) float64
	// Watches names the state variable of the targets that the rule reads in
	// every step; then Post holds what it makes of it.
	Watches string
}

// Lookup returns the value of each of the rule's parameters: the given one, else the default.
func (r *PlasticityRule) Lookup(given map[string]float64) Lookup {
	return func(name string) float64 {
		if x, ok := given[name]; ok {
			return x
		}
		return r.Params[indexOf(r.Params, func(p Param) bool { return p.Name == name })].Default
	}
}

// WMax returns the bound of the projection's weights: they lie between 0 and
// it, which may be negative. It is 0 for a projection that is not plastic.
func (p *Projection) WMax() float64 {
	if p.Plasticity == nil {
		return 0
	}
	rule := FindPlasticity(p.Plasticity.Model)
	if rule == nil {
		return 0
	}
	return rule.Lookup(p.Plasticity.Params)("w_max")
}

// pairing returns the pairing that the projection chose.
func (r *PlasticityRule) pairing(p *Plasticity) string {
	if p.Pairing == "" && len(r.Pairings) > 0 {
		return r.Pairings[0]
	}
	return p.Pairing
}

// The pairings of spikes.
const (
	PairAll     = "all_to_all" // every spike with all that came before
	PairNearest = "nearest"    // every spike with the last of the other side only
)

// keep returns what is left of a trace when a spike adds to it.
func keep(pairing string) float64 {
	if pairing == PairNearest {
		return 0
	}
	return 1
}

// wMax is the parameter that every rule has.
func wMax(value float64) Param {
	return Param{Name: "w_max", Unit: "nS, pA or mV", Default: value, Min: -1e9, Max: 1e9,
		Doc: "bound of the weights, which stay between 0 and it; negative for inhibitory currents"}
}

// timeConstant is the row of a time constant in ms.
func timeConstant(name string, value float64, doc string) Param {
	return Param{Name: name, Unit: "ms", Default: value, Min: 0, Max: 1e9, Open: true, Doc: doc}
}

// Unit returns the unit of the weights that act through the output.
func (o Output) Unit() string {
	return map[Output]string{OutputCurrent: "pA", OutputConductance: "nS", OutputVoltage: "mV"}[o]
}

// ReceptorUnit returns the unit of the weights into a receptor, "" when there is none of that name.
func (p *Population) ReceptorUnit(receptor string) string {
	if i := p.Receptor(receptor); i >= 0 {
		return p.Receptors[i].Output.Unit()
	}
	return ""
}
