package host

import "github.com/galvani-sim/galvani/model"

// field is one key of a table of an experiment file. The same rows drive the
// check for unknown and missing keys and the text of `galvani help experiment`.
type field struct {
	key      string
	kind     string // what is written: "number", "string", "list of numbers", ...
	unit     string
	fallback string // the default; empty means the key must be given
	doc      string
}

// must reports whether the key has no default.
func (f field) must() bool { return f.fallback == "" }

// none is the default of keys that may be left out and then mean nothing.
const none = "none"

var topFields = []field{
	{"name", "string", "", "the file's name", "short name, used in messages and results"},
	{"title", "string", "", none, "one line that says what the experiment is"},
	{"dt", "number", "ms", "0.1", "time step"},
	{"duration", "number", "ms", "1000", "simulated time"},
	{"seed", "whole number", "", "1", "seed of every random draw"},
	{"device", "string", "", `"auto"`, `"auto", "native", "native:2", "vulkan:0", "vulkan:NAME"`},
	{"constants", "table", "", none, "numbers and lists for expressions; --set NAME=VALUE replaces numbers"},
	{"population", "tables", "", "", "[population.NAME], one for each population"},
	{"template", "tables", "", none, "[template.NAME...], circuits that areas are made of"},
	{"area", "tables", "", none, "[area.NAME], a circuit by that name"},
	{"projection", "tables", "", none, "[projection.NAME], connections between populations"},
	{"coupling", "tables", "", none, "[coupling.NAME], state variables that act without spikes, and gap junctions"},
	{"stimulus", "tables", "", none, "[stimulus.NAME], input from outside"},
	{"record", "tables", "", "spikes of every population, or states", "[record.NAME], what is kept"},
	{"train", "table", "", none, "how the network learns (galvani train)"},
	{"loss", "tables", "", none, "[loss.NAME], what is differentiated (galvani grad)"},
	{"grad", "table", "", none, "by what and how"},
	{"fit", "table", "", none, "how parameters are fitted (galvani fit)"},
}

var templateFields = []field{
	{"constants", "table", "", none, "the template's own, with the values they have unless an area gives others"},
	{"population", "tables", "", none, "[template.NAME.population.NAME]"},
	{"projection", "tables", "", none, "[template.NAME.projection.NAME], between populations of the template"},
	{"coupling", "tables", "", none, "[template.NAME.coupling.NAME], between populations of the template"},
	{"stimulus", "tables", "", none, "[template.NAME.stimulus.NAME]"},
	{"record", "tables", "", none, "[template.NAME.record.NAME]"},
}

var areaFields = []field{
	{"template", "string", "", "", "the circuit it is made of"},
	{"names", "list of strings", "", none, "makes one area of each of these names instead of NAME"},
	{"constants", "table", "", none, "values for constants of the template"},
}

var populationFields = []field{
	{"names", "list of strings", "", none, "makes one population of each of these names instead of NAME"},
	{"model", "string", "", "", "a neuron model, listed below, or the file of a model of your own, such as \"./my_neuron.glsl\" (galvani help model)"},
	{"size", "whole number", "", "", "number of neurons, for spike_source the number of lists in times"},
	{"scheme", "string", "", "the first that fits", "integration scheme, listed with the models"},
	{"params", "table of values", "", "the model's", "parameters that differ from the model's defaults"},
	{"initial", "table of values", "", "the model's", "state variables at time 0 that differ from the model's defaults"},
	{"times", "list of lists", "ms", none, "spike_source only: the spike times of every member, ascending; none for the input of [train]"},
	{"positions", "table", "", none, "where the members lie, see below"},
	{"receptor", "tables", "", none, "[population.NAME.receptor.NAME], synaptic inputs, at most 8"},
	{"channel", "tables", "", none, "[population.NAME.channel.NAME], ion channels of a conductance neuron, at most 12"},
	{"ion", "tables", "", none, "[population.NAME.ion.NAME], ion pools its channels share, at most 4"},
}

// fileRule is the type of a rule whose pairs come from a file.
const fileRule = "file"

var positionsFields = []field{
	{"type", "string", "", "", "listed below"},
	{"periodic", "boolean", "", "false", "opposite sides of the box are joined"},
}

var positionsVariants = []variant{
	{string(model.PositionsGrid), "one member in each cell of a box cut into cells, the last axis counted fastest", []field{
		{"shape", "list of whole numbers", "", "", "cells on each axis, 1 to 3"},
		{"extent", "list of numbers", "mm", "", "lengths of the box, which begins at 0"}}},
	{string(model.PositionsUniform), "independent, uniform in a box", []field{
		{"extent", "list of numbers", "mm", "", "lengths of the box, 1 to 3"}}},
	{string(model.PositionsList), "given points", []field{
		{"points", "list of lists", "mm", "", "coordinates of each member, 1 to 3"},
		{"extent", "list of numbers", "mm", none, "lengths of the box, when it is periodic"}}},
}

var receptorFields = []field{
	{"model", "string", "", "", "a receptor model, listed below"},
	{"output", "string", "", "the model's, if it has one only", `"conductance" (nS, drives v towards e_rev), "current" (pA), "voltage" (mV)`},
	{"params", "table of values", "", "the model's", "parameters that differ from the model's defaults"},
	{"initial", "table of values", "", "the model's", "state variables at time 0 that differ from the model's defaults"},
}

var channelFields = []field{
	{"model", "string", "", "", "an ion channel, listed below"},
	{"ion", "string", "", "none", "the population's ion pool, for channels that depend on one or carry its current"},
	{"params", "table of values", "", "the model's", "parameters that differ from the model's defaults"},
	{"initial", "table of values", "", "at rest", "gates at time 0; otherwise they rest at the initial potential and concentration"},
}

var ionFields = []field{
	{"model", "string", "", "", "an ion model, listed below"},
	{"params", "table of values", "", "the model's", "parameters that differ from the model's defaults"},
	{"initial", "table of values", "", "the model's", "the concentration at time 0"},
}

var projectionFields = []field{
	{"source", "string or list", "", "", "population whose spikes are sent"},
	{"target", "string or list", "", "", "population that receives them"},
	{"where", "number", "", "1", "pairs of a list of sources and targets for which it is 0 are left out"},
	{"receptor", "string", "", "", "receptor of the target population"},
	{"rule", "table", "", "", "who is connected, see below"},
	{"weight", "value", "nS, pA or mV", "", "strength, in the unit of the receptor's output; not with a rule that lists weights"},
	{"delay", "value", "ms", "", "time a spike takes, at least one step, rounded to whole steps; not with a rule that lists delays"},
	{"weight_profile", "table", "", none, "multiplies weights by a function of distance: { gaussian = RANGE }, exponential or linear (mm)"},
	{"velocity", "number", "mm/ms", "0 (no distance)", "adds distance / velocity to delays"},
	{"plasticity", "table", "", none, "makes the weights change, see below"},
	{"dynamics", "table", "", none, "[projection.NAME.dynamics], what a spike transmits depends on the source's earlier spikes"},
}

var plasticityFields = []field{
	{"model", "string", "", "", "a plasticity rule, listed below"},
	{"params", "table of numbers", "", "the rule's", "parameters that differ from the rule's defaults"},
	{"pairing", "string", "", "the rule's first", "which spikes pair with which, listed with the rules"},
	{"modulator", "string", "", none, "population whose spikes release the third factor, for rules that have one"},
}

var dynamicsFields = []field{
	{"model", "string", "", "", "presynaptic dynamics, listed below"},
	{"params", "table of values", "", "the model's", "parameters that differ from the model's defaults; a list has one number for each source"},
}

// variant is one type of a table whose keys depend on its type.
type variant struct {
	name   string
	doc    string
	fields []field
}

var ruleFields = []field{
	{"type", "string", "", "", "a rule, listed below"},
	{"autapses", "boolean", "", "true", "may a neuron connect to itself (source and target the same population)"},
	{"multapses", "boolean", "", "true", "may a pair be connected more than once (fixed_probability never does)"},
}

var proceduralField = field{"procedural", "boolean", "", "false",
	"keep no synapses: make them anew from the random numbers at every spike"}

var ruleVariants = []variant{
	{string(model.AllToAll), "every source to every target", nil},
	{string(model.OneToOne), "source k to target k", nil},
	{string(model.FixedProbability), "every pair with probability p, independently", []field{
		{"p", "number", "", "", "probability, 0 to 1"},
		proceduralField}},
	{string(model.FixedIndegree), "every target draws n sources", []field{
		{"n", "whole number", "", "", "inputs of each target"}}},
	{string(model.FixedOutdegree), "every source draws n targets", []field{
		{"n", "whole number", "", "", "outputs of each source"},
		proceduralField}},
	{string(model.FixedTotalNumber), "n pairs are drawn", []field{
		{"n", "whole number", "", "", "number of synapses"}}},
	{string(model.DistanceDependent), "every pair closer than cutoff with probability p times the profile of its distance", []field{
		{"p", "number", "", "", "probability at distance 0"},
		{"profile", "string", "", none, `"gaussian", "exponential" or "linear"; none: p everywhere`},
		{"range", "number", "mm", none, "of the profile: sd, decay length, or where it ends"},
		{"cutoff", "number", "mm", "0 (none)", "largest distance"}}},
	{string(model.GridFour), "cells of a 2-dimensional grid to the 4 side by side", nil},
	{string(model.GridEight), "cells of a 2-dimensional grid to the 8 around", nil},
	{string(model.GridN), "cells of a grid to all at most n steps away on every axis", []field{
		{"n", "whole number", "", "", "steps"}}},
	{string(model.SmallWorld), "a ring of n nearest neighbours, every synapse moved with probability p (Watts, Strogatz 1998)", []field{
		{"n", "whole number", "", "", "outputs of each neuron, even"},
		{"p", "number", "", "", "probability that a synapse goes to a random target instead"}}},
	{string(model.ScaleFree), "neurons come one by one, each joined both ways to n, more likely to those with many synapses (Barabasi, Albert 1999)", []field{
		{"n", "whole number", "", "", "neurons that a new one is joined to"}}},
	{string(model.Clustered), "pairs of one block with probability p, others with p_out", []field{
		{"clusters", "whole number", "", "", "blocks of neighbouring numbers that each population is cut into"},
		{"p", "number", "", "", "probability within a block"},
		{"p_out", "number", "", "", "probability between blocks"}}},
	{fileRule, "pairs from an npz file: arrays sources and targets, or indptr and indices of scipy.sparse.save_npz (csr, rows are sources); weights and delays, or data, unless the projection has its own", []field{
		{"file", "string", "", "", "path, from the folder of the experiment"}}},
	{string(model.Explicit), "source sources[k] to target targets[k]", []field{
		{"sources", "list of whole numbers", "", "", "neurons of the source population, from 0"},
		{"targets", "list of whole numbers", "", "", "neurons of the target population, from 0"},
		{"weights", "list of numbers", "nS, pA or mV", none, "one for each pair, instead of weight"},
		{"delays", "list of numbers", "ms", none, "one for each pair, instead of delay"}}},
}

var stimulusFields = []field{
	{"type", "string", "", "", "a stimulus, listed below"},
	{"target", "string or list", "", "", "population that is driven"},
	{"where", "number", "", "1", "targets of a list for which it is 0 are left out"},
	{"first", "whole number", "", "0", "first neuron that is driven"},
	{"count", "whole number", "", "0 (all)", "number of neurons from first on"},
	{"start", "number", "ms", "0", "begin"},
	{"stop", "number", "ms", "0 (never)", "end"},
}

var stimulusVariants = []variant{
	{string(model.StepCurrent), "current that is constant between given times", []field{
		{"times", "list of numbers", "ms", "", "when the current changes, ascending"},
		{"amplitudes", "list of numbers", "pA", "", "the current from each of these times on"}}},
	{string(model.NoiseCurrent), "Gaussian current, independent in every neuron", []field{
		{"mean", "number", "pA", "0", "mean"},
		{"std", "number", "pA", "", "standard deviation"},
		{"interval", "number", "ms", "0 (every step)", "how often it is drawn anew"}}},
	{string(model.OUCurrent), "Ornstein-Uhlenbeck current, independent in every neuron; begins with its stationary law", []field{
		{"mean", "number", "pA", "0", "mean"},
		{"std", "number", "pA", "", "standard deviation"},
		{"tau", "number", "ms", "", "correlation time"}}},
	{string(model.WienerCurrent), "white noise, independent in every neuron; its integral over T ms has the standard deviation sigma sqrt(T)", []field{
		{"mean", "number", "pA", "0", "mean"},
		{"sigma", "number", "pA sqrt(ms)", "", "intensity; divided by c_m it is in mV / sqrt(ms)"}}},
	{string(model.PoissonInput), "Poisson events, independent in every neuron", []field{
		{"receptor", "string", "", "", "receptor of the population"},
		{"rate", "number", "Hz", "", "rate of the events of one neuron; not with rates"},
		{"rates", "list of numbers", "Hz", none, "instead of rate: the rate from each of times on, 0 before the first"},
		{"times", "list of numbers", "ms", none, "with rates: when the rate changes, ascending"},
		{"std", "number", "Hz", "0", "draws the rate anew every interval from a normal distribution round rate, the same for all neurons"},
		{"interval", "number", "ms", "0", "with std: how often the rate is drawn"},
		{"weight", "number", "nS, pA or mV", "", "strength of one event"}}},
}

var recorderFields = []field{
	{"type", "string", "", "", "a recorder, listed below"},
	{"target", "string or list", "", "", "population that is recorded, or projection for weights"},
	{"where", "number", "", "1", "targets of a list for which it is 0 are left out"},
}

var (
	recordedNeurons = field{"neurons", "list of whole numbers", "", "all", "the neurons recorded, from 0"}
	recordedCount   = field{"count", "whole number", "", "all", "instead of neurons: the first so many"}
)

var recorderVariants = []variant{
	{string(model.RecordSpikes), "time and neuron of every spike", []field{recordedNeurons, recordedCount}},
	{string(model.RecordState), "state variables", []field{
		{"variables", "list of strings", "", "", `a neuron's ("v"), a receptor's ("ampa.g"), a channel's ("na.m") or an ion's ("ca.c")`},
		{"interval", "number", "ms", "0 (every step)", "time between samples"},
		recordedNeurons, recordedCount}},
	{string(model.RecordMean), "mean of state variables over the population", []field{
		{"variables", "list of strings", "", "", `a neuron's ("v"), a receptor's ("ampa.g"), a channel's ("na.m") or an ion's ("ca.c")`},
		{"interval", "number", "ms", "0 (every step)", "time between samples"}}},
	{string(model.RecordRate), "mean rate of the population in Hz", []field{
		{"interval", "number", "ms", "0 (every step)", "width of a bin"},
		recordedNeurons, recordedCount}},
	{string(model.RecordWeights), "weights of a projection with plasticity", []field{
		{"interval", "number", "ms", "0 (every step)", "time between samples"},
		{"synapses", "list of whole numbers", "", "all", "the synapses recorded, from 0: source by source, then target by target"}}},
	{string(model.RecordWeightHistogram), "distribution of the weights of a projection with plasticity", []field{
		{"interval", "number", "ms", "0 (every step)", "time between samples"},
		{"bins", "whole number", "", "20", "number of bins from 0 to w_max"}}},
}

// findVariant returns the variant of that name.
func findVariant(among []variant, name string) (variant, bool) {
	for _, v := range among {
		if v.name == name {
			return v, true
		}
	}
	return variant{}, false
}

func variantNames(among []variant) []string {
	names := make([]string, len(among))
	for i, v := range among {
		names[i] = v.name
	}
	return names
}
