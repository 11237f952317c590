package host

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/galvani-sim/galvani/model"
)

// Weights returns what has been learnt by name, "PROJECTION.weight" among others.
func (t *Trainer) Weights() map[string][]float64 { return t.values() }

func (t *Trainer) values() map[string][]float64 {
	out := map[string][]float64{}
	for _, p := range t.learner.parameters() {
		out[p.Name] = slices.Clone(p.Values)
	}
	return out
}

// restore puts parameters and the optimiser's memory back.
func (t *Trainer) restore(values, memory map[string][]float64) error {
	for _, p := range t.learner.parameters() {
		v, ok := values[p.Name]
		if !ok || len(v) != len(p.Values) {
			return fmt.Errorf("parameter %s: %d values for %d", p.Name, len(v), len(p.Values))
		}
		copy(p.Values, v)
	}
	if online, ok := t.learner.(onlineLearner); ok {
		if err := online.setMemory(memory); err != nil {
			return err
		}
	} else if err := t.optimiser.SetState(memory); err != nil {
		return err
	}
	if l, ok := t.learner.(interface{ restored() }); ok {
		l.restored()
	}
	return t.learner.changed()
}

// memory is what learning remembers besides the parameters.
func (t *Trainer) memory() (map[string][]float64, error) {
	if online, ok := t.learner.(onlineLearner); ok {
		return online.memory()
	}
	return t.optimiser.State(), nil
}

// The names of a checkpoint's tensors and metadata.
const (
	memoryPrefix = "optimiser/"
	historyKey   = "history"
	trainKey     = "training"
)

// Save writes a checkpoint in the safetensors format: the parameters by name,
// the optimiser's memory and the history. A training that is resumed from it
// goes on as if it had not stopped, to the bit.
func (t *Trainer) Save(path string) error {
	history, err := json.Marshal(t.History)
	if err != nil {
		return fmt.Errorf("save training %q: %w", t.exp.Name, err)
	}
	identity, err := t.identity()
	if err != nil {
		return fmt.Errorf("save training %q: %w", t.exp.Name, err)
	}
	var tensors []Tensor
	for name, v := range t.values() {
		tensors = append(tensors, NewTensor(name, v))
	}
	memory, err := t.memory()
	if err != nil {
		return fmt.Errorf("save training %q: %w", t.exp.Name, err)
	}
	for name, v := range memory {
		tensors = append(tensors, NewTensor(memoryPrefix+name, v))
	}
	sort.Slice(tensors, func(i, j int) bool { return tensors[i].Name < tensors[j].Name })
	meta := map[string]string{historyKey: string(history), trainKey: identity}
	if err := WriteSafetensors(path, meta, tensors); err != nil {
		return fmt.Errorf("save training %q: %w", t.exp.Name, err)
	}
	return nil
}

// Resume takes up a training where Save left it; the experiment must be the
// same but for the number of epochs.
func (t *Trainer) Resume(path string) error {
	meta, tensors, err := ReadSafetensors(path)
	if err != nil {
		return fmt.Errorf("resume training %q: %w", t.exp.Name, err)
	}
	identity, err := t.identity()
	if err != nil {
		return fmt.Errorf("resume training %q: %w", t.exp.Name, err)
	}
	if meta[trainKey] != identity {
		return fmt.Errorf("resume training %q: %s was made by another experiment: network, parameters, seed, method and settings must be the same, only epochs may differ", t.exp.Name, path)
	}
	values, memory := map[string][]float64{}, map[string][]float64{}
	for _, x := range tensors {
		v, err := TensorValues[float64](x)
		if err != nil {
			return fmt.Errorf("resume training %q: %w", t.exp.Name, err)
		}
		if name, ok := strings.CutPrefix(x.Name, memoryPrefix); ok {
			memory[name] = v
		} else {
			values[x.Name] = v
		}
	}
	var history []EpochReport
	if err := json.Unmarshal([]byte(meta[historyKey]), &history); err != nil {
		return fmt.Errorf("resume training %q: %s: the history cannot be read: %w", t.exp.Name, path, err)
	}
	if err := t.restore(values, memory); err != nil {
		return fmt.Errorf("resume training %q: %s: %w", t.exp.Name, path, err)
	}
	t.History = history
	return nil
}

// identity is a hash of everything that a checkpoint depends on: the resolved
// experiment, without epochs, the folder of the data and the device.
func (t *Trainer) identity() (string, error) {
	e, tr := *t.exp, *t.exp.Train
	tr.Epochs, tr.Folder = 0, ""
	e.Train, e.Device = &tr, ""
	h := sha256.New()
	err := e.writeTOML(h, func(f *model.File) (string, error) {
		return fmt.Sprintf("%x", sha256.Sum256(f.Text)), nil // wherever it lies
	})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}
