package model

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

func pair() *Network {
	return &Network{
		Populations: []*Population{
			{Name: "e", Model: "lif", Size: 4, Receptors: []*Receptor{{Name: "exc", Model: "exponential", Output: OutputCurrent}}},
			{Name: "noise", Model: "poisson_source", Size: 2},
		},
		Projections: []*Projection{{Name: "in", Source: "noise", Target: "e", Receptor: "exc", Rule: Rule{Type: AllToAll}, Weight: Const(1), Delay: Const(1)}},
		Stimuli:     []*Stimulus{{Name: "dc", Type: StepCurrent, Target: "e", Times: []float64{0}, Amplitudes: []float64{10}}},
		Recorders:   []*Recorder{{Name: "spikes", Type: RecordSpikes, Target: "e"}},
	}
}

// Two areas of one circuit, joined by a projection, are a valid network whose
// names carry the area, and the circuit itself is as it was.
func TestPlace(t *testing.T) {
	circuit := pair()
	n := &Network{Name: "two", DT: 0.1, Seed: 1}
	n.Place("V1", circuit)
	n.Place("V2", circuit)
	n.Projections = append(n.Projections, &Projection{Name: "up", Source: "V1.e", Target: "V2.e", Receptor: "exc",
		Rule: Rule{Type: FixedProbability, P: 0.5}, Weight: Const(1), Delay: Const(2)})
	require.NoError(t, n.Validate())
	require.Equal(t, []string{"V1.e", "V1.noise", "V2.e", "V2.noise"}, n.populationNames())
	require.Equal(t, "V2.noise", n.Projections[1].Source)
	require.Equal(t, "V2.e", n.Projections[1].Target)
	require.Equal(t, "V2.e", n.Stimuli[1].Target)
	require.Equal(t, "V2.spikes", n.Recorders[1].Name)
	require.Equal(t, pair(), circuit)
}

// Whatever lists a network has, Place copies all of them.
func TestPlaceCopiesEveryList(t *testing.T) {
	circuit := &Network{}
	v := reflect.ValueOf(circuit).Elem()
	lists := 0
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice {
			f.Set(reflect.Append(f, reflect.New(f.Type().Elem().Elem())))
			lists++
		}
	}
	require.GreaterOrEqual(t, lists, 4)
	n := &Network{}
	n.Place("a", circuit)
	placed := reflect.ValueOf(n).Elem()
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Slice {
			require.Equal(t, 1, placed.Field(i).Len(), v.Type().Field(i).Name)
		}
	}
}
