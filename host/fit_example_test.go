package host_test

import (
	"context"
	"fmt"
	"log"

	"github.com/galvani-sim/galvani/host"
)

// The leak and the capacitance of a membrane, found again from the course of
// its potential.
func ExampleFitter() {
	e, err := host.ParseExperiment("membrane.toml", []byte(`
duration = 50.0
[population.cell]
model = "leaky_integrator"
size = 1
params = { c_m = 150.0, g_l = 15.0, i_e = 100.0 }
[loss.trace]
type = "mean_square"
population = "cell"
target = "truth"
[grad]
by = ["cell.c_m", "cell.g_l"]
truth = { "cell.c_m" = 250.0, "cell.g_l" = 10.0 }
[fit]
iterations = 0
polish = 30
logarithmic = ["cell.c_m", "cell.g_l"]
`), nil)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	f, err := host.NewFitter(ctx, e, host.Options{Device: "native64"})
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Run(ctx, nil); err != nil {
		log.Fatal(err)
	}
	for _, v := range f.Values() {
		fmt.Printf("%s: %.1f, then %.4f\n", v.Name, v.Start, v.Value)
	}
	// Output:
	// cell.c_m: 150.0, then 250.0000
	// cell.g_l: 15.0, then 10.0000
}
