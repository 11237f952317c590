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
var rateBounds = []struct {
	name      string
	scale     float64
	low, high float64
	large     bool // only with the build tag all
}{
	{"coba-lif", 1, 21.2, 22.6, false},
	{"coba-lif", 10, 21.2, 22.6, true},
	{"coba-lif", 100, 21.2, 22.6, true},
	{"coba-lif-dense", 1, 21, 22.6, false},
	{"coba-lif-dense", 2, 11, 12, false},
	{"coba-lif-dense", 4, 5.0, 5.5, true},
	{"coba-lif-dense", 10, 2.3, 2.4, true},
}

// checkRates runs the networks of the table for one second.
func checkRates(t *testing.T, large bool) {
	for _, c := range rateBounds {
		if c.large != large {
			continue
		}
		t.Run(fmt.Sprintf("%s-%g", c.name, c.scale), func(t *testing.T) {
			net := builtin(t, c.name, map[string]float64{"scale": c.scale})
			s := compileWith(t, net, Options{Device: "native"})
			require.NoError(t, s.Run(context.Background(), 1000))
			rate := s.Stats().RateHz
			t.Logf("%.3f Hz", rate)
			if !(rate >= c.low && rate <= c.high) {
				t.Fatalf("%.3f Hz, must be %g to %g", rate, c.low, c.high)
			}
		})
	}
}

// TestRates: both networks at the sizes that take seconds.
func TestRates(t *testing.T) { checkRates(t, false) }
