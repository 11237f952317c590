package host

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// adexPatterns are parameters of Naud, Marcille, Clopath & Gerstner 2008, Biol.
// Cybern. 99:335, table 1: c_m, g_l, e_l, v_th, delta_t, a, tau_w, b, v_reset, i_e.
var adexPatterns = map[string][10]float64{
	"tonic":                {200, 10, -70, -50, 2, 2, 30, 0, -58, 500},
	"adapting":             {200, 12, -70, -50, 2, 2, 300, 60, -58, 500},
	"initial burst":        {130, 18, -58, -50, 2, 4, 150, 120, -50, 400},
	"regular bursting":     {200, 10, -58, -50, 2, 2, 120, 100, -46, 210},
	"delayed accelerating": {200, 12, -70, -50, 2, -10, 300, 0, -58, 300},
	"transient":            {100, 10, -65, -50, 2, 10, 90, 100, -47, 180},
}

func adexParams(pattern string, current float64) map[string]float64 {
	p := adexPatterns[pattern]
	out := map[string]float64{"v_peak": 0, "t_ref": 0}
	for k, name := range []string{"c_m", "g_l", "e_l", "v_th", "delta_t", "a", "tau_w", "b", "v_reset"} {
		out[name] = p[k]
	}
	out["i_e"] = current
	return out
}

// TestAdexFiringPatterns: what defines each pattern, over 1000 ms.
func TestAdexFiringPatterns(t *testing.T) {
	list := map[string][]float64{}
	for name, p := range adexPatterns {
		list[name] = intervals(t, float64Engine, oneCell(0.05, "adex", "", adexParams(name, p[9])), 1000)
	}
	last := func(name string) float64 { return list[name][len(list[name])-1] }

	tonic := list["tonic"]
	require.Greater(t, len(tonic), 20)
	near(t, tonic[5], last("tonic"), 0.11, "tonic intervals stay the same, two steps of 0.05 ms apart at most")

	adapting := list["adapting"]
	require.Greater(t, len(adapting), 10)
	for k := 1; k < 5; k++ {
		require.Greater(t, adapting[k], adapting[k-1], "adapting intervals grow: %v", adapting[:6])
	}
	require.Greater(t, last("adapting"), 2*adapting[0])

	burst := list["initial burst"]
	require.Greater(t, len(burst), 5)
	require.Greater(t, last("initial burst"), 3*burst[0], "%v", burst)
	near(t, burst[len(burst)-2], last("initial burst"), 1, "after the burst it is tonic")

	bursting := list["regular bursting"]
	require.Greater(t, len(bursting), 10)
	short, long := 0, 0
	for _, x := range bursting[len(bursting)/2:] {
		if x < 20 {
			short++
		} else if x > 40 {
			long++
		}
	}
	require.Equal(t, len(bursting)-len(bursting)/2, short+long, "intervals of two kinds: %v", bursting)
	require.GreaterOrEqual(t, long, 3)
	require.GreaterOrEqual(t, short, long)

	accelerating := list["delayed accelerating"]
	require.Greater(t, len(accelerating), 5)
	for k := 1; k < 4; k++ {
		require.Less(t, accelerating[k], accelerating[k-1], "%v", accelerating)
	}

	transient, _ := runOn(t, float64Engine, oneCell(0.05, "adex", "", adexParams("transient", 180)), 1000).SpikesOf("p")
	require.Positive(t, transient.Len())
	require.Less(t, float64(transient.Steps[transient.Len()-1])*0.05, 200.0, "silent after the first moments")
}

// adexSpikes integrates the equations written down again, with steps of 0.005 ms,
// and returns the number of spikes in so many ms.
func adexSpikes(p map[string]float64, ms float64) int {
	const h = 0.005
	slope := func(v, w float64) (dv, dw float64) {
		v = math.Min(v, p["v_peak"])
		i := p["g_l"]*(p["e_l"]-v) + p["g_l"]*p["delta_t"]*math.Exp((v-p["v_th"])/p["delta_t"]) - w + p["i_e"]
		return i / p["c_m"], (p["a"]*(v-p["e_l"]) - w) / p["tau_w"]
	}
	v, w, n := p["e_l"], 0.0, 0
	for range int(ms / h) {
		a, b := slope(v, w)
		c, d := slope(v+h/2*a, w+h/2*b)
		v, w = v+h*c, w+h*d
		if v >= p["v_peak"] {
			v, w, n = p["v_reset"], w+p["b"], n+1
		}
	}
	return n
}

// TestAdexFICurves: spikes in a second against current, for three patterns: none
// below the rheobase, ever more above it, and those of the equations integrated
// in finer steps by another method.
func TestAdexFICurves(t *testing.T) {
	for pattern, currents := range map[string][]float64{
		"tonic":            {150, 250, 350, 500, 700, 1000},
		"adapting":         {150, 250, 350, 500, 700, 1000},
		"regular bursting": {50, 150, 210, 300, 500, 800},
	} {
		before := 0
		for k, i := range currents {
			p := adexParams(pattern, i)
			s, _ := runOn(t, float64Engine, oneCell(0.02, "adex", "", p), 1000).SpikesOf("p")
			want := adexSpikes(p, 1000)
			if k == 0 {
				require.Zero(t, s.Len(), "%s at %g pA", pattern, i)
			} else {
				require.Greater(t, s.Len(), before, "%s at %g pA", pattern, i)
			}
			// A spike is found up to one step late: 2 % of the shortest intervals.
			near(t, float64(want), float64(s.Len()), 1+0.015*float64(want), "%s at %g pA", pattern, i)
			before = s.Len()
		}
	}
}
