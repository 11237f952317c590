// Package native is the CPU engine: the kernels of shaders/kernel as C++ twins
// around the very model fragments the shaders are made of, vectorised and
// threaded, in float32 and float64.
//
// The float32 build rounds like the shaders and, where the driver divides
// exactly as lavapipe does, gives the same spikes; the
// float64 build is the reference shader tests compare with.
package native
