package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/galvani-sim/galvani/host"
)

// trainCommand is `galvani train`.
type trainCommand struct {
	Name     string             `arg:"" help:"A built-in task (${tasks}) or an experiment file (.toml) with a [train] table."`
	Method   string             `placeholder:"METHOD" help:"Gradients, instead of the experiment's: eventprop, surrogate, eprop or force."`
	Epochs   *int               `placeholder:"N" help:"Passes through the data, instead of the experiment's."`
	Examples *int               `placeholder:"N" help:"Training examples of an epoch, instead of the experiment's."`
	Seed     *uint64            `placeholder:"N" help:"Seed of weights, order and drawn data, instead of the experiment's."`
	Set      map[string]float64 `placeholder:"NAME=X" help:"Replace a constant of the experiment; may be repeated."`
	Data     string             `placeholder:"DIR" help:"Folder of the data set's files, instead of the experiment's."`
	Device   string             `placeholder:"DEVICE" env:"GALVANI_DEVICE" help:"Where to run, as for galvani run."`
	Out      string             `placeholder:"DIR" help:"Output folder (default: out/NAME)."`
	Resume   bool               `help:"Go on from the checkpoint in the output folder."`
	JSON     bool               `name:"json" help:"Print one line of JSON for each epoch and one for the test."`
}

// checkpointFile holds weights, the optimiser's memory and the history.
const checkpointFile = "checkpoint.safetensors"

// Run trains, keeping a checkpoint after every epoch, and tests at the end.
func (c *trainCommand) Run(env *environment) error {
	e, err := c.load()
	if err != nil {
		return err
	}
	out := c.Out
	if out == "" {
		out = filepath.Join("out", folderName(e.Name))
	}
	t, err := host.NewTrainer(env.ctx, e, host.Options{Device: c.Device})
	if err != nil {
		return err
	}
	defer t.Close()
	if err := c.prepare(t, out); err != nil {
		return err
	}
	failed := t.Run(env.ctx, func(r host.EpochReport) error {
		if err := c.report(env, t, r); err != nil {
			return err
		}
		return t.Save(filepath.Join(out, checkpointFile))
	})
	if len(t.History) > 0 {
		if err := host.WriteFile(filepath.Join(out, "training.png"), t.PlotHistory); err != nil {
			return errors.Join(failed, err)
		}
	}
	if failed != nil {
		if env.ctx.Err() != nil {
			return fmt.Errorf("%w after %d of %d epochs; go on with --resume --out %s", errInterrupted, len(t.History), e.Train.Epochs, out)
		}
		return failed
	}
	result, err := t.Test(env.ctx)
	if err != nil {
		return err
	}
	if len(t.LastOutput().Times) > 0 {
		if err := host.WriteFile(filepath.Join(out, "output.png"), t.PlotOutput); err != nil {
			return err
		}
	}
	if c.JSON {
		return json.NewEncoder(env.stdout).Encode(struct {
			Test host.Score `json:"test"`
		}{result})
	}
	_, err = fmt.Fprintf(env.stdout, "test                %s\nwritten             %s\n", score(t, result), out)
	return err
}

// prepare makes the output folder, or takes up the training that is in it.
func (c *trainCommand) prepare(t *host.Trainer, out string) error {
	if !c.Resume {
		return host.PrepareFolder(out)
	}
	path := filepath.Join(out, checkpointFile)
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("--resume: there is no checkpoint: %w", err)
	}
	return t.Resume(path)
}

// load reads the experiment and applies the changes of the command line.
func (c *trainCommand) load() (*host.Experiment, error) {
	n := network{Name: c.Name, Seed: c.Seed, Set: c.Set, Device: c.Device}
	e, err := n.load()
	if err != nil {
		return nil, err
	}
	if e.Train == nil {
		return nil, fmt.Errorf("experiment %q has no [train] table: it cannot be trained; galvani help experiment shows one", e.Name)
	}
	for _, x := range []struct {
		flag string
		from *int
		to   *int
		low  int
	}{{"epochs", c.Epochs, &e.Train.Epochs, 1}, {"examples", c.Examples, &e.Train.Examples, 0}} {
		if x.from == nil {
			continue
		}
		if *x.from < x.low {
			return nil, usageError{fmt.Errorf("--%s: %d is not possible, it must be at least %d", x.flag, *x.from, x.low)}
		}
		*x.to = *x.from
	}
	switch c.Method {
	case "":
	case "eventprop", "surrogate", "eprop", "force":
		e.Train.Method = c.Method
	default:
		return nil, usageError{fmt.Errorf("--method: there is no method %q, only eventprop, surrogate, eprop and force", c.Method)}
	}
	if c.Data != "" {
		e.Train.Folder = c.Data
	}
	return e, nil
}

// report prints an epoch.
func (c *trainCommand) report(env *environment, t *host.Trainer, r host.EpochReport) error {
	if c.JSON {
		return json.NewEncoder(env.stdout).Encode(r)
	}
	valid := ""
	if r.Valid != nil {
		valid = ", valid " + score(t, *r.Valid)
	}
	_, err := fmt.Fprintf(env.stdout, "epoch %3d           %s%s (%.1f s)\n", r.Epoch, score(t, r.Train), valid, r.Seconds)
	return err
}

// score prints a loss, and an accuracy where examples have classes.
func score(t *host.Trainer, s host.Score) string {
	if !t.Classifies() {
		return fmt.Sprintf("loss %.5f", s.Loss)
	}
	return fmt.Sprintf("loss %.4f, accuracy %.2f %%", s.Loss, 100*s.Accuracy)
}
