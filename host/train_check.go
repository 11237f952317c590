package host

import (
	"fmt"
	"slices"
)

// mismatch says what of the loss its method cannot take: the key that is wrong,
// "" when none is, and why.
func (tr *Training) mismatch() (key, message string) {
	switch {
	case tr.Method == "force" && tr.Loss.Type != "mean_square":
		return "type", "method force learns with mean_square"
	case tr.Method != "force" && tr.Loss.Type == "mean_square" && tr.Loss.Of == "last":
		return "of", `of = "last" of mean_square is for method force`
	case tr.Method == "eprop" && tr.Loss.Of != "each":
		return "of", `method eprop learns in each step: use cross_entropy or mean_square with of = "each"`
	case tr.Method == "surrogate" && tr.Loss.Type == "first_spike":
		return "type", "method surrogate has no derivative of spike times; use cross_entropy, or method eventprop"
	case tr.Method == "eventprop" && tr.Loss.Type == "mean_square":
		return "type", "method eventprop does not follow targets over time; use method surrogate"
	case tr.Method == "eventprop" && (tr.Loss.Of == "each" || tr.Loss.From != 0):
		return "of", `method eventprop reads whole trials; leave out of = "each" and from, or use method surrogate`
	}
	return "", ""
}

// named compares the parameters that are listed with those that the learner trains.
func (t *Trainer) named() error {
	tr := t.exp.Train
	var trained []string
	for _, p := range t.learner.parameters() {
		trained = append(trained, p.Name)
	}
	for _, name := range tr.Parameters {
		if slices.Contains(trained, name) {
			continue
		}
		var names []string
		for _, p := range t.exp.Network.Projections {
			names = append(names, p.Name+".weight")
			if tr.Method == "eventprop" {
				names = append(names, p.Name+".delay")
			}
		}
		return fmt.Errorf("parameters: method %s trains no %q%s", tr.Method, name, nameHint(name, names))
	}
	return nil
}
