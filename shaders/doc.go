// Package shaders holds the hand-written GLSL of the simulator and everything
// that is needed to turn it into SPIR-V; it knows nothing of devices.
//
//	lib/      the common subset of GLSL and C++: prelude, maths, random numbers
//	neuron/   one fragment for each neuron model, named as in package model
//	synapse/  one fragment for each receptor model
//	presynapse/  one fragment for each model of presynaptic dynamics
//	kernel/   entry points (.comp), without #version: the stub brings it
//	gen/      glue between fragments and kernels, generated and committed
//	spv/      compiled modules and their manifest, generated and committed
//
// A fragment is compiled twice: by glslc into Vulkan kernels and by g++ into
// package kernels/native. To make it possible it keeps to what lib/prelude.glsl
// describes; ParseFragment reports what breaks the rules. `go run -C tools
// ./shaderbuild` regenerates gen/ and spv/.
package shaders
