package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/galvani-sim/galvani/host"
)

// The exit codes of the program.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130 // 128 + SIGINT, as shells expect
)

// commands is the command line: one field for each command.
type commands struct {
	Run       runCommand       `cmd:"" help:"Simulate a built-in network or an experiment file and keep what it recorded."`
	Train     trainCommand     `cmd:"" help:"Train a network on a task."`
	Grad      gradCommand      `cmd:"" help:"Evaluate the loss of an experiment and its derivatives."`
	Fit       fitCommand       `cmd:"" help:"Fit parameters of a network to what it should do."`
	Gradcheck gradcheckCommand `cmd:"" help:"Compare adjoint derivatives with tangents and finite differences."`
	Check     checkCommand     `cmd:"" help:"Report the mistakes of a file, without running it."`
	Bench     benchCommand     `cmd:"" help:"Measure how fast a network runs."`
	Networks  networksCommand  `cmd:"" help:"List the built-in networks, tasks and fits."`
	Devices   devicesCommand   `cmd:"" help:"List the devices networks can run on."`
	Models    modelsCommand    `cmd:"" help:"List the models of every kind, or describe one."`
	Docs      docsCommand      `cmd:"" help:"Write a page for every model, and the references, as Markdown."`
	Plot      plotCommand      `cmd:"" help:"Draw the plots of an output folder again."`
	Help      helpCommand      `cmd:"" help:"Explain a command, or experiment files."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

// environment is what commands need of the outside world, so that tests can
// give them another one.
type environment struct {
	ctx            context.Context
	stdout, stderr io.Writer
	backend        backend
}

// run parses and executes one command line and returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Once the first Ctrl-C is being obeyed, a second one ends the program at once.
	context.AfterFunc(ctx, stop)
	return execute(&environment{ctx: ctx, stdout: stdout, stderr: stderr, backend: hostBackend()}, args)
}

// execute is run in a given environment.
func execute(env *environment, args []string) int {
	var cmd commands
	done := false // kong has answered by itself: --help
	parser, err := kong.New(&cmd,
		kong.Name("galvani"),
		kong.Description(description),
		kong.Vars{"builtins": strings.Join(host.Builtins(), ", "), "tasks": strings.Join(host.Tasks(), ", "), "fits": strings.Join(host.Fits(), ", ")},
		kong.Writers(env.stdout, env.stderr),
		kong.Exit(func(int) { done = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return fail(env, exitFailed, err)
	}
	switch {
	case len(args) == 0:
		args = []string{"--help"}
	case args[0] == "--version":
		args = []string{"version"}
	}
	parsed, err := parser.Parse(args)
	switch {
	case done:
		return exitOK
	case err != nil && forgotCommand(args[0]) != "":
		return fail(env, exitUsage, fmt.Errorf("there is no command %q (did you mean galvani %s %[1]s?)", args[0], forgotCommand(args[0])))
	case err != nil:
		return fail(env, exitUsage, fmt.Errorf("%w (see galvani %s--help)", err, commandOf(err)))
	}
	parsed.Bind(env)
	return exitCode(env, parsed.Run())
}

// description is what the program says of itself before it lists its commands.
const description = `Galvani simulates networks of spiking neurons on Vulkan devices and CPUs.

Begin with "galvani run coba-lif". "galvani networks" lists what else is built in, "galvani help experiment" says how to
describe a network, "galvani models" what it can be made of.`

// forgotCommand returns the command that the first argument belongs to when it is
// a network, task or fit where a command was expected, else "".
func forgotCommand(arg string) string {
	switch {
	case strings.HasSuffix(arg, ".toml"), slices.Contains(host.Builtins(), arg):
		return "run"
	case slices.Contains(host.Tasks(), arg):
		return "train"
	case slices.Contains(host.Fits(), arg):
		return "fit"
	}
	return ""
}

// commandOf returns the command that a parse error belongs to, with a space
// behind it, "" when none was recognised.
func commandOf(err error) string {
	var pe *kong.ParseError
	if errors.As(err, &pe) && pe.Context != nil && pe.Context.Selected() != nil {
		return pe.Context.Selected().Name + " "
	}
	return ""
}

// errInterrupted ends a command after Ctrl-C; what was recorded has been written.
var errInterrupted = errors.New("interrupted")

// usageError is a mistake on the command line that kong cannot see.
type usageError struct{ error }

// exitCode reports an error and returns the code to exit with.
func exitCode(env *environment, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		return fail(env, exitUsage, err)
	case errors.Is(err, errInterrupted):
		return fail(env, exitInterrupted, err)
	case errors.Is(err, context.Canceled):
		return fail(env, exitInterrupted, errors.New("interrupted; nothing was written"))
	}
	return fail(env, exitFailed, err)
}

// fail prints the error line and returns code.
func fail(env *environment, code int, err error) int {
	fmt.Fprintf(env.stderr, "galvani: %v\n", err)
	return code
}
