package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/galvani-sim/galvani/host"
)

// plotCommand is `galvani plot`.
type plotCommand struct {
	Dir string `arg:"" help:"A folder that galvani run has written."`
}

// Run draws raster.png and traces.png of the folder again.
func (c *plotCommand) Run(env *environment) error {
	r, err := host.ReadResult(c.Dir)
	if err != nil {
		return err
	}
	files, err := r.WritePlots(c.Dir)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.New(c.Dir + " holds neither spikes nor traces: nothing to plot")
	}
	for _, f := range files {
		if _, err := fmt.Fprintln(env.stdout, filepath.Join(c.Dir, f)); err != nil {
			return err
		}
	}
	return nil
}
