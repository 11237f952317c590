package main

import (
	"fmt"
	"strings"
)

// withExamples gives every table the experiment that uses its model.
func withExamples(tables []modelTable) []modelTable {
	for i, t := range tables {
		switch t.Kind {
		case "receptor":
			tables[i].Example = population("cells", "lif", 100) + receptorExample(t)
		case "channel":
			tables[i].Example = population("cells", "conductance", 1) + channelExample(t)
		case "ion":
			tables[i].Example = population("cells", "conductance", 1) +
				"\n[population.cells.channel.t]\nmodel = \"cat_huguenard_1992\"\nion = \"ca\"\n" +
				"\n[population.cells.ion.ca]\n" + of(t.Name, t.Params)
		case "dynamics":
			tables[i].Example = projection("dynamics = { " + inline(t.Name, t.Params) + " }")
		case "plasticity":
			more := ""
			if t.Modulated {
				more = ", modulator = \"source\""
			}
			tables[i].Example = projection("plasticity = { " + inline(t.Name, t.Params) + more + " }")
		}
	}
	return tables
}

// neuronExample is an experiment with a population of a model.
func neuronExample(name string, params []modelParam) string {
	if name == "spike_source" {
		return "[population.cells]\nmodel = \"spike_source\"\ntimes = [[10.0, 20.0], [15.0]] # of two members\n"
	}
	return "[population.cells]\n" + of(name, params) + "size = 100\n"
}

func population(name, of string, size int) string {
	return fmt.Sprintf("[population.%s]\nmodel = %q\nsize = %d\n", name, of, size)
}

// of writes the model and its parameters, with their defaults.
func of(name string, params []modelParam) string {
	text := fmt.Sprintf("model = %q\n", name)
	if len(params) > 0 {
		text += "params = " + table(params) + "\n"
	}
	return text
}

func inline(name string, params []modelParam) string {
	if len(params) == 0 {
		return fmt.Sprintf("model = %q", name)
	}
	return fmt.Sprintf("model = %q, params = %s", name, table(params))
}

func table(params []modelParam) string {
	var parts []string
	for _, p := range params {
		parts = append(parts, p.Name+" = "+number(p.Default))
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}

func receptorExample(t modelTable) string {
	text := "\n[population.cells.receptor.input]\n" + of(t.Name, t.Params)
	if len(t.Outputs) > 1 {
		text += fmt.Sprintf("output = %q # or %s\n", t.Outputs[0], strings.Join(t.Outputs[1:], ", "))
	}
	return text
}

func channelExample(t modelTable) string {
	text := "\n[population.cells.channel.own]\n" + of(t.Name, t.Params)
	if t.Ion == "" {
		return text
	}
	return text + "ion = \"ca\"\n\n[population.cells.ion.ca]\nmodel = \"calcium_detailed\"\n"
}

// projection is an experiment with a projection that has one line more.
func projection(line string) string {
	return population("source", "poisson_source", 100) + "\n" + population("cells", "lif", 100) +
		"\n[population.cells.receptor.input]\nmodel = \"exponential\"\noutput = \"current\"\n" +
		"\n[projection.own]\nsource = \"source\"\ntarget = \"cells\"\nreceptor = \"input\"\n" +
		"rule = { type = \"fixed_indegree\", n = 10 }\nweight = 20\ndelay = 1\n" + line + "\n"
}
