package model

// MaxChannels is the largest number of ion channels of one population.
const MaxChannels = 12

// MaxIons is the largest number of ion pools of one population.
const MaxIons = 4

// Channel is one ion channel of a population whose neuron model takes channels.
type Channel struct {
	Name  string
	Model string // a name in Channels
	// Ion names the ion pool, one of the population's, that the channel depends
	// on or whose current it carries; empty for models that need none.
	Ion    string
	Params map[string]Value
	// Initial holds initial values of gates; the others start where they rest at
	// the initial membrane potential and concentration.
	Initial map[string]Value
}

// Ion is one ion pool of a population: a concentration and a reversal
// potential that channels share.
type Ion struct {
	Name    string
	Model   string // a name in Ions
	Params  map[string]Value
	Initial map[string]Value // of c; the reversal potential follows from it
}

// IonUse says what a channel has to do with its ion pool.
type IonUse uint8

// The uses of an ion pool.
const (
	IonNone    IonUse = iota
	IonReads          // the gates depend on the concentration
	IonCarries        // the current is the ion's: the pool gives the reversal potential and takes the current
)

// ChannelModel is what the engine knows of an ion channel: the Go half of
// shaders/channel/<Name>.glsl. Its current is g (e_rev - v), with g in nS from
// the fragment and e_rev in mV from the parameter of that name or the ion pool.
//
// Published densities are in mS/cm2. Parameters are in nS; the defaults are the
// densities times 1e-4 cm2, so that 1 mS/cm2 is 100 nS and 1 uF/cm2 is 100 pF.
type ChannelModel struct {
	Name      string
	Title     string // one line
	Equations string
	Paper     string
	Ion       IonUse
	Params    []Param
	State     []Var
	// Derived lists the names of the device parameters in the order of the
	// shader's parameter struct, at most ChannelWords - 1.
	Derived []string
	// Derive computes them, in float64, from the user's parameters.
	Derive func(p Lookup, dt float64) []float64
	// Steady returns where the state variables rest at the potential v (mV) and
	// the concentration c (mM): their initial values unless others are given.
	Steady func(p Lookup, v, c float64) []float64
}

// IonModel is what the engine knows of an ion pool: the Go half of
// shaders/ion/<Name>.glsl. Its state is the concentration c and the reversal
// potential e, in this order.
type IonModel struct {
	Name      string
	Title     string // one line
	Equations string
	Paper     string
	Params    []Param
	State     []Var
	// Derived lists the names of the device parameters in the order of the
	// shader's parameter struct, at most IonWords.
	Derived []string
	// Derive computes them, in float64, from the user's parameters.
	Derive func(p Lookup, dt float64) []float64
	// Reversal returns the reversal potential (mV) at the concentration c (mM).
	Reversal func(p Lookup, c float64) float64
}

// ion returns the index of the ion pool of that name, -1 when there is none.
func (p *Population) ion(name string) int {
	return indexOf(p.Ions, func(x *Ion) bool { return x.Name == name })
}
