package adjoint

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
)

// transposeCouplings sorts the pairs by the variable they come from, for the
// way back: sources and into are the words of each pair's variable and input.
func (e *Engine) transposeCouplings(sources, into []uint32) error {
	c := &e.couple
	order := make([]uint32, len(sources))
	for k := range order {
		order[k] = uint32(k)
	}
	slices.SortStableFunc(order, func(a, b uint32) int { return cmp.Compare(sources[a], sources[b]) })
	var variables, ptr, words []uint32
	for at, k := range order {
		if at == 0 || sources[order[at-1]] != sources[k] {
			variables, ptr = append(variables, sources[k]), append(ptr, uint32(at))
		}
		words = append(words, into[k])
	}
	ptr = append(ptr, uint32(len(order)))
	c.VariablesN, c.Pairs = len(variables), len(order)
	for i := range variables {
		c.LongestColumn = max(c.LongestColumn, int(ptr[i+1]-ptr[i]))
	}
	if c.LongestColumn > kernels.MaxPairs {
		return fmt.Errorf("one variable is coupled to %d neurons, at most %d are possible", c.LongestColumn, kernels.MaxPairs)
	}
	for _, a := range []struct {
		at    **buffers.Array
		name  string
		words []uint32
	}{{&c.Variables, "coupled variables", variables}, {&c.ColumnPtr, "coupling columns", ptr}, {&c.Into, "coupled inputs", words}, {&c.Place, "coupling places", order}} {
		var err error
		if *a.at, err = e.array(a.name, buffers.U32, len(a.words)); err != nil {
			return err
		}
		if err := (*a.at).WriteU32(0, a.words); err != nil {
			return err
		}
	}
	var err error
	c.AdjPairs, err = e.array("adjoint coupling weights", buffers.Real, e.batch*c.Pairs)
	return err
}

// CouplingGradient returns dL/dw of every pair of a coupling, in the order of
// Pairs, summed over the batch.
func (e *Engine) CouplingGradient(name string) ([]float64, error) {
	own, err := e.findCoupling(name)
	if err != nil {
		return nil, err
	}
	if !e.backed {
		return nil, ErrNoBackward
	}
	all, err := e.pairGradients()
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(own.pairs))
	for k, at := range own.place {
		for b := range e.batch {
			out[k] += all[b*e.couple.Pairs+int(at)]
		}
	}
	return out, nil
}

func (e *Engine) pairGradients() ([]float64, error) {
	all := make([]float64, e.batch*e.couple.Pairs)
	return all, e.couple.AdjPairs.ReadReal(0, all)
}

// checkCouplings reports the first gradient of a coupling's weight that is not
// a finite number.
func (e *Engine) checkCouplings() error {
	if e.couple.Pairs == 0 {
		return nil
	}
	all, err := e.pairGradients()
	if err != nil {
		return err
	}
	for _, c := range e.couplings {
		for k, at := range c.place {
			for b := range e.batch {
				if x := all[b*e.couple.Pairs+int(at)]; !finite(x) {
					return fmt.Errorf("the gradient of weight %d of coupling %q (neuron %d to neuron %d) is %v in sample %d", k, c.Name, c.pairs[k].Source, c.pairs[k].Target, x, b)
				}
			}
		}
	}
	return nil
}
