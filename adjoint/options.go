package adjoint

import (
	"fmt"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
)

// Target is the device gradients are computed on: its memory and its executor.
type Target struct {
	Memory buffers.Memory
	Exec   kernels.Executor
}

// Native returns the CPU engine with so many threads, for real numbers of 32
// or 64 bits. Close its executor when done.
func Native(threads, bits int) (Target, error) {
	exec, err := kernels.NewNative(threads, bits, false)
	if err != nil {
		return Target{}, err
	}
	return Target{buffers.Host{Real: bits / 8}, exec}, nil
}

// Options says how a network is differentiated.
type Options struct {
	Target Target
	// Steps is the length of a run in steps of the network's dt.
	Steps int
	// Batch is the number of samples that run side by side; 0 is 1.
	Batch int
	// Strategy says what is kept for the way back; the zero value keeps everything.
	// All strategies give the same gradients, bit for bit.
	Strategy Strategy
	// Surrogate stands for the derivative of the spike decision; the zero value
	// is FastSigmoid(10).
	Surrogate Surrogate
	// Detach leaves out the derivative of the reset with respect to the spike.
	Detach bool
	// Truncate, when not 0, cuts the way back every so many steps: state and
	// spikes under way count as constants there.
	Truncate int
	// Traces lists what a loss reads; Backward takes a cotangent for each.
	Traces []Trace
	// Inputs lists populations that take a current (pA) given for every sample,
	// step and neuron, and whose gradient with respect to it is kept.
	Inputs []string
	// Parameters asks for the gradients of all parameters of neurons and receptors.
	Parameters bool
	// Delays asks for the gradients of delays, which are then not rounded to
	// steps: a spike under way for k+f steps arrives as 1-f of its weight after
	// k steps and f of it after k+1.
	Delays bool
	// Online asks for what Learn needs.
	Online *Online
	// Cut lists projections whose synapses take no cotangents back to their
	// sources: with the recurrent ones cut Backward gives the gradients of e-prop.
	Cut []string
	// MaxDelay (ms) leaves room for delays that training makes longer than they are.
	MaxDelay float64
}

// Trace names a variable that is kept for every sample, step and neuron of a
// population: "v", a receptor's "exc.g", or "spike" (1 in the steps it fires).
type Trace struct{ Population, Variable string }

// Strategy says which states are kept on the way forward. Between them the way
// back computes the states again.
type Strategy struct {
	kind    strategyKind
	k, keep int
}

type strategyKind uint8

const (
	storeAll strategyKind = iota
	every
	binomial
)

// StoreAll keeps the state of every step.
func StoreAll() Strategy { return Strategy{} }

// Every keeps the state of every k-th step, and those of k steps at a time on
// the way back; k near the root of the number of steps needs the least memory.
func Every(k int) Strategy { return Strategy{kind: every, k: k} }

// Binomial keeps the state at most `keep` times besides the first, and those of
// k steps at a time on the way back; what lies between is computed again as
// often as Griewank & Walther's schedule says (2000, ACM Trans. Math. Softw. 26:19).
func Binomial(keep, k int) Strategy { return Strategy{kind: binomial, k: k, keep: keep} }

func (s Strategy) check(steps int) error {
	if s.kind != storeAll && s.k < 1 {
		return fmt.Errorf("strategy: segments of %d steps, must be at least 1", s.k)
	}
	if s.kind == binomial && s.keep < 0 {
		return fmt.Errorf("strategy: %d states to keep, must not be negative", s.keep)
	}
	if steps < 1 {
		return fmt.Errorf("a run of %d steps, must be at least 1", steps)
	}
	return nil
}

// segment returns the steps of a segment.
func (s Strategy) segment(steps int) int {
	if s.kind == storeAll {
		return steps
	}
	return min(s.k, steps)
}
