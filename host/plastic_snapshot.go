package host

import (
	"fmt"

	"github.com/galvani-sim/galvani/buffers"
)

// plasticArray is one array of a rule that changes during a run, with its name in snapshots.
type plasticArray struct {
	name  string
	array *buffers.Array
}

// plasticArrays lists everything of the plastic projections that changes.
func (s *Sim) plasticArrays() []plasticArray {
	var out []plasticArray
	for _, g := range s.plastic {
		for _, a := range []plasticArray{{"weights", g.Plastic.Weights}, {"state", g.State}, {"traces", g.Traces}, {"marks", g.Marks}} {
			out = append(out, plasticArray{"plastic." + g.Rule + "." + a.name, a.array})
		}
	}
	return out
}

// plasticTensors returns weights, traces and spikes under way of the plastic projections.
func (s *Sim) plasticTensors() ([]Tensor, error) {
	var out []Tensor
	for _, a := range s.plasticArrays() {
		if a.array.Elem() == buffers.U32 {
			words := make([]uint32, a.array.Len())
			if err := a.array.ReadU32(0, words); err != nil {
				return nil, err
			}
			out = append(out, NewTensor(a.name, words))
			continue
		}
		x := make([]float64, a.array.Len())
		if err := a.array.ReadReal(0, x); err != nil {
			return nil, err
		}
		if s.device.memory.RealBytes() == 8 {
			out = append(out, NewTensor(a.name, x))
		} else {
			out = append(out, NewTensor(a.name, toFloat32(x)))
		}
	}
	return out, nil
}

// readPlastic checks the tensors of the plastic projections and returns what writes them to the device.
func (s *Sim) readPlastic(path string, tensors []Tensor) (restore func() error, err error) {
	byName := map[string]Tensor{}
	for _, t := range tensors {
		byName[t.Name] = t
	}
	var writes []func() error
	for _, a := range s.plasticArrays() {
		var n int
		if a.array.Elem() == buffers.U32 {
			words, err := TensorValues[uint32](byName[a.name])
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", path, a.name, err)
			}
			n = len(words)
			writes = append(writes, func() error { return a.array.WriteU32(0, words) })
		} else {
			x, err := s.realTensor(byName[a.name])
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", path, a.name, err)
			}
			n = len(x)
			writes = append(writes, func() error { return a.array.WriteReal(0, x) })
		}
		if n != a.array.Len() {
			return nil, fmt.Errorf("%s: %d elements of %s, want %d", path, n, a.name, a.array.Len())
		}
	}
	return func() error {
		for _, w := range writes {
			if err := w(); err != nil {
				return err
			}
		}
		return nil
	}, nil
}
