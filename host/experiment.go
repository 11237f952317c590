package host

import (
	"errors"
	"fmt"
	"os"

	"github.com/galvani-sim/galvani/model"
)

// Experiment is a network and how it is run: what an experiment file holds.
type Experiment struct {
	// Name is short and used in messages and results; Title is one line for people.
	Name, Title string
	Network     *model.Network
	// Duration is the simulated time in ms.
	Duration float64
	// Device says where to run: "auto", "native", "native:2", "vulkan:0", "vulkan:NAME".
	Device string
	// Train says how the network learns; nil when it does not.
	Train *Training
	// Losses are the terms of the loss that Grad differentiates; nil when there is none.
	Losses []LossTerm
	Grad   *Grad
	// Fit says how the loss is made small; nil when it is not.
	Fit *Fit
}

// LoadExperiment reads an experiment file; see ParseExperiment for set and errors.
func LoadExperiment(path string, set map[string]float64) (*Experiment, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read experiment: %w", err)
	}
	return ParseExperiment(path, src, set)
}

// ParseExperiment reads the text of an experiment file; `galvani help
// experiment` (ExperimentReference) is the format. filename is used in
// messages only. set replaces constants of the file's [constants]; a name that
// is not there is an error. Every mistake found is reported, in an *ExperimentError.
func ParseExperiment(filename string, src []byte, set map[string]float64) (*Experiment, error) {
	root, err := readTree(src)
	if err != nil {
		lines := newLineIndex(string(src))
		var s *syntaxError
		if !errors.As(err, &s) {
			return nil, fmt.Errorf("%s: %w", filename, err)
		}
		line, column := lines.position(s.at)
		return nil, reportProblems(filename, []Problem{{line, column, s.msg}})
	}
	d := &decoder{file: filename, root: root, origins: map[string]origin{}}
	e := d.experiment(set)
	d.validate(e.Network)
	if len(d.problems) > 0 {
		return nil, d.report(newLineIndex(string(src)))
	}
	return e, nil
}
