package adjoint

import "fmt"

// UnitError says that a population has no unit for its surrogate's distance to
// threshold, which is the threshold less the rest: of a neuron that rests at or
// above its threshold a surrogate would have no size, or the wrong sign.
type UnitError struct {
	Population      string
	Neuron          int
	Rest, Threshold string // names of the parameters
	At, Above       float64
}

// Error names the population and both parameters, and says what to do.
func (e *UnitError) Error() string {
	return fmt.Sprintf("population %q: %s (%g mV) is not below %s (%g mV) in neuron %d, and a surrogate measures the distance to threshold in their difference: lower %s and make the neuron spike by i_e, or use method eventprop",
		e.Population, e.Rest, e.At, e.Threshold, e.Above, e.Neuron, e.Rest)
}

// checkUnit reports the first neuron of a group whose rest is not below its threshold.
func (g *group) checkUnit() error {
	rest, threshold := g.Model.Unit[0], g.Model.Unit[1]
	if rest == "" {
		return nil
	}
	for _, m := range g.Members {
		low, high := g.params[m.Population.Name+"/"+rest], g.params[m.Population.Name+"/"+threshold]
		for i := range max(len(low), len(high)) {
			a, b := low[min(i, len(low)-1)], high[min(i, len(high)-1)]
			if !(a < b) {
				return &UnitError{Population: m.Population.Name, Neuron: i, Rest: rest, Threshold: threshold, At: a, Above: b}
			}
		}
	}
	return nil
}
