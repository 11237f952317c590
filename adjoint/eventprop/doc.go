// Package eventprop computes exact gradients of spiking networks: spike times
// are located where they are, not on a grid, and the backward pass is the
// adjoint of the continuous system with its jumps (Wunderlich & Pehle 2021,
// Sci. Rep. 11:12829), extended to delays, refractoriness, bias currents,
// thresholds, resets, time constants and conductances.
//
// It takes the same model.Network as every other engine. Neurons must be leaky
// integrators (model.NeuronModel.Leaky), receptors linear ones (Linear); inputs
// are spike_source populations whose times each Sample gives. The time step of
// the network plays no part: a trial is cut into slices as long as the shortest
// delay of a recurrent connection, and networks without one run in one slice.
//
// The derivative is exact as long as no spike appears or disappears: there the
// loss itself jumps.
package eventprop
