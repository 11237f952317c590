package main

import (
	"encoding/json"
	"fmt"

	"github.com/galvani-sim/galvani/model"
)

// modelsCommand is `galvani models`.
type modelsCommand struct {
	Name string `arg:"" optional:"" help:"The model to describe; without it all are listed."`
	JSON bool   `name:"json" help:"Print a JSON list with the full tables."`
}

// modelTable is what is printed of a model or plasticity rule.
type modelTable struct {
	Kind      string        `json:"kind"` // "neuron", "receptor", "channel", "ion", "dynamics" or "plasticity"
	Name      string        `json:"name"`
	Title     string        `json:"title"`
	Equations string        `json:"equations"`
	Paper     string        `json:"paper"`
	Params    []modelParam  `json:"params"`
	State     []modelVar    `json:"state"`
	Schemes   []modelScheme `json:"schemes,omitempty"` // neuron models
	Outputs   []string      `json:"outputs,omitempty"` // receptor models
	// Pairings are the choices of a plasticity rule; Modulated says that it needs a modulator.
	Pairings  []string `json:"pairings,omitempty"`
	Modulated bool     `json:"modulated,omitempty"`
	Ion       string   `json:"ion,omitempty"` // channels: what they have to do with an ion
}

// modelParam is a parameter; Open says that Min itself is excluded.
type modelParam struct {
	Name      string  `json:"name"`
	Unit      string  `json:"unit"`
	Default   float64 `json:"default"`
	Min       float64 `json:"min"`
	Max       float64 `json:"max"`
	Open      bool    `json:"min_excluded"`
	Trainable bool    `json:"trainable"`
	Doc       string  `json:"doc"`
}

// modelVar is a state variable; FromParam names the parameter that is its default.
type modelVar struct {
	Name      string  `json:"name"`
	Unit      string  `json:"unit"`
	Default   float64 `json:"default"`
	FromParam string  `json:"default_from,omitempty"`
	Follows   bool    `json:"follows,omitempty"` // no initial value can be given
	Doc       string  `json:"doc"`
}

// modelScheme is an integration scheme with the receptor outputs it takes.
type modelScheme struct {
	Name    string   `json:"name"`
	Outputs []string `json:"outputs"`
	Doc     string   `json:"doc"`
}

// Run lists the models or describes one.
func (c *modelsCommand) Run(env *environment) error {
	tables := modelTables(model.Neurons(), model.Synapses(), model.Channels(), model.Ions())
	tables = append(tables, dynamicsTables(model.Presynapses())...)
	tables = append(tables, ruleTables(model.PlasticityRules())...)
	if c.Name != "" {
		t, err := findTable(tables, c.Name)
		if err != nil {
			return err
		}
		tables = []modelTable{t}
	}
	switch {
	case c.JSON:
		e := json.NewEncoder(env.stdout)
		e.SetIndent("", "  ")
		return e.Encode(tables)
	case c.Name != "":
		return printModel(env.stdout, tables[0])
	}
	return printModels(env.stdout, tables)
}

// findTable returns the table of the model name.
func findTable(tables []modelTable, name string) (modelTable, error) {
	var names []string
	for _, t := range tables {
		if t.Name == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	hint := "see galvani models"
	if s := model.Suggest(name, names); s != "" {
		hint = fmt.Sprintf("did you mean %q?", s)
	}
	return modelTable{}, fmt.Errorf("there is no model %q (%s)", name, hint)
}

// modelTables collects the tables of the registry, neurons first.
func modelTables(neurons []*model.NeuronModel, synapses []*model.SynapseModel, channels []*model.ChannelModel, ions []*model.IonModel) []modelTable {
	var out []modelTable
	for _, m := range neurons {
		t := modelTable{Kind: "neuron", Name: m.Name, Title: m.Title, Equations: m.Equations, Paper: m.Paper,
			Params: modelParams(m.Params), State: modelVars(m.State)}
		for _, s := range m.Schemes {
			t.Schemes = append(t.Schemes, modelScheme{s.Name, outputs(s.Outputs), s.Doc})
		}
		out = append(out, t)
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
	return out
}

// ruleTables collects the tables of the plasticity rules.
func ruleTables(rules []*model.PlasticityRule) []modelTable {
	var out []modelTable
	for _, r := range rules {
		out = append(out, modelTable{Kind: "plasticity", Name: r.Name, Title: r.Title, Equations: r.Equations, Paper: r.Paper,
			Params: modelParams(r.Params), State: modelVars(r.Synapse), Pairings: r.Pairings, Modulated: r.Modulated})
	}
	return out
}

// dynamicsTables collects the tables of models of presynaptic dynamics.
func dynamicsTables(presynapses []*model.PresynapseModel) []modelTable {
	var out []modelTable
	for _, m := range presynapses {
		out = append(out, modelTable{Kind: "dynamics", Name: m.Name, Title: m.Title, Equations: m.Equations, Paper: m.Paper,
			Params: modelParams(m.Params), State: modelVars(m.State)})
	}
	return out
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
