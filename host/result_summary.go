package host

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
)

// Summary is the content of summary.json.
type Summary struct {
	Stats
	// DurationMS is the simulated time in ms.
	DurationMS  float64           `json:"duration_ms"`
	Interrupted bool              `json:"interrupted"`
	Populations []PopulationStats `json:"populations"`
	// Files are the results beside it.
	Files []string `json:"files"`
}

// The names of the result files in an output folder.
const (
	SpikesFile  = "spikes.npz"
	TracesFile  = "traces.npz"
	RatesFile   = "rates.npz"
	WeightsFile = "weights.npz"
	SummaryFile = "summary.json"
	RasterFile  = "raster.png"
	TracesPlot  = "traces.png"
	WeightsPlot = "weights.png"
	// CorrelationPlot is the matrix of correlations, such as functional connectivity.
	CorrelationPlot = "correlation.png"
)

// File is a file that a caller adds to the results.
type File struct {
	Name  string
	Write func(w io.Writer) error
}

// Write writes everything recorded into the folder dir, which must exist:
// spikes.npz and raster.png, traces.npz, traces.png, rates.npz, weights.npz and
// weights.png when recorded, and last summary.json, so that a folder that has one is complete.
// The files of an earlier run are removed first. The files of extra are written
// with the others and listed in the summary.
func (r *Result) Write(dir string, extra ...File) (Summary, error) {
	for _, name := range []string{SummaryFile, SpikesFile, TracesFile, RatesFile, WeightsFile, RasterFile, TracesPlot, WeightsPlot, CorrelationPlot} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return Summary{}, fmt.Errorf("remove the earlier %s: %w", filepath.Join(dir, name), reason(err))
		}
	}
	var files []string
	for _, f := range extra {
		if err := WriteFile(filepath.Join(dir, f.Name), f.Write); err != nil {
			return Summary{}, err
		}
		files = append(files, f.Name)
	}
	for _, f := range []struct {
		name  string
		write func(path string) error
		want  bool
	}{
		{SpikesFile, r.WriteSpikes, len(r.Spikes) > 0},
		{TracesFile, r.WriteTraces, len(r.Traces) > 0},
		{RatesFile, r.WriteRates, len(r.Rates) > 0},
		{WeightsFile, r.WriteWeights, len(r.Weights)+len(r.WeightHistograms) > 0},
	} {
		if !f.want {
			continue
		}
		if err := f.write(filepath.Join(dir, f.name)); err != nil {
			return Summary{}, err
		}
		files = append(files, f.name)
	}
	plots, err := r.WritePlots(dir)
	if err != nil {
		return Summary{}, err
	}
	s := Summary{
		Stats: r.Stats, DurationMS: r.Duration, Interrupted: r.Interrupted,
		Populations: r.PopulationStats(), Files: append(files, plots...),
	}
	return s, WriteFile(filepath.Join(dir, SummaryFile), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(s)
	})
}

// ReadSummary reads a summary.json.
func ReadSummary(path string) (Summary, error) {
	var s Summary
	text, err := os.ReadFile(path)
	if err != nil {
		return s, fmt.Errorf("read %s: %w", path, reason(err))
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return s, fmt.Errorf("read %s: %w", path, err)
	}
	return s, nil
}

// ReadResult reads a folder that Write has filled: its summary, spikes and
// traces. Rates are not read back.
func ReadResult(dir string) (*Result, error) {
	s, err := ReadSummary(filepath.Join(dir, SummaryFile))
	if err != nil {
		return nil, err
	}
	r := &Result{Network: s.Model, DT: s.DTms, Duration: s.DurationMS, Seed: s.Seed, Interrupted: s.Interrupted, Stats: s.Stats}
	for _, p := range s.Populations {
		if p.Size < 0 || p.Size > math.MaxUint32 {
			return nil, fmt.Errorf("read %s: population %q cannot have %d neurons", filepath.Join(dir, SummaryFile), p.Name, p.Size)
		}
		r.Populations = append(r.Populations, PopulationResult{Name: p.Name, Model: p.Model, Size: p.Size})
	}
	for _, f := range s.Files {
		switch f {
		case SpikesFile:
			err = r.ReadSpikes(filepath.Join(dir, f))
		case TracesFile:
			err = r.ReadTraces(filepath.Join(dir, f))
		case WeightsFile:
			err = r.ReadWeights(filepath.Join(dir, f))
		}
		if err != nil {
			return nil, err
		}
	}
	return r, nil
}

// WritePlots draws raster.png when spikes were recorded and traces.png when
// traces were, and returns the names of the files it made.
func (r *Result) WritePlots(dir string) ([]string, error) {
	var files []string
	_, correlated := r.correlated()
	for _, p := range []struct {
		name string
		draw func(w io.Writer) error
		want bool
	}{
		{RasterFile, r.PlotRaster, len(r.Spikes) > 0},
		{TracesPlot, r.PlotTraces, len(r.Traces) > 0},
		{WeightsPlot, r.PlotWeights, len(r.Weights)+len(r.WeightHistograms) > 0},
		{CorrelationPlot, r.PlotCorrelation, correlated},
	} {
		if !p.want {
			continue
		}
		if err := WriteFile(filepath.Join(dir, p.name), p.draw); err != nil {
			return files, err
		}
		files = append(files, p.name)
	}
	return files, nil
}
