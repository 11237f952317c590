package adjoint

import (
	"github.com/galvani-sim/galvani/model"
)

// startsFrom returns the parameter whose value a state variable of a population
// starts at, "" when its start is a number of its own.
func startsFrom(pop *model.Population, v model.Var) string {
	if _, given := pop.Initial[v.Name]; given {
		return ""
	}
	return v.FromParam
}

// StartsFrom returns the parameter of a population ("e_l") whose value in use a
// state variable starts at, as v of most neurons does when the description does
// not set it; "" when the start is a number of its own. The gradient of such a
// parameter holds that of the start, unless Input.Initial replaces it.
func (e *Engine) StartsFrom(population, variable string) string {
	pop := e.net.Find(population)
	if pop == nil {
		return ""
	}
	for _, v := range pop.Neuron().State {
		if v.Name == variable {
			return startsFrom(pop, v)
		}
	}
	return ""
}

// initialState returns a group's initial state, in the layout of
// Plan.InitialState, with the parameters as they are now.
func (e *Engine) initialState(g *group) []float64 {
	state := e.plan.InitialState(g.Group)
	for _, m := range g.Members {
		for w, v := range g.Model.State {
			values := g.params[m.Population.Name+"/"+startsFrom(m.Population, v)]
			for i := range m.Population.Size {
				if len(values) > 0 {
					state[w*g.Size+m.First+i] = values[min(i, len(values)-1)]
				}
			}
		}
	}
	return state
}

// addStarts adds to the gradient of a parameter that of the states which start at it.
func (e *Engine) addStarts(pop *model.Population, name string, out []float64) error {
	if e.continued {
		return nil
	}
	for _, v := range pop.Neuron().State {
		own := pop.Name + "." + v.Name
		if startsFrom(pop, v) != name || e.started[own] {
			continue
		}
		start, err := e.InitialGradient(own)
		if err != nil {
			return err
		}
		for k, x := range start {
			out[min(k%pop.Size, len(out)-1)] += x
		}
	}
	return nil
}
