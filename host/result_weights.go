package host

import "fmt"

// The two kinds of series in weights.npz, as the meta's variable says.
const (
	weightSeries    = "weights"
	histogramSeries = "weight_histogram"
)

// WriteWeights writes weights.npz: for each recorded projection
// `<projection>.weights` (float32, one row for each time, one column for each
// synapse), with `.times` (float64, ms), `.sources` and `.targets` (uint32, the
// neurons of each synapse) after the same name; and `<projection>.weight_histogram`
// (uint32, one row for each time, one column for each bin), with `.times`,
// `.edges` (float64, one more than bins), `.mean` and `.std` (float64). Where two
// recorders watch one projection the recorder's name precedes it.
func (r *Result) WriteWeights(path string) error {
	m := r.meta()
	for _, w := range r.Weights {
		m.Series = append(m.Series, npzItem{Recorder: w.Recorder, Population: w.Projection, Variable: weightSeries, Unit: w.Unit})
	}
	for _, h := range r.WeightHistograms {
		m.Series = append(m.Series, npzItem{Recorder: h.Recorder, Population: h.Projection, Variable: histogramSeries, Unit: h.Unit})
	}
	m.keys()
	arrays := []array{}
	for k, w := range r.Weights {
		key := m.Series[k].Key
		arrays = append(arrays,
			array{key, []int{len(w.Times), len(w.Sources)}, w.Values},
			array{key + ".times", []int{len(w.Times)}, w.Times},
			array{key + ".sources", []int{len(w.Sources)}, w.Sources},
			array{key + ".targets", []int{len(w.Targets)}, w.Targets})
	}
	for k, h := range r.WeightHistograms {
		key := m.Series[len(r.Weights)+k].Key
		arrays = append(arrays,
			array{key, []int{len(h.Times), len(h.Edges) - 1}, h.Counts},
			array{key + ".times", []int{len(h.Times)}, h.Times},
			array{key + ".edges", []int{len(h.Edges)}, h.Edges},
			array{key + ".mean", []int{len(h.Mean)}, h.Mean},
			array{key + ".std", []int{len(h.Std)}, h.Std})
	}
	return m.write(path, arrays)
}

// ReadWeights reads a file of WriteWeights back into r.Weights and r.WeightHistograms.
func (r *Result) ReadWeights(path string) error {
	return r.read(path, func(m npzMeta, a map[string]array) error {
		r.Weights, r.WeightHistograms = nil, nil
		for _, i := range m.Series {
			var err error
			if i.Variable == histogramSeries {
				err = r.readHistogram(i, a)
			} else {
				err = r.readWeights(i, a)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *Result) readWeights(i npzItem, a map[string]array) (err error) {
	w := WeightResult{Recorder: i.Recorder, Projection: i.Population, Unit: i.Unit}
	if w.Values, err = take[float32](a, i.Key); err != nil {
		return err
	}
	if w.Times, err = take[float64](a, i.Key+".times"); err != nil {
		return err
	}
	if w.Sources, err = take[uint32](a, i.Key+".sources"); err != nil {
		return err
	}
	if w.Targets, err = take[uint32](a, i.Key+".targets"); err != nil {
		return err
	}
	if len(w.Targets) != len(w.Sources) || len(w.Values) != len(w.Times)*len(w.Sources) {
		return fmt.Errorf("%s: %d weights for %d times, %d sources and %d targets", i.Key, len(w.Values), len(w.Times), len(w.Sources), len(w.Targets))
	}
	r.Weights = append(r.Weights, w)
	return nil
}

func (r *Result) readHistogram(i npzItem, a map[string]array) (err error) {
	h := WeightHistogram{Recorder: i.Recorder, Projection: i.Population, Unit: i.Unit}
	if h.Counts, err = take[uint32](a, i.Key); err != nil {
		return err
	}
	for suffix, into := range map[string]*[]float64{".times": &h.Times, ".edges": &h.Edges, ".mean": &h.Mean, ".std": &h.Std} {
		if *into, err = take[float64](a, i.Key+suffix); err != nil {
			return err
		}
	}
	if len(h.Edges) < 2 || len(h.Counts) != len(h.Times)*(len(h.Edges)-1) || len(h.Mean) != len(h.Times) || len(h.Std) != len(h.Times) {
		return fmt.Errorf("%s: %d counts for %d times and %d edges", i.Key, len(h.Counts), len(h.Times), len(h.Edges))
	}
	r.WeightHistograms = append(r.WeightHistograms, h)
	return nil
}
