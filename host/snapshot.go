package host

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// snapshotFormat is the version of the layout of snapshot files.
const snapshotFormat = "galvani-snapshot-1"

// Save writes the complete state to a safetensors file: every neuron, receptor
// and stimulus, presynaptic dynamics, the spikes under way, and the time. A Sim of the same network
// that loads it, here or in another process or on another device of the same
// precision, goes on bit for bit as this one would. What recorders hold is not
// part of it. The file appears whole or not at all.
func (s *Sim) Save(path string) error {
	if err := s.usable("save"); err != nil {
		return err
	}
	meta := map[string]string{
		"format":  snapshotFormat,
		"network": s.plan.Network.Name,
		"digest":  s.digest(),
		"step":    strconv.Itoa(s.step),
		"dt_ms":   strconv.FormatFloat(s.plan.Network.DT, 'g', -1, 64),
	}
	var tensors []Tensor
	for i := range s.groups {
		g := &s.groups[i]
		if g.Model.Host {
			continue
		}
		state := make([]float64, g.arrays.State.Len())
		if err := g.arrays.State.ReadReal(0, state); err != nil {
			return fmt.Errorf("save %s: %w", path, err)
		}
		state = g.arrays.Layout.Gather(state)[:g.Words*g.Size]
		shape := []int64{int64(g.Words), int64(g.Size)}
		tensors = append(tensors, s.realsTensor(stateName(i), state, shape...))
	}
	ring := make([]int32, s.ring.Array.Len())
	if err := s.ring.Array.ReadI32(0, ring); err != nil {
		return fmt.Errorf("save %s: %w", path, err)
	}
	plastic, err := s.plasticTensors()
	if err != nil {
		return fmt.Errorf("save %s: %w", path, err)
	}
	tensors = append(tensors, plastic...)
	memory, err := s.memoryTensors()
	if err != nil {
		return fmt.Errorf("save %s: %w", path, err)
	}
	tensors = append(tensors, memory...)
	past, err := s.historyTensors()
	if err != nil {
		return fmt.Errorf("save %s: %w", path, err)
	}
	tensors = append(tensors, past...)
	tensors = append(tensors, NewTensor("ring", ring, int64(s.ring.Slots), int64(s.ring.Ports)))
	dynamics, err := s.saveDynamics()
	if err != nil {
		return fmt.Errorf("save %s: %w", path, err)
	}
	return WriteSafetensors(path, meta, append(tensors, dynamics...))
}

// Load restores a state that Save wrote. The network must be the same in
// everything but its recorders. Nothing is changed when an error is returned.
func (s *Sim) Load(path string) error {
	if err := s.usable("load"); err != nil {
		return err
	}
	meta, tensors, err := ReadSafetensors(path)
	if err != nil {
		return err
	}
	if meta["format"] != snapshotFormat {
		return fmt.Errorf("%s: not a snapshot of a simulation (format %q, want %q)", path, meta["format"], snapshotFormat)
	}
	if meta["digest"] != s.digest() {
		return fmt.Errorf("%s: a snapshot of another network (%q): populations, parameters, projections, stimuli, dt and seed must be the same", path, meta["network"])
	}
	step, err := strconv.Atoi(meta["step"])
	if err != nil || step < 0 || step > math.MaxUint32-maxBatch {
		return fmt.Errorf("%s: step %q is not a step number", path, meta["step"])
	}
	states, ring, dynamics, err := s.readTensors(path, tensors)
	if err != nil {
		return err
	}
	past, err := s.readHistory(path, tensors)
	if err != nil {
		return err
	}
	restore, err := s.readPlastic(path, tensors)
	if err != nil {
		return err
	}
	remember, err := s.readMemory(path, tensors)
	if err != nil {
		return err
	}
	if err := remember(); err != nil {
		return fmt.Errorf("load %s: %w", path, err)
	}
	if err := restore(); err != nil {
		return fmt.Errorf("load %s: %w", path, err)
	}
	for i := range s.groups {
		if states[i] == nil {
			continue
		}
		g := &s.groups[i]
		if err := g.arrays.State.WriteReal(0, g.arrays.Layout.Scatter(states[i])); err != nil {
			return fmt.Errorf("load %s: %w", path, err)
		}
	}
	if err := s.ring.Array.WriteI32(0, ring); err != nil {
		return fmt.Errorf("load %s: %w", path, err)
	}
	if past != nil {
		if err := s.couplings.history.Array.WriteReal(0, past); err != nil {
			return fmt.Errorf("load %s: %w", path, err)
		}
	}
	if err := s.loadDynamics(dynamics); err != nil {
		return fmt.Errorf("load %s: %w", path, err)
	}
	s.step, s.start = step, step
	for _, r := range s.recorders {
		r.reset()
	}
	clear(s.counts)
	s.stats.Spikes, s.stats.Events, s.stats.Steps = 0, 0, 0
	s.stats.SimWallS, s.stats.SimCPUS = 0, 0
	return nil
}

// readTensors checks and returns the states of the groups, the ring and the presynaptic dynamics.
func (s *Sim) readTensors(path string, tensors []Tensor) (states [][]float64, ring []int32, dynamics []savedDynamics, err error) {
	byName := map[string]Tensor{}
	for _, t := range tensors {
		byName[t.Name] = t
	}
	states = make([][]float64, len(s.groups))
	for i := range s.groups {
		g := &s.groups[i]
		if g.Model.Host {
			continue
		}
		if states[i], err = s.realTensor(byName[stateName(i)]); err != nil {
			return nil, nil, nil, fmt.Errorf("%s: state of the %s neurons: %w", path, g.Model.Name, err)
		}
		if len(states[i]) != g.Words*g.Size {
			return nil, nil, nil, fmt.Errorf("%s: %d words of state for %d %s neurons, want %d", path, len(states[i]), g.Size, g.Model.Name, g.Words*g.Size)
		}
	}
	if ring, err = TensorValues[int32](byName["ring"]); err != nil {
		return nil, nil, nil, fmt.Errorf("%s: delay ring: %w", path, err)
	}
	if len(ring) != s.ring.Array.Len() {
		return nil, nil, nil, fmt.Errorf("%s: %d words of delay ring, want %d", path, len(ring), s.ring.Array.Len())
	}
	dynamics, err = s.readDynamics(path, byName)
	return states, ring, dynamics, err
}

// realsTensor makes a tensor of the device's own precision.
func (s *Sim) realsTensor(name string, x []float64, shape ...int64) Tensor {
	if s.device.memory.RealBytes() == 8 {
		return NewTensor(name, x, shape...)
	}
	return NewTensor(name, toFloat32(x), shape...)
}

// realTensor returns real numbers of the device's own precision: another would not go on bit for bit.
func (s *Sim) realTensor(t Tensor) ([]float64, error) {
	if s.device.memory.RealBytes() == 8 {
		return TensorValues[float64](t)
	}
	x, err := TensorValues[float32](t)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out, nil
}

func (s *Sim) usable(what string) error {
	if s.closed {
		return fmt.Errorf("%s %q: %w", what, s.plan.Network.Name, ErrClosed)
	}
	return s.failed
}

// digest identifies everything that decides how the network goes on: the whole
// description but the recorders.
func (s *Sim) digest() string {
	net := *s.plan.Network
	net.Recorders = nil
	net.Populations = slices.Clone(net.Populations)
	for i, p := range net.Populations {
		if p.Own != nil { // what the model does counts, not where its file stands
			own := *p
			own.Model = "own " + p.Own.File.Digest()
			net.Populations[i] = &own
		}
	}
	b, err := json.Marshal(net)
	if err != nil {
		return err.Error() // a description that was validated has only finite numbers
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

func stateName(group int) string { return fmt.Sprintf("state.%d", group) }

func toFloat32(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

// reset forgets what was recorded.
func (r *recorder) reset() {
	r.spikes.Steps, r.spikes.Neurons, r.counts = nil, nil, nil
	r.weights.Times, r.weights.Values = nil, nil
	r.histogram.clear()
	for v := range r.traces {
		r.traces[v].Times, r.traces[v].Values = nil, nil
	}
}
