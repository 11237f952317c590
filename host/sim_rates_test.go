package host

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// rateBounds are mean rates (Hz) over the first second, as four independent
// simulators measured them: coba-lif has one rate at every scale, that of
// coba-lif-dense falls with the size.
//
// The last row is no single run: at that size the rate of one seed has a
// standard deviation of 0.034 Hz (seeds 1 to 8, float32: 2.341 to 2.449, mean
// 2.400; float64, seeds 1 to 3: 2.541, 2.438, 2.405), too much to hold one run
// against figures that lie 0.1 apart. Those figures, 2.3 to 2.4, are printed to
// one decimal and are read so here, for the mean over the seeds. Seed 1 by
// itself, at 2.449, lies above 2.4.
var rateBounds = []struct {
	name      string
	scale     float64
	low, high float64
	large     bool // only with the build tag all
	seeds     int  // whose mean counts
}{
	{"coba-lif", 1, 21.2, 22.6, false, 1},
	{"coba-lif", 10, 21.2, 22.6, true, 1},
	{"coba-lif", 100, 21.2, 22.6, true, 1},
	{"coba-lif-dense", 1, 21, 22, false, 1},
	{"coba-lif-dense", 2, 11, 12, false, 1},
	{"coba-lif-dense", 4, 5.0, 5.5, true, 1},
	{"coba-lif-dense", 10, 2.25, 2.45, true, 8},
}

// checkRates runs the networks of the table for one second.
func checkRates(t *testing.T, large bool) {
	for _, c := range rateBounds {
		if c.large != large {
			continue
		}
		t.Run(fmt.Sprintf("%s-%g", c.name, c.scale), func(t *testing.T) {
			rate := 0.0
			for seed := range c.seeds {
				net := builtin(t, c.name, map[string]float64{"scale": c.scale})
				net.Seed = uint64(1 + seed)
				s := compileWith(t, net, Options{Device: "native"})
				require.NoError(t, s.Run(context.Background(), 1000))
				require.NoError(t, s.Close())
				t.Logf("seed %d: %.3f Hz", net.Seed, s.Stats().RateHz)
				rate += s.Stats().RateHz / float64(c.seeds)
			}
			if !(rate >= c.low && rate <= c.high) {
				t.Fatalf("%.3f Hz, must be %g to %g", rate, c.low, c.high)
			}
		})
	}
}

// TestRates: both networks at the sizes that take seconds.
func TestRates(t *testing.T) { checkRates(t, false) }
