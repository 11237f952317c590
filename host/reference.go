package host

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/galvani-sim/galvani/model"
	"github.com/galvani-sim/galvani/model/expr"
)

// ExperimentReference returns the description of experiment files as plain
// text: every table, key, type, unit and default, with examples, and the models' parameters.
func ExperimentReference() string {
	var b strings.Builder
	b.WriteString(referenceIntro)
	section(&b, "Top level", "", topFields)
	section(&b, "[constants]", `NAME = number or expression, in the order of the file; one may use those above it. A constant may also be a
list of numbers, a list of lists, or { npz = "FILE", array = "NAME" }: an array of one or two dimensions.`, nil)
	values(&b)
	section(&b, "[template.NAME]", `A circuit of populations, projections, stimuli and recorders that may be used many times. Names inside are the
template's own. A projection between areas stands outside, with names such as "V1.exc".`, templateFields)
	section(&b, "[area.NAME]", `Makes the template's populations NAME.POPULATION, its projections NAME.PROJECTION and so on.`, areaFields)
	section(&b, "[population.NAME]", "A set of neurons of one model.", populationFields)
	section(&b, "positions = { type = ..., ... }", "Where the members of a population lie, for rules, weights and delays that depend on distance.", positionsFields)
	variants(&b, "Positions", positionsVariants)
	section(&b, "[population.NAME.receptor.NAME]", "One synaptic input of a population. Projections with the same target and receptor share its state.", receptorFields)
	section(&b, "[population.NAME.channel.NAME]", `One ion channel of a neuron whose model is "conductance".`, channelFields)
	section(&b, "[population.NAME.ion.NAME]", "One ion pool, a concentration and a reversal potential that channels share.", ionFields)
	section(&b, "[projection.NAME]", `Connects the neurons of a population to a receptor of a population. A list of sources or targets makes
one projection for each, named NAME.TARGET, NAME.SOURCE or NAME.SOURCE.TARGET.`, projectionFields)
	section(&b, "[projection.NAME.dynamics]", `What a spike transmits of the weights depends on the source's earlier spikes: short-term plasticity.
Projections from one population with equal dynamics share one state for each source.`, dynamicsFields)
	section(&b, "rule = { type = ..., ... }", `Who is connected. rule = "one_to_one" is short for rule = { type = "one_to_one" }.`, ruleFields)
	variants(&b, "Connectivity rules", ruleVariants)
	section(&b, "plasticity = { model = ..., ... }", `Weights that change with the spikes on both sides, and stay between 0 and the rule's w_max. The delay of the
synapse is dendritic: a source's spike is at the synapse at once, a target's after the delay. Spikes that come there
in the same step do not pair.`, plasticityFields)
	section(&b, "[coupling.NAME]", `A state variable x of a population drives another: without spikes, with a delay for each pair. What the pairs
of a neuron give is summed at the beginning of a step and added to its input, as a current is. Gap junctions
are diffusive couplings of v with weights in nS.`, couplingFields)
	variants(&b, "Rule that only couplings have", connectomeVariants)
	section(&b, "[stimulus.NAME]", "Input from outside. A list of targets makes one stimulus for each.", stimulusFields)
	variants(&b, "Stimuli", stimulusVariants)
	section(&b, "[record.NAME]", `What is kept. A list of targets makes one recorder for each. Without any of these tables the spikes of
every population are recorded, or, of a model that never spikes, its first state variable; an empty table [record] records nothing.`, recorderFields)
	variants(&b, "Recorders", recorderVariants)
	section(&b, "[train]", "How the network learns: galvani train. The duration of the experiment is the length of a trial.", trainFields)
	section(&b, "optimiser = { type = ..., ... }", "", optimiserFields)
	section(&b, "schedule = { type = ..., ... }", "", scheduleFields)
	section(&b, "loss = { type = ..., ... }", "", lossFields)
	variants(&b, "Losses", lossVariants)
	section(&b, "[train.spikes.POPULATION]", "Draws the number of spikes of a population's neurons to a count.", spikeTargetFields)
	section(&b, "[loss.NAME]", gradIntro, termFields)
	variants(&b, "Terms of the loss", termVariants)
	section(&b, "[grad]", `What the loss is differentiated by. Names are "PROJECTION.weight", "PROJECTION.delay", "POPULATION.PARAMETER"
("cell.g_na"), "POPULATION.RECEPTOR.PARAMETER", "POPULATION.initial.VARIABLE", "POPULATION.RECEPTOR.initial.VARIABLE"
and, for method surrogate, "POPULATION.input": a current (pA) in every step and neuron. There is one derivative
where all synapses or neurons share one number in the file, else one for each. Of stimuli only step currents can be
differentiated through.`, gradFields)
	section(&b, "[fit]", "How the parameters that [grad] names are changed to make the loss small: galvani fit.", fitFields)
	heading(&b, "Neuron models")
	for _, m := range model.Neurons() {
		neuronReference(&b, m)
	}
	heading(&b, "Receptor models")
	for _, m := range model.Synapses() {
		synapseReference(&b, m)
	}
	heading(&b, "Plasticity rules")
	for _, r := range model.PlasticityRules() {
		ruleReference(&b, r)
	}
	heading(&b, "Presynaptic dynamics")
	for _, m := range model.Presynapses() {
		modelHead(&b, m.Name, m.Title, m.Equations, m.Paper)
		paramRows(&b, m.Params, nil)
	}
	heading(&b, "Ion channels")
	for _, m := range model.Channels() {
		modelHead(&b, m.Name, m.Title, m.Equations, m.Paper)
		if m.Ion != model.IonNone {
			b.WriteString("    needs an ion\n")
		}
		paramRows(&b, m.Params, nil)
		fmt.Fprintf(&b, "    initial %s, at rest unless given\n", strings.Join(varNames(m.State), ", "))
	}
	heading(&b, "Ions")
	for _, m := range model.Ions() {
		modelHead(&b, m.Name, m.Title, m.Equations, m.Paper)
		paramRows(&b, m.Params, slices.DeleteFunc(slices.Clone(m.State), func(v model.Var) bool { return v.Follows }))
	}
	return b.String()
}

const referenceIntro = `EXPERIMENT FILES

An experiment file says what is simulated and how. It is TOML (toml.io) and read strictly: an unknown key,
a wrong type or a value out of range is an error with its line and column. The built-in networks are such
files; galvani run coba-lif --print shows one. Units: ms, mV, nS, pA, pF, Hz, and GOhm for resistances.

    name = "pair"
    dt = 0.1
    duration = 200.0

    [constants]
    inputs = 100

    [population.drive]
    model = "poisson_source"
    size = "inputs"
    params = { rate = 20.0 }

    [population.cells]
    model = "lif"
    size = 10
    params = { v_th = { normal = [-50.0, 1.0], min = -53.0, max = -47.0 } }
    initial = { v = { uniform = [-70.0, -55.0] } }

    [population.cells.receptor.ampa]
    model = "exponential"
    output = "conductance"
    params = { tau = 5.0, e_rev = 0.0 }

    [projection.input]
    source = "drive"
    target = "cells"
    receptor = "ampa"
    rule = { type = "fixed_indegree", n = "inputs / 2" }
    weight = 1.5
    delay = 1.0

    [record.spikes]
    type = "spikes"
    target = ["drive", "cells"]

    [record.v]
    type = "state"
    target = "cells"
    variables = ["v", "ampa.g"]
    count = 3
`

const gradIntro = `What is differentiated: galvani grad, galvani gradcheck. The loss is the sum of all terms, each times its factor.
A target is a number, a list, { npz = "FILE", array = "NAME" } as galvani run writes it (with NAME.times, or for
spike times NAME.times and NAME.senders), or "truth": what the network itself gives with the values of [grad] truth.`

func heading(b *strings.Builder, title string) {
	fmt.Fprintf(b, "\n%s\n%s\n", title, strings.Repeat("-", len(title)))
}

func section(b *strings.Builder, title, doc string, fields []field) {
	heading(b, title)
	if doc != "" {
		b.WriteString(doc + "\n")
	}
	rows(b, "  ", fields)
}

func variants(b *strings.Builder, title string, list []variant) {
	heading(b, title)
	for _, v := range list {
		fmt.Fprintf(b, "  type = %q: %s\n", v.name, v.doc)
		rows(b, "    ", v.fields)
	}
}

func rows(b *strings.Builder, indent string, fields []field) {
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, f := range fields {
		fallback := "required"
		switch {
		case f.fallback == none:
			fallback = "optional"
		case !f.must():
			fallback = "default " + f.fallback
		}
		what := f.kind
		if f.unit != "" {
			what += " (" + f.unit + ")"
		}
		fmt.Fprintf(w, "%s%s\t%s\t%s\t%s\n", indent, f.key, what, fallback, f.doc)
	}
	_ = w.Flush() // a strings.Builder does not fail
}

func values(b *strings.Builder) {
	heading(b, "Numbers and values")
	fmt.Fprintf(b, `A number may be written as a string with an expression: "80 / (4000 * scale)". It may use + - * / ^ ( ),
the constants, and %s; log is the natural logarithm, equal(x, y) is 1 or 0.
Elements of lists are list[i] and table[i, j], counted from 0; sum(k, 0, 7, list[k]) adds. In a table that makes
several things, places count from 0 too: index (names of a population), source and target (of a projection; target
of a stimulus or recorder as well), area (names of an area).
A value (of params, initial, weight, delay) is a number, or a distribution from which every neuron or
synapse draws its own, or, for params and initial, a list with one number for each neuron:
`, strings.Join(expr.Functions(), " "))
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, d := range distributions {
		form := "[" + strings.Join(d.names, ", ") + "]"
		if len(d.names) == 1 {
			form = d.names[0]
		}
		fmt.Fprintf(w, "  { %s = %s }\t%s\n", d.dist, form, d.doc)
	}
	_ = w.Flush()
	b.WriteString("min and max may be added: { normal = [1.5, 0.75], min = 0.1, max = 10.0 } is drawn anew until inside.\n" +
		"A weight may also be { kaiming_normal = gain }, kaiming_uniform, xavier_normal, xavier_uniform, lecun_normal or\n" +
		"lecun_uniform: distributions scaled by the mean number of synapses.\n")
}

func neuronReference(b *strings.Builder, m *model.NeuronModel) {
	modelHead(b, m.Name, m.Title, m.Equations, m.Paper)
	paramRows(b, m.Params, m.State)
	if m.Source {
		b.WriteString("    takes no receptors\n")
	}
	if !m.Source && len(m.Schemes) > 0 {
		b.WriteString("    schemes\n")
		w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
		for _, s := range m.Schemes {
			fmt.Fprintf(w, "      %s\t%s\n", s.Name, s.Doc)
		}
		_ = w.Flush()
	}
}

func synapseReference(b *strings.Builder, m *model.SynapseModel) {
	modelHead(b, m.Name, m.Title, m.Equations, m.Paper)
	var outputs []string
	for _, o := range m.Outputs {
		outputs = append(outputs, string(o))
	}
	fmt.Fprintf(b, "    output %s\n", strings.Join(outputs, " or "))
	paramRows(b, m.Params, m.State)
}

func ruleReference(b *strings.Builder, r *model.PlasticityRule) {
	modelHead(b, r.Name, r.Title, r.Equations, r.Paper)
	if len(r.Pairings) > 0 {
		fmt.Fprintf(b, "    pairing %s\n", strings.Join(r.Pairings, " or "))
	}
	if r.Modulated {
		b.WriteString("    needs a modulator\n")
	}
	paramRows(b, r.Params, nil)
}

func modelHead(b *strings.Builder, name, title, equations, paper string) {
	fmt.Fprintf(b, "  %s: %s\n", name, title)
	for _, line := range strings.Split(equations, "\n") {
		fmt.Fprintf(b, "      %s\n", line)
	}
	if paper != "" {
		fmt.Fprintf(b, "    %s\n", paper)
	}
}

func paramRows(b *strings.Builder, params []model.Param, state []model.Var) {
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	if len(params) > 0 {
		fmt.Fprintf(w, "    params\n")
	}
	for _, p := range params {
		fmt.Fprintf(w, "      %s\t%s\tdefault %g\t%s\t%s\n", p.Name, p.Unit, p.Default, paramRange(p), p.Doc)
	}
	if len(state) > 0 {
		fmt.Fprintf(w, "    initial\n")
	}
	for _, v := range state {
		fallback := fmt.Sprintf("%g", v.Default)
		if v.FromParam != "" {
			fallback = v.FromParam
		}
		fmt.Fprintf(w, "      %s\t%s\tdefault %s\t\t%s\n", v.Name, v.Unit, fallback, v.Doc)
	}
	_ = w.Flush()
}

// paramRange says which values of a parameter are accepted.
func paramRange(p model.Param) string {
	low := fmt.Sprintf("%g", p.Min)
	switch {
	case math.IsInf(p.Min, -1) && math.IsInf(p.Max, 1):
		return "any"
	case p.Open:
		low = "above " + low
	}
	return low + " to " + fmt.Sprintf("%g", p.Max)
}
