package host

import "fmt"

// memoryName is the snapshot's tensor of what stimuli keep from step to step.
const memoryName = "stimulus_memory"

// memoryTensors returns what the stimuli keep, nothing when none keeps anything.
func (s *Sim) memoryTensors() ([]Tensor, error) {
	if s.stimuli.Memory == nil {
		return nil, nil
	}
	x := make([]float64, s.stimuli.Memory.Len())
	if err := s.stimuli.Memory.ReadReal(0, x); err != nil {
		return nil, err
	}
	if s.device.memory.RealBytes() == 8 {
		return []Tensor{NewTensor(memoryName, x, int64(len(x)))}, nil
	}
	return []Tensor{NewTensor(memoryName, toFloat32(x), int64(len(x)))}, nil
}

// readMemory checks the tensor and returns what writes it back.
func (s *Sim) readMemory(path string, tensors []Tensor) (func() error, error) {
	if s.stimuli.Memory == nil {
		return func() error { return nil }, nil
	}
	for _, t := range tensors {
		if t.Name != memoryName {
			continue
		}
		x, err := s.realTensor(t)
		if err != nil {
			return nil, fmt.Errorf("%s: memory of the stimuli: %w", path, err)
		}
		if len(x) != s.stimuli.Memory.Len() {
			return nil, fmt.Errorf("%s: %d words of stimulus memory, want %d", path, len(x), s.stimuli.Memory.Len())
		}
		return func() error { return s.stimuli.Memory.WriteReal(0, x) }, nil
	}
	return nil, fmt.Errorf("%s: the snapshot has no tensor %q", path, memoryName)
}
