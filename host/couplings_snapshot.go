package host

import "fmt"

// historyTensors returns what couplings remember of the past, for a snapshot.
func (s *Sim) historyTensors() ([]Tensor, error) {
	if s.couplings == nil {
		return nil, nil
	}
	h := s.couplings.history
	past := make([]float64, h.Array.Len())
	if err := h.Array.ReadReal(0, past); err != nil {
		return nil, err
	}
	return []Tensor{s.realsTensor("history", past, int64(h.Slots), int64(h.Width))}, nil
}

// readHistory checks and returns the couplings' past; nil when there are none.
func (s *Sim) readHistory(path string, tensors []Tensor) ([]float64, error) {
	if s.couplings == nil {
		return nil, nil
	}
	var found Tensor
	for _, t := range tensors {
		if t.Name == "history" {
			found = t
		}
	}
	past, err := s.realTensor(found)
	if err != nil {
		return nil, fmt.Errorf("%s: history of the couplings: %w", path, err)
	}
	if want := s.couplings.history.Array.Len(); len(past) != want {
		return nil, fmt.Errorf("%s: %d words of the couplings' history, want %d", path, len(past), want)
	}
	return past, nil
}
