// Package buffers holds what lies in a device's memory: typed arrays, the
// layout of neuron state, and the connectivity matrix in compressed sparse rows.
//
// It builds matrices in parallel, the same for every number of threads, and
// knows nothing of neuron models; it reaches Vulkan only through package gpu.
package buffers
