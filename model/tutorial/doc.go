// Package tutorial holds a tutorial, README.md, on how a neuron model is added;
// its test does what the tutorial says and checks what comes out.
package tutorial
