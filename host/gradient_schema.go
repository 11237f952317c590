package host

import "github.com/galvani-sim/galvani/adjoint/loss"

// The keys of [loss.NAME] and [grad].
var termFields = []field{
	{"type", "string", "", "", "a loss, listed below"},
	{"population", "string", "", "", "population it is about"},
	{"factor", "number", "", "1", "multiplies it; the loss is the sum of all"},
}

var (
	termVariable = field{"variable", "string", "", "the model's first", `variable that is read: "v", a receptor's "ampa.g"`}
	termFrom     = field{"from", "number", "ms", "0", "beginning of the time that counts (not eventprop)"}
	termTo       = field{"to", "number", "ms", "the duration", "end of the time that counts (not eventprop)"}
	termOf       = field{"of", "string", "", `"mean"`, "what is read of each neuron over time: " + quotedList(loss.Readings())}
	termTau      = field{"tau", "number", "ms", "20", "exponential: what is read at t counts exp(-t / tau), t from the beginning"}
	termLower    = field{"lower", "number", "", "none", "lower bound"}
	termUpper    = field{"upper", "number", "", "none", "upper bound"}
)

var termVariants = []variant{
	{"mean_square", "half the mean over time of the squared distance of a variable from its target, summed over neurons", []field{
		termVariable,
		{"target", "target", "", "", "the course: one number, a list with one for each neuron, or an array (times, neurons)"},
		{"interval", "number", "ms", "0 (every step)", "time between two moments that are compared; an array with times brings its own"},
		termFrom, termTo}},
	{"readout", "half the squared distance of what is read of a variable from its target, summed over neurons; without a target the sum of what is read", []field{
		termVariable, termOf, termTau,
		{"target", "target", "", none, "one number, or one for each neuron"},
		termFrom, termTo}},
	{"cross_entropy", "cross-entropy of the softmax of what is read of a variable", []field{
		termVariable, {"of", "string", "", `"mean"`, termOf.doc + `, or "each" step's`}, termTau,
		{"scale", "number", "", "1", "multiplies what is read"},
		{"label", "whole number", "", "", "the right neuron, from 0"},
		termFrom, termTo}},
	{"voltage", "regulariser: half the mean over time and neurons of the squared distance of a variable beyond a bound (not eventprop)", []field{
		termVariable, termLower, termUpper, termFrom, termTo}},
	{"rate", "half the mean over neurons of the squared distance of their rates (Hz) from a target, or beyond a bound (not eventprop)", []field{
		{"target", "target", "Hz", none, "one number, or one for each neuron"},
		termLower, termUpper,
		{"shared", "boolean", "", "false", "the mean rate of the population instead of each neuron's"},
		termFrom, termTo}},
	{"spike_count", "regulariser: half the squared distance of the number of spikes from a target, summed over neurons; eventprop pushes the potential before spikes, which is no derivative", []field{
		{"target", "target", "", "", "one number"}}},
	{"van_rossum", "van Rossum distance of the spikes from those of the target: half the integral of the squared difference of both filtered with exp(-t / tau), over tau", []field{
		{"tau", "number", "ms", "20", "time constant of the filter"},
		{"target", "target", "ms", "", "a list of spike times for each neuron"}}},
	{"first_spike", "cross-entropy of the softmax of -t / tau_0 over first spike times, and alpha (exp(t / tau_1) - 1) for the right neuron (eventprop)", []field{
		{"label", "whole number", "", "", "the right neuron, from 0"},
		{"tau_0", "number", "ms", "0.5", "scale of time differences"},
		{"alpha", "number", "", "0", "weight of early spikes"},
		{"tau_1", "number", "ms", "6.4", "scale of early spikes"}}},
	{"spike_time", "half the squared distance of the time of a spike from its target, summed over neurons; without a target the sum of the times (eventprop)", []field{
		{"spike", "whole number", "", "0", "which spike, from 0; a neuron that lacks it does not count"},
		{"target", "target", "ms", none, "one number, or one for each neuron"}}},
	{"crossing", "as spike_time, of the time at which a variable first rises through a level, between two steps (not eventprop)", []field{
		termVariable,
		{"level", "number", "", "", "the level, in the variable's unit"},
		{"target", "target", "ms", none, "one number, or one for each neuron"}}},
}

var gradFields = []field{
	{"method", "string", "", `"surrogate"`, `"surrogate" (the time-stepped network; exact where no spike matters) or "eventprop" (exact, of spike times)`},
	{"by", "list of strings", "", "every weight", "parameters, see below"},
	{"surrogate", "string", "", `"fast_sigmoid"`, "derivative of a spike for method surrogate"},
	{"surrogate_scale", "number", "", "10", "its first number"},
	{"detach", "boolean", "", "false", "leave out the derivative of the reset (surrogate)"},
	{"checkpoint", "whole number", "steps", "0 (keep all)", "keep the state every so many steps and compute the others again (surrogate)"},
	{"truth", "table of numbers", "", none, `values of parameters with which the network itself makes every target that is "truth"`},
}

func quotedList(names []string) string {
	text := ""
	for i, name := range names {
		if i > 0 {
			text += ", "
		}
		text += `"` + name + `"`
	}
	return text
}
