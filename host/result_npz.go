package host

import (
	"encoding/json"
	"fmt"
	"io"
)

// metaArray is the array of every npz file of ours that holds a JSON text
// (UTF-8 bytes) with what the arrays' names cannot say.
const metaArray = "meta"

// npzMeta is the JSON in metaArray: one entry for each recorded series, with
// the prefix of its arrays' names.
type npzMeta struct {
	Network    string    `json:"network"`
	DTms       float64   `json:"dt_ms"`
	DurationMS float64   `json:"duration_ms"`
	Series     []npzItem `json:"series"`
}

// npzItem describes one series. Partial is true for spikes of a part of the population.
type npzItem struct {
	Key        string `json:"key"`
	Recorder   string `json:"recorder"`
	Population string `json:"population"`
	Partial    bool   `json:"partial,omitempty"`
	Variable   string `json:"variable,omitempty"`
	Unit       string `json:"unit,omitempty"`
}

// keys gives each item the shortest name that is its own: the population (and
// variable), preceded by the recorder where two recorders watch the same.
func (m *npzMeta) keys() {
	count := map[string]int{}
	short := func(i npzItem) string {
		if i.Variable == "" {
			return i.Population
		}
		return i.Population + "." + i.Variable
	}
	for _, i := range m.Series {
		count[short(i)]++
	}
	for k, i := range m.Series {
		m.Series[k].Key = short(i)
		if count[short(i)] > 1 {
			m.Series[k].Key = i.Recorder + "." + short(i)
		}
	}
}

// WriteSpikes writes spikes.npz: for each recorded population `<population>.times`
// (float64, ms, ascending) and `<population>.senders` (uint32, the neuron's
// number in its population), and `<population>.recorded` (int64, the neurons
// recorded) when that was not the whole population. Where two recorders watch one population the
// recorder's name precedes the population's.
func (r *Result) WriteSpikes(path string) error {
	m := r.meta()
	for _, s := range r.Spikes {
		m.Series = append(m.Series, npzItem{Recorder: s.Recorder, Population: s.Population, Partial: s.Members != nil})
	}
	m.keys()
	arrays := []array{}
	for k, s := range r.Spikes {
		times := make([]float64, len(s.Steps))
		for i, step := range s.Steps {
			times[i] = float64(step) * r.DT
		}
		key := m.Series[k].Key
		arrays = append(arrays,
			array{key + ".times", []int{len(times)}, times},
			array{key + ".senders", []int{len(s.Neurons)}, s.Neurons})
		if s.Members != nil {
			arrays = append(arrays, array{key + ".recorded", []int{len(s.Members)}, toInt64(s.Members)})
		}
	}
	return m.write(path, arrays)
}

// WriteTraces writes traces.npz: for each recorded variable
// `<population>.<variable>` (float32, one row for each time, one column for
// each neuron), with `.times` (float64, ms) and `.neurons` (int64) after the same name.
func (r *Result) WriteTraces(path string) error {
	m := r.meta()
	for _, t := range r.Traces {
		m.Series = append(m.Series, npzItem{Recorder: t.Recorder, Population: t.Population, Variable: t.Variable, Unit: t.Unit})
	}
	m.keys()
	arrays := []array{}
	for k, t := range r.Traces {
		key := m.Series[k].Key
		arrays = append(arrays,
			array{key, []int{len(t.Times), len(t.Neurons)}, t.Values},
			array{key + ".times", []int{len(t.Times)}, t.Times},
			array{key + ".neurons", []int{len(t.Neurons)}, toInt64(t.Neurons)})
	}
	return m.write(path, arrays)
}

// WriteRates writes rates.npz: for each recorded population
// `<population>.rate` (float64, Hz) and `<population>.times` (float64, ms, the bins' ends).
func (r *Result) WriteRates(path string) error {
	m := r.meta()
	for _, s := range r.Rates {
		m.Series = append(m.Series, npzItem{Recorder: s.Recorder, Population: s.Population})
	}
	m.keys()
	arrays := []array{}
	for k, s := range r.Rates {
		key := m.Series[k].Key
		arrays = append(arrays,
			array{key + ".times", []int{len(s.Times)}, s.Times},
			array{key + ".rate", []int{len(s.Rate)}, s.Rate})
	}
	return m.write(path, arrays)
}

func (r *Result) meta() npzMeta {
	return npzMeta{Network: r.Network, DTms: r.DT, DurationMS: r.Duration, Series: []npzItem{}}
}

func (m npzMeta) write(path string, arrays []array) error {
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	arrays = append([]array{{metaArray, []int{len(text)}, text}}, arrays...)
	return WriteFile(path, func(w io.Writer) error { return writeNPZ(w, arrays) })
}

func toInt64(xs []int) []int64 {
	out := make([]int64, len(xs))
	for i, x := range xs {
		out[i] = int64(x)
	}
	return out
}
