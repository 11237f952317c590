// control.glsl: the control block of a batch of steps, common subset of GLSL and C++.
//
// One array of words per batch (Go mirror: kernels.Control):
//   base       step of the network at which the batch starts
//   completed  steps of the batch that are done; the host checks it
//   status     one bit for each kind of failure; the host turns it into an error
//   info       the neuron a failure was found at
//   offset[k]  spikes in the list before step k of the batch, k = 0..capacity
//   count[k]   spikes of step k

#ifndef GV_CONTROL
#define GV_CONTROL

#define CONTROL_BASE 0u
#define CONTROL_COMPLETED 1u
#define CONTROL_STATUS 2u
#define CONTROL_INFO 3u
#define CONTROL_OFFSET 8u

// A state variable is NaN or has left every physical range.
#define STATUS_NOT_FINITE 1u
// The spike list is full.
#define STATUS_SPIKES_LOST 2u

// Membrane potentials beyond this (mV) are a numerical failure.
#define V_LIMIT 1e9

#endif
