package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// The layout is tested with models of its own, so that new models in the
// registry change no golden file.
func fixture() []modelTable {
	return append(modelTables([]*model.NeuronModel{{
		Name: "leaky", Title: "a leaky membrane", Equations: "tau dv/dt = -v\nspike when v >= 1", Paper: "Lapicque 1907",
		Params: []model.Param{
			{Name: "tau", Unit: "ms", Default: 20, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "time constant"},
			{Name: "gain", Default: 1.5, Min: -1, Max: 2, Doc: "a number without unit"},
		},
		State: []model.Var{{Name: "v", Unit: "mV", FromParam: "gain", Doc: "potential"}, {Name: "w", Unit: "pA", Default: 3}},
		Schemes: []model.Scheme{
			{Name: "exact", Outputs: []model.Output{model.OutputCurrent}, Doc: "closed form"},
			{Name: "euler", Outputs: []model.Output{model.OutputCurrent, model.OutputConductance}},
		},
	}}, []*model.SynapseModel{{
		Name: "jump", Title: "shifts the membrane", Equations: "v += w", Outputs: []model.Output{model.OutputVoltage},
	}}, []*model.ChannelModel{{
		Name: "gate", Title: "opens", Equations: "g = g_max m", Ion: model.IonCarries,
		Params: []model.Param{{Name: "g_max", Unit: "nS", Default: 3, Max: 10, Doc: "peak"}}, State: []model.Var{{Name: "m", Unit: "1", Doc: "open"}},
	}}, []*model.IonModel{{
		Name: "pool", Title: "fills",
		State: []model.Var{{Name: "c", Unit: "mM", Default: 1, Doc: "inside"}, {Name: "e", Unit: "mV", Follows: true, Doc: "reversal"}},
	}}), ruleTables([]*model.PlasticityRule{{
		Name: "grow", Title: "grows with use", Equations: "w += x y", Pairings: []string{"nearest"}, Modulated: true,
		Pre: []model.Var{{Name: "x", Unit: "1", Doc: "spikes of the source"}}, Post: []model.Var{{Name: "y", Unit: "1", Doc: "spikes of the target"}},
		Synapse: []model.Var{{Name: "w", Unit: "nS", Doc: "weight"}},
	}})...)
}

func TestModelsGolden(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, printModels(&b, fixture()))
	for _, m := range fixture() {
		b.WriteString("----\n")
		require.NoError(t, printModel(&b, m))
	}
	golden(t, "models.txt", b.String())
	text, err := json.MarshalIndent(fixture(), "", "  ")
	require.NoError(t, err)
	golden(t, "models.json", string(text)+"\n")
}

func TestModelsShowTheRegistry(t *testing.T) {
	s := newSession(t)
	require.Equal(t, exitOK, s.do("models"))
	list := s.stdout.String()
	require.Equal(t, exitOK, s.do("models", "--json"))
	var tables []modelTable
	require.NoError(t, json.Unmarshal(s.stdout.Bytes(), &tables))
	require.Len(t, tables, len(model.Neurons())+len(model.Synapses())+len(model.Presynapses())+len(model.Channels())+len(model.Ions())+len(model.PlasticityRules()))
	for _, m := range tables {
		require.Contains(t, list, "  "+m.Name+" ")
		require.Equal(t, exitOK, s.do("models", m.Name))
		for _, p := range m.Params {
			require.Contains(t, s.stdout.String(), p.Name)
			require.Contains(t, s.stdout.String(), p.Doc)
		}
	}
}
