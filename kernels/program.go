package kernels

import (
	"context"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

// Program is the list of operations of one step, for one of the batches that
// may be in flight: the arrays that a batch fills are its own.
type Program struct {
	Name    string
	Ops     []Op
	Control *buffers.Array
	Layout  Control
	// Apart says that on the CPU every thread works on data of its own through
	// all operations and steps, so that none needs to wait for another.
	Apart bool
}

// Executor runs programs on one device.
type Executor interface {
	// Load compiles a user's own neuron model, so that programs that use it can be
	// prepared. What it was compiled into is kept on disk for the next time.
	Load(ctx context.Context, m *model.NeuronModel) error
	// Prepare makes what Start needs for a whole batch: pipelines, command buffers.
	Prepare(p *Program) error
	// Start runs the program for steps steps, from step base of the network on.
	// It may return before they are done.
	Start(p *Program, base uint32, steps int) (Pending, error)
	// Seconds returns the time spent in each operation since the executor was
	// made, by label, when it was made to measure; else nil.
	Seconds() map[string]float64
	// Close gives back what the executor holds, not the arrays.
	Close()
}

// Pending is a batch under way.
type Pending interface {
	// Wait returns when the batch is done, with what it reports.
	Wait(ctx context.Context) (Outcome, error)
}
