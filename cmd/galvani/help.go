package main

import (
	"fmt"
	"io"

	"github.com/galvani-sim/galvani/host"
)

// helpCommand is `galvani help`.
type helpCommand struct {
	Topic string `arg:"" optional:"" help:"A command, \"experiment\" for the reference of experiment files, or \"model\" for the files of neuron models of your own."`
}

// Run prints one of the references, or the help of a command.
func (c *helpCommand) Run(env *environment) error {
	switch c.Topic {
	case "experiment":
		_, err := io.WriteString(env.stdout, host.ExperimentReference())
		return err
	case "model":
		_, err := io.WriteString(env.stdout, host.ModelReference())
		return err
	case "":
		execute(env, []string{"--help"})
		return nil
	}
	if code := execute(&environment{ctx: env.ctx, stdout: env.stdout, stderr: io.Discard}, []string{c.Topic, "--help"}); code != exitOK {
		return usageError{fmt.Errorf("there is no help on %q; topics are the commands, \"experiment\" and \"model\"", c.Topic)}
	}
	return nil
}
