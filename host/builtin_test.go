package host

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// roundTrip writes an experiment and reads it back.
func roundTrip(t *testing.T, e *Experiment) *Experiment {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, e.WriteTOML(&b))
	back, err := ParseExperiment("run.toml", b.Bytes(), nil)
	require.NoError(t, err, "%s", b.String())
	var again bytes.Buffer
	require.NoError(t, back.WriteTOML(&again))
	require.Equal(t, b.String(), again.String())
	return back
}

func TestBuiltins(t *testing.T) {
	for _, name := range Builtins() {
		t.Run(name, func(t *testing.T) {
			if !strings.HasPrefix(name, "coba-") {
				e, err := Builtin(name, nil)
				require.NoError(t, err)
				require.NotEmpty(t, BuiltinTitle(name))
				require.Equal(t, e.resolved(), roundTrip(t, e))
				return
			}
			require.NotEmpty(t, BuiltinTitle(name))
			e, err := Builtin(name, nil)
			require.NoError(t, err)
			require.Equal(t, name, e.Name)
			require.Equal(t, 1000.0, e.Duration)
			require.Len(t, e.Network.Projections, 4)
			require.Len(t, e.Network.Recorders, 2)
			require.Equal(t, []int{3200, 800}, []int{e.Network.Populations[0].Size, e.Network.Populations[1].Size})
			require.Equal(t, e.resolved(), roundTrip(t, e))
			large, err := Builtin(name, map[string]float64{"scale": 100})
			require.NoError(t, err)
			require.Equal(t, 320000, large.Network.Find("exc").Size)
		})
	}
}

// The numbers are those of Brette et al. 2007 and of Brian's COBA example, in
// dimensioned units: 0.6 and 6.7 times a leak of 10 nS.
func TestBuiltinScaling(t *testing.T) {
	sparse, err := Builtin("coba-lif", map[string]float64{"scale": 4})
	require.NoError(t, err)
	require.Equal(t, 0.005, sparse.Network.Projections[0].Rule.P)
	require.Equal(t, model.Const(6), sparse.Network.Projections[0].Weight)
	dense, err := Builtin("coba-lif-dense", map[string]float64{"scale": 4})
	require.NoError(t, err)
	require.Equal(t, 0.02, dense.Network.Projections[0].Rule.P)
	require.Equal(t, model.Const(1.5), dense.Network.Projections[0].Weight)
	require.Equal(t, model.Const(16.75), dense.Network.Projections[2].Weight)
	hh, err := Builtin("coba-hh", nil)
	require.NoError(t, err)
	exc := hh.Network.Find("exc")
	require.Equal(t, model.NormalDist(40, 15), exc.Receptors[0].Initial["g"])
	require.Equal(t, model.NormalDist(200, 120), exc.Receptors[1].Initial["g"])
}

func TestBuiltinErrors(t *testing.T) {
	_, err := Builtin("cobalif", nil)
	require.EqualError(t, err, `there is no built-in network "cobalif" (did you mean "coba-lif"?); there are `+strings.Join(append(append(Builtins(), Tasks()...), Fits()...), ", "))
	_, err = Builtin("../builtin", nil)
	require.ErrorContains(t, err, `there is no built-in network "../builtin"; there are`)
	_, err = Builtin("coba-lif", map[string]float64{"scal": 2})
	require.EqualError(t, err, `coba-lif.toml: the constant "scal" cannot be set: the experiment has no such constant (did you mean "scale"?)`)
	_, err = Builtin("coba-lif", map[string]float64{"scale": 0.001})
	require.EqualError(t, err, "coba-lif.toml:55:38: projection \"exc\": p is 20, must be from 0 to 1\n"+
		`coba-lif.toml:63:38: projection "inh": p is 20, must be from 0 to 1`)
}
