// control.glsl: the control block of a batch of steps, common subset of GLSL and C++.
//
// One array of words per batch (Go mirror: kernels.Control):
//   base       step of the network at which the batch starts
//   completed  steps of the batch that are done; the host checks it
//   status     one bit for each kind of failure; the host turns it into an error
//   info       0, or FAILED_AT of a neuron that is no longer finite: of the first
//              one, since the largest value stays
//   offset[k]  spikes in the list before step k of the batch, k = 0..capacity
//   count[k]   spikes of step k

#ifndef GV_CONTROL
#define GV_CONTROL

#define CONTROL_BASE 0u
#define CONTROL_COMPLETED 1u
#define CONTROL_STATUS 2u
#define CONTROL_INFO 3u
#define CONTROL_OFFSET 8u

// The spike list is full.
#define STATUS_SPIKES_LOST 2u

#define FAILED_AT(source) (0xffffffffu - (source))
// Membrane potentials beyond this (mV), and what is not a number, are a numerical failure.
#define V_LIMIT 1e9

#endif
