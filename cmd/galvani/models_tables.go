package main

import "github.com/galvani-sim/galvani/model"

// registryTables collects the tables of every model there is.
func registryTables() []modelTable {
	tables := modelTables(model.Neurons(), model.Synapses(), model.Channels(), model.Ions())
	tables = append(tables, dynamicsTables(model.Presynapses())...)
	return append(tables, ruleTables(model.PlasticityRules())...)
}

// modelTables collects the tables of the registry, neurons first.
func modelTables(neurons []*model.NeuronModel, synapses []*model.SynapseModel, channels []*model.ChannelModel, ions []*model.IonModel) []modelTable {
	var out []modelTable
	for _, m := range neurons {
		out = append(out, neuronTable(m, m.Name))
	}
	for _, m := range synapses {
		out = append(out, modelTable{Kind: "receptor", Name: m.Name, Title: m.Title, Equations: m.Equations, Paper: m.Paper,
			Params: modelParams(m.Params), State: modelVars(m.State), Outputs: outputs(m.Outputs)})
	}
	uses := map[model.IonUse]string{model.IonReads: "depends on its concentration", model.IonCarries: "carries its current"}
	for _, m := range channels {
		t := modelTable{Kind: "channel", Name: m.Name, Title: m.Title, Equations: m.Equations, Paper: m.Paper,
			Params: modelParams(m.Params), State: modelVars(m.State), Ion: uses[m.Ion]}
		for i := range t.State {
			t.State[i].FromParam = "at rest"
		}
		out = append(out, t)
	}
	for _, m := range ions {
		out = append(out, modelTable{Kind: "ion", Name: m.Name, Title: m.Title, Equations: m.Equations, Paper: m.Paper,
			Params: modelParams(m.Params), State: modelVars(m.State)})
	}
	return withExamples(out)
}

// neuronTable is the table of a neuron model that experiment files call name.
func neuronTable(m *model.NeuronModel, name string) modelTable {
	t := modelTable{Kind: "neuron", Name: m.Name, Title: m.Title, Equations: m.Equations, Paper: m.Paper,
		Params: modelParams(m.Params), State: modelVars(m.State)}
	for _, s := range m.Schemes {
		t.Schemes = append(t.Schemes, modelScheme{s.Name, outputs(s.Outputs), s.Doc})
	}
	t.Example = neuronExample(name, t.Params)
	if m.Channels {
		t.Example += "\n[population.cells.channel.leak]\nmodel = \"leak\"\n"
	}
	return t
}

// ruleTables collects the tables of the plasticity rules.
func ruleTables(rules []*model.PlasticityRule) []modelTable {
	var out []modelTable
	for _, r := range rules {
		out = append(out, modelTable{Kind: "plasticity", Name: r.Name, Title: r.Title, Equations: r.Equations, Paper: r.Paper,
			Params: modelParams(r.Params), State: modelVars(r.Synapse), Pre: traces(r.Pre), Post: traces(r.Post), Pairings: r.Pairings, Modulated: r.Modulated})
	}
	return withExamples(out)
}

// traces are the traces of a rule, nil when there are none.
func traces(vs []model.Var) []modelVar {
	if len(vs) == 0 {
		return nil
	}
	return modelVars(vs)
}

// dynamicsTables collects the tables of models of presynaptic dynamics.
func dynamicsTables(presynapses []*model.PresynapseModel) []modelTable {
	var out []modelTable
	for _, m := range presynapses {
		out = append(out, modelTable{Kind: "dynamics", Name: m.Name, Title: m.Title, Equations: m.Equations, Paper: m.Paper,
			Params: modelParams(m.Params), State: modelVars(m.State)})
	}
	return withExamples(out)
}

func modelParams(ps []model.Param) []modelParam {
	out := []modelParam{}
	for _, p := range ps {
		out = append(out, modelParam{p.Name, p.Unit, p.Default, p.Min, p.Max, p.Open, p.Trainable, p.Doc})
	}
	return out
}

func modelVars(vs []model.Var) []modelVar {
	out := []modelVar{}
	for _, v := range vs {
		out = append(out, modelVar{v.Name, v.Unit, v.Default, v.FromParam, v.Follows, v.Doc})
	}
	return out
}

func outputs(os []model.Output) []string {
	out := []string{}
	for _, o := range os {
		out = append(out, string(o))
	}
	return out
}
