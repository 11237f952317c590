package host

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// channelRates is tools/reference/data/channel_rates.json: where every gate
// rests, and its time constant in ms, on a grid of potentials that holds the
// removable singularities, computed by channel_rates.py from the papers.
type channelRates struct {
	V        []float64 `json:"v_mV"`
	C        float64   `json:"c_mM"`
	Channels map[string]map[string]struct {
		Rest []float64 `json:"rest"`
		Tau  []float64 `json:"tau"`
	} `json:"channels"`
}

// TestChannelRates: one step of every gate, from closed and from open, is the
// exact solution with the rest and time constant of the reference; and the gates
// start at rest when no initial value is given.
func TestChannelRates(t *testing.T) {
	const dt = 0.1
	src, err := os.ReadFile(filepath.Join(references, "data", "channel_rates.json"))
	require.NoError(t, err)
	var want channelRates
	require.NoError(t, json.Unmarshal(src, &want))
	for _, m := range model.Channels() {
		gates := want.Channels[m.Name]
		require.True(t, len(gates) > 0 || m.State[0].Name == "g", "%s has no reference", m.Name)
		for gate, rates := range gates {
			for _, device := range []string{float64Engine, float32Engine} {
				t.Run(m.Name+"/"+gate+"/"+device, func(t *testing.T) {
					n := len(want.V)
					var v, from []float64
					for k := range 3 * n {
						v, from = append(v, want.V[k%n]), append(from, float64(k/n))
					}
					channel := &model.Channel{Name: "x", Model: m.Name, Initial: map[string]model.Value{}}
					pop := &model.Population{Name: "p", Model: "conductance", Size: 2 * n, Channels: []*model.Channel{channel},
						Initial: map[string]model.Value{"v": model.Each(v[:2*n]...)}}
					if m.Ion != model.IonNone {
						channel.Ion = "ca"
						pop.Ions = []*model.Ion{{Name: "ca", Model: "fixed", Params: constants(map[string]float64{"c": want.C})}}
					}
					net := &model.Network{Name: "rates", DT: dt, Seed: 1, Populations: []*model.Population{pop}}
					s := compileOn(t, device, net)
					for k, x := range stateNow(t, s, "p", "x."+gate) {
						near(t, rates.Rest[k%n], x, precision(device, 1e-14, 1e-7), "%s at rest at %g mV", gate, v[k])
					}
					channel.Initial[gate] = model.Each(from[:2*n]...)
					s = compileOn(t, device, net)
					require.NoError(t, s.Run(t.Context(), dt))
					for k, x := range stateNow(t, s, "p", "x."+gate) {
						y := rates.Rest[k%n] + (from[k]-rates.Rest[k%n])*math.Exp(-dt/rates.Tau[k%n])
						// Rates go through exponentials, accurate to 1 ulp of float32 each.
						near(t, y, x, precision(device, 1e-13, 1e-6), "%s from %g after a step at %g mV", gate, from[k], v[k])
					}
				})
			}
		}
	}
	require.Len(t, want.Channels, len(model.Channels())-2, "leak and k_leak have no gates")
}
