// Package kernels knows every kernel: its arrays, push words and constants,
// one Go file beside one shader. A Program is the list of a step's operations
// as plain data; an Executor runs it on a Vulkan device or on the CPU.
//
// Adding a neuron model or a receptor changes nothing here: the kernels range
// over what package model registers.
package kernels
