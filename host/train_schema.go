package host

import "github.com/galvani-sim/galvani/adjoint/optim"

// The keys of [train] and its tables.
var trainFields = []field{
	{"data", "string", "", "", `what is learnt: "yinyang", "mnist", "mnist_rows", "randman", "dms", "evidence", "sines", "pattern"`},
	{"folder", "string", "", none, "folder of the files of the data set, for mnist"},
	{"window", "number", "ms", "20", "time over which a latency code spreads spikes (mnist, yinyang), or rows are shown (mnist_rows); period (sines)"},
	{"valid", "whole number", "", "0", "training examples set aside for validation (mnist)"},
	{"shift", "whole number", "", "0", "pixels by which training images are moved at most, anew in each epoch (mnist)"},
	{"input", "string", "", none, "spike_source population that the examples go into; for mnist_rows the one that takes their values as currents; none for sines"},
	{"output", "string", "", "", "population whose neurons are the classes"},
	{"method", "string", "", `"eventprop"`, `gradients: "eventprop" (exact, of spike times) or "surrogate" (of the time-stepped network); "eprop" (eligibility traces, forward in time), or "force" (couplings into the output, by recursive least squares)`},
	{"batch", "whole number", "", "32", "trials of one step of the optimiser"},
	{"epochs", "whole number", "", "10", "passes through the training examples"},
	{"examples", "whole number", "", "0 (all)", "training examples of an epoch"},
	{"rate", "number", "", "0.001", "learning rate"},
	{"clip", "number", "", "0 (none)", "largest norm of all gradients together"},
	{"parameters", "list of strings", "", "every weight", `what is learnt: "PROJECTION.weight", "PROJECTION.delay" (eventprop)`},
	{"keep_sign", "list of strings", "", none, "projections whose weights may not change sign"},
	{"surrogate", "string", "", `"fast_sigmoid"`, "derivative of a spike for method surrogate"},
	{"surrogate_scale", "number", "", "10", "its first number"},
	{"detach", "boolean", "", "false", "leave out the derivative of the reset (surrogate)"},
	{"optimiser", "table", "", `{ type = "adam" }`, "see below"},
	{"schedule", "table", "", none, "course of the learning rate, see below"},
	{"feedback", "string", "", `"symmetric"`, `how errors reach neurons with method eprop: "symmetric", "random" or "adaptive"`},
	{"readout", "table", "", none, "how method force learns, see below"},
	{"loss", "table", "", "", "what is made small, see below"},
	{"spikes", "tables", "", none, "[train.spikes.POPULATION], wanted numbers of spikes"},
}

var optimiserFields = []field{
	{"type", "string", "", `"adam"`, optimiserList()},
	{"momentum", "number", "", "0", "sgd, rmsprop"},
	{"nesterov", "boolean", "", "false", "sgd"},
	{"beta1", "number", "", "0.9", "adam, adamw, lion"},
	{"beta2", "number", "", "0.999 (lion 0.99)", "adam, adamw, lion"},
	{"alpha", "number", "", "0.99", "rmsprop"},
	{"epsilon", "number", "", "1e-8 (adagrad 1e-10)", "adam, adamw, rmsprop, adagrad"},
	{"weight_decay", "number", "", "0", "decoupled for adamw and lion, else added to the gradient"},
}

var scheduleFields = []field{
	{"type", "string", "", "", "constant, step, exponential, cosine, one_cycle"},
	{"every", "number", "epochs", "1", "step: between two steps"},
	{"gamma", "number", "", "1", "step, exponential: factor of each step, of each epoch"},
	{"epochs", "number", "epochs", "the training's", "cosine, one_cycle: length"},
	{"floor", "number", "", "0", "cosine, one_cycle: smallest factor"},
	{"warmup", "number", "epochs", "0", "the rate grows from 0 in this time"},
}

var readoutFields = []field{
	{"p0", "number", "", "1", "inverse of the strength of the penalty on weights; large learns fast"},
	{"every", "number", "ms", "one step", "between two updates when every step has a target"},
}

var lossFields = []field{{"type", "string", "", "", "a loss, listed below"}}

var lossVariants = []variant{
	{"first_spike", "cross-entropy of the softmax of -t / tau_0 over first spike times, and alpha (exp(t / tau_1) - 1) for the right one", []field{
		{"tau_0", "number", "ms", "0.5", "scale of time differences"},
		{"alpha", "number", "", "0", "weight of early spikes"},
		{"tau_1", "number", "ms", "6.4", "scale of early spikes"},
		{"push", "number", "", "0", "how strongly the potential of the right neuron is raised while it is silent, per ms"}}},
	{"cross_entropy", "cross-entropy of the softmax of what is read of the output's potential", []field{
		{"of", "string", "", `"mean"`, `"mean", "max", "last", or "each" step's (surrogate only)`},
		{"scale", "number", "", "1", "multiplies what is read"},
		{"from", "number", "ms", "0", "beginning of a trial that is left out (surrogate only)"}}},
	{"mean_square", "half the squared distance of the output's potentials from the target, the mean over steps (surrogate, eprop, force)", []field{
		{"of", "string", "", `"each"`, `"each" step against the target, or "last": against 1 for the class and 0 for the others (force only)`}}},
}

var spikeTargetFields = []field{
	{"count", "number", "", "", "mean number of spikes of a neuron in a trial"},
	{"strength", "number", "", "", "weight in the loss"},
}

func optimiserList() string {
	text := ""
	for i, name := range optim.Names() {
		if i > 0 {
			text += ", "
		}
		text += name
	}
	return text
}
