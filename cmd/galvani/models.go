package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/galvani-sim/galvani/host"
	"github.com/galvani-sim/galvani/model"
)

// modelsCommand is `galvani models`.
type modelsCommand struct {
	Name string `arg:"" optional:"" help:"The model to describe, or the file (.glsl) of a model of your own; without it all are listed."`
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
	// Pre and Post are the traces that a plasticity rule keeps of sources and targets.
	Pre  []modelVar `json:"source_traces,omitempty"`
	Post []modelVar `json:"target_traces,omitempty"`
	// Pairings are the choices of a plasticity rule; Modulated says that it needs a modulator.
	Pairings  []string `json:"pairings,omitempty"`
	Modulated bool     `json:"modulated,omitempty"`
	Ion       string   `json:"ion,omitempty"` // channels: what they have to do with an ion
	Example   string   `json:"example"`       // an experiment file that uses it
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
	tables := registryTables()
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
	if strings.HasSuffix(name, ".glsl") {
		m, err := host.LoadNeuron(name)
		if err != nil {
			return modelTable{}, err
		}
		return neuronTable(m, name), nil
	}
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
