// Package optim changes parameters along their gradients: optimisers with
// their state, learning-rate schedules, clipping and constraints.
//
// An Optimiser keeps one state for each named parameter, so that parameters may
// come and go between steps; State and SetState make a training resumable to
// the bit. All arithmetic is float64 and in a fixed order.
package optim
