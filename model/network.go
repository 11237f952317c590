package model

// Network is the description of everything that is simulated. It holds no
// device and no buffers: Validate checks it, Plan groups it, package host runs it.
type Network struct {
	Name string
	// DT is the time step in ms.
	DT float64
	// Seed fixes every random draw of the network: connectivity, initial
	// values, noise. Streams are keyed by the names of populations and
	// projections, so adding one does not change the others.
	Seed uint64

	Populations []*Population
	Projections []*Projection
	Couplings   []*Coupling
	Stimuli     []*Stimulus
	Recorders   []*Recorder
}

// Population is a set of Size neurons of one model.
type Population struct {
	Name  string
	Model string // a name in Neurons
	// Own, when not nil, is a model of the user's own (host.LoadNeuron), and Model is not read.
	Own  *NeuronModel `json:"-"`
	Size int
	// Scheme is one of the model's integration schemes; empty means its first
	// that fits the receptors.
	Scheme string
	// Params holds the parameters that differ from the model's defaults.
	Params map[string]Value
	// Initial holds initial values of state variables that differ from the defaults.
	Initial map[string]Value
	// Receptors are the population's synaptic inputs, at most MaxReceptors.
	Receptors []*Receptor
	// Channels are the ion channels of populations whose model takes them, at most MaxChannels,
	// and Ions the ion pools they share, at most MaxIons.
	Channels []*Channel
	Ions     []*Ion
	// Times holds, for spike_source populations only, the spike times of
	// every member: Times[i] in ms, ascending.
	Times [][]float64
	// Positions places the members in space, nil when nothing depends on distance.
	Positions *Positions
}

// Receptor is one synaptic input of a population. Projections name it; all
// that do share its state (align-post merging is exact because its dynamics are linear).
type Receptor struct {
	Name   string
	Model  string // a name in Synapses
	Output Output // how its value acts on the membrane
	Params map[string]Value
	// Initial holds initial values of the receptor's state variables.
	Initial map[string]Value
}

// Output says how a receptor's value acts on the membrane.
type Output string

// The outputs of a receptor.
const (
	OutputCurrent     Output = "current"     // value in pA, added to the input current
	OutputConductance Output = "conductance" // value in nS, drives v towards e_rev
	OutputVoltage     Output = "voltage"     // value in mV, added to v (delta receptors)
	// OutputMagnesium is a conductance in nS times 1 / (1 + mg / 3.57 mM exp(-0.062 v / mV)),
	// the open fraction of NMDA channels under the block of magnesium at the potential v of
	// the step's beginning (Jahr & Stevens 1990, J. Neurosci. 10:3178).
	OutputMagnesium Output = "magnesium"
)

// MaxReceptors is the largest number of receptors of one population.
const MaxReceptors = 8

// Projection connects the neurons of Source to a receptor of Target.
type Projection struct {
	Name     string
	Source   string // population
	Target   string // population
	Receptor string // receptor of the target population
	Rule     Rule
	// Weight in the receptor's unit: nS (conductance), pA (current), mV (voltage).
	Weight Value
	// Delay in ms, at least one step; rounded to whole steps.
	Delay Value
	// Dynamics, when not nil, make what a spike transmits of the weight depend on
	// the source's earlier spikes.
	Dynamics *Dynamics
	// WeightProfile multiplies every weight by its value at the distance of the pair.
	WeightProfile Profile
	// Velocity in mm/ms, when not 0, adds distance / Velocity to every delay.
	Velocity float64
	// Plasticity makes the weights change; nil means they are fixed.
	Plasticity *Plasticity
}

// RuleType names a connectivity rule, in NEST's words.
type RuleType string

// The connectivity rules.
const (
	AllToAll         RuleType = "all_to_all"
	OneToOne         RuleType = "one_to_one"
	FixedProbability RuleType = "fixed_probability"  // Bernoulli, each pair with probability P
	FixedIndegree    RuleType = "fixed_indegree"     // every target draws N sources
	FixedOutdegree   RuleType = "fixed_outdegree"    // every source draws N targets
	FixedTotalNumber RuleType = "fixed_total_number" // N pairs drawn, with multapses
	Explicit         RuleType = "explicit"           // Sources[k] -> Targets[k]
	// DistanceDependent joins each pair closer than Cutoff with probability P
	// times the Profile of its distance.
	DistanceDependent RuleType = "distance_dependent"
	// GridFour, GridEight and GridN join a cell of a grid to its 4 neighbours
	// side by side, its 8 neighbours, or to all cells at most N steps away on every axis.
	GridFour  RuleType = "grid_four"
	GridEight RuleType = "grid_eight"
	GridN     RuleType = "grid_n"
	// SmallWorld joins every neuron of a ring to its N nearest (N/2 on each
	// side) and moves every synapse to a random target with probability P
	// (Watts & Strogatz 1998, directed).
	SmallWorld RuleType = "small_world"
	// ScaleFree lets neurons come one after the other, each joined, in both
	// directions, to N earlier ones drawn in proportion to their synapses
	// (Barabasi & Albert 1999).
	ScaleFree RuleType = "scale_free"
	// Clustered cuts both populations into Clusters blocks; pairs of one block
	// are joined with probability P, others with POut.
	Clustered RuleType = "clustered"
)

// Rule says which neurons of a projection are connected.
type Rule struct {
	Type RuleType
	P    float64 // fixed_probability, distance_dependent, small_world, clustered
	N    int     // fixed_indegree, fixed_outdegree, fixed_total_number, grid_n, small_world, scale_free
	// Profile and Cutoff (mm, 0: none) belong to distance_dependent.
	Profile Profile
	Cutoff  float64
	// Clusters and POut belong to clustered.
	Clusters int
	POut     float64
	// File, of the explicit rule, is where its lists were read from; written
	// experiments name it instead of them.
	File string
	// Procedural keeps no synapses: rows are made anew from the random numbers
	// each time their source spikes (fixed_probability; fixed_outdegree with
	// multapses). Weights are constant or one of ProceduralLevels equally likely
	// quantiles of their distribution; the delay is constant.
	Procedural bool
	// NoAutapses forbids a neuron to project to itself (same population only).
	NoAutapses bool
	// NoMultapses forbids more than one synapse between the same pair;
	// fixed_probability, all_to_all and one_to_one never make any.
	NoMultapses bool
	// Sources and Targets list the pairs of the explicit rule; Weights and
	// Delays, when not empty, give one value for each pair.
	Sources, Targets []uint32
	Weights, Delays  []float64
}

// StimulusType names a kind of stimulus.
type StimulusType string

// The stimuli.
const (
	StepCurrent   StimulusType = "step_current"   // piecewise constant current: Amplitudes[k] pA from Times[k] ms on
	NoiseCurrent  StimulusType = "noise_current"  // Gaussian current, mean Mean, sd Std pA, redrawn every Interval ms
	OUCurrent     StimulusType = "ou_current"     // Ornstein-Uhlenbeck current, mean Mean, sd Std pA, correlation time Tau ms
	WienerCurrent StimulusType = "wiener_current" // white noise, mean Mean pA, intensity Sigma pA sqrt(ms)
	PoissonInput  StimulusType = "poisson_input"  // independent Poisson events of Rate Hz and Weight into each neuron's receptor
)

// Stimulus drives the neurons of a population from outside.
type Stimulus struct {
	Name   string
	Type   StimulusType
	Target string // population
	// First and Count choose a contiguous part of the population; Count 0 means all from First.
	First, Count int
	// Start and Stop bound the stimulus in ms; Stop 0 means for ever.
	Start, Stop float64

	Times      []float64 // step_current, poisson_input with Rates: ms, ascending
	Amplitudes []float64 // step_current: pA

	Mean, Std float64 // noise_current, ou_current: pA; Mean of wiener_current too;
	// poisson_input: Std in Hz, of rates drawn anew every Interval
	Tau float64 // ou_current: ms
	// Sigma is the intensity of wiener_current in pA sqrt(ms): its integral over T ms
	// has the standard deviation Sigma sqrt(T), and it drives a membrane of c_m
	// with Sigma / c_m mV / sqrt(ms). Since it adds to v, Euler-Maruyama and Milstein are one.
	Sigma    float64
	Interval float64 // noise_current: ms, 0 means every step; poisson_input with Std: ms

	Receptor string  // poisson_input
	Rate     float64 // poisson_input: Hz per neuron (rate of the summed train)
	// Rates, when not empty, replace Rate: Rates[k] Hz from Times[k] ms on, 0 before the first.
	Rates  []float64
	Weight float64 // poisson_input: the receptor's unit
}

// RecorderType names what a recorder records.
type RecorderType string

// The recorders.
const (
	RecordSpikes RecorderType = "spikes"
	RecordState  RecorderType = "state" // Variables of the neurons First..First+Count-1 every Interval ms
	RecordMean   RecorderType = "mean"  // mean of Variables over the population every Interval ms
	RecordRate   RecorderType = "rate"  // population rate in Hz in bins of Interval ms
	// RecordWeights and RecordWeightHistogram keep the weights of a projection
	// with plasticity (Target names it) every Interval ms, at its end.
	RecordWeights         RecorderType = "weights"          // the weight of each synapse, or of Synapses
	RecordWeightHistogram RecorderType = "weight_histogram" // how many weights there are in each of Bins, their mean and deviation
)

// Recorder keeps a part of what happens.
type Recorder struct {
	Name   string
	Type   RecorderType
	Target string // population, or projection for weights
	// Neurons lists the recorded members; empty means all.
	Neurons []int
	// Synapses lists the synapses of a weights recorder, numbered source by
	// source and for each source target by target; empty means all.
	Synapses []int
	// Bins is the number of bins of a weight_histogram from 0 to w_max; 0 means 20.
	Bins int
	// Variables names the state variables to record: a neuron's ("v"), a receptor's ("exc.g"),
	// a channel's ("na.m") or an ion pool's ("ca.c").
	Variables []string
	// Interval in ms between samples (state) or the bin (rate); 0 means every step.
	Interval float64
}

// Find returns the population of that name, nil when there is none.
func (n *Network) Find(name string) *Population {
	for _, p := range n.Populations {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// Receptor returns the index of the receptor of that name, -1 when there is none.
func (p *Population) Receptor(name string) int {
	for i, r := range p.Receptors {
		if r.Name == name {
			return i
		}
	}
	return -1
}
