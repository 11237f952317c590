package host

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
)

// ReadSpikes reads a file of WriteSpikes back into r.Spikes, and with it the
// network's name, DT and Duration.
func (r *Result) ReadSpikes(path string) error {
	return r.read(path, func(m npzMeta, a map[string]array) error {
		r.Spikes = nil
		for _, i := range m.Series {
			times, err := take[float64](a, i.Key+".times")
			if err != nil {
				return err
			}
			s := SpikeResult{Recorder: i.Recorder, Population: i.Population}
			if i.Partial {
				if s.Members, err = takeInts(a, i.Key+".recorded"); err != nil {
					return err
				}
			}
			if s.Neurons, err = take[uint32](a, i.Key+".senders"); err != nil {
				return err
			}
			if len(times) != len(s.Neurons) {
				return fmt.Errorf("%s: %d times for %d senders", i.Key, len(times), len(s.Neurons))
			}
			s.Steps = make([]uint32, len(times))
			for k, t := range times {
				step := math.Round(t / m.DTms)
				if !(step >= 0 && step <= math.MaxUint32) {
					return fmt.Errorf("%s.times[%d] is %g ms, not a step of %g ms", i.Key, k, t, m.DTms)
				}
				s.Steps[k] = uint32(step)
			}
			r.Spikes = append(r.Spikes, s)
		}
		return nil
	})
}

// ReadTraces reads a file of WriteTraces back into r.Traces.
func (r *Result) ReadTraces(path string) error {
	return r.read(path, func(m npzMeta, a map[string]array) error {
		r.Traces = nil
		for _, i := range m.Series {
			t := TraceResult{Recorder: i.Recorder, Population: i.Population, Variable: i.Variable, Unit: i.Unit}
			var err error
			if t.Neurons, err = takeInts(a, i.Key+".neurons"); err != nil {
				return err
			}
			if t.Times, err = take[float64](a, i.Key+".times"); err != nil {
				return err
			}
			if t.Values, err = take[float32](a, i.Key); err != nil {
				return err
			}
			if len(t.Values) != len(t.Times)*len(t.Neurons) {
				return fmt.Errorf("%s: %d values for %d times and %d neurons", i.Key, len(t.Values), len(t.Times), len(t.Neurons))
			}
			r.Traces = append(r.Traces, t)
		}
		return nil
	})
}

// read opens an npz file of ours, takes what its meta says into r and hands
// the rest to fill.
func (r *Result) read(path string, fill func(npzMeta, map[string]array) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, reason(err))
	}
	err = func() error {
		info, err := f.Stat()
		if err != nil {
			return err
		}
		arrays, err := readNPZ(f, info.Size())
		if err != nil {
			return err
		}
		text, err := take[uint8](arrays, metaArray)
		if err != nil {
			return err
		}
		var m npzMeta
		if err := json.Unmarshal(text, &m); err != nil {
			return fmt.Errorf("array %q: %w", metaArray, err)
		}
		if !(m.DTms > 0) {
			return fmt.Errorf("array %q: dt_ms is %g, must be positive", metaArray, m.DTms)
		}
		r.Network, r.DT, r.Duration = m.Network, m.DTms, m.DurationMS
		return fill(m, arrays)
	}()
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// take returns the values of an array, with an error when it is missing or of another type.
func take[T any](arrays map[string]array, name string) ([]T, error) {
	a, ok := arrays[name]
	if !ok {
		return nil, fmt.Errorf("array %q is missing", name)
	}
	v, ok := a.data.([]T)
	if !ok {
		return nil, fmt.Errorf("array %q holds %T, expected %T", name, a.data, v)
	}
	return v, nil
}

// takeInts is take for an int64 array of neuron numbers.
func takeInts(arrays map[string]array, name string) ([]int, error) {
	v, err := take[int64](arrays, name)
	if err != nil {
		return nil, err
	}
	out := make([]int, len(v))
	for i, x := range v {
		if x < 0 || x > math.MaxUint32 {
			return nil, fmt.Errorf("array %q: %d is not a neuron's number", name, x)
		}
		out[i] = int(x)
	}
	return out, nil
}
