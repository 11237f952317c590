package native

/*
#include <stdlib.h>
#include "check.h"
*/
import "C"

import "unsafe"

// Step is one step of a neuron model in float64: device parameters, state and
// input (i, g, ge, dv, u), in the order of the fragment's structs.
type Step struct {
	Model                string
	Scheme               int
	Params, State, Input []float64
}

// Tangent advances the state of a step, and a direction with it: dp, ds and dx
// are derivatives of parameters, state and input, ds becomes that of the new
// state. force is 0 or 1 to force the spike decision, -1 to leave it. The
// distance to threshold comes with its derivative. It reports false for a model
// without an adjoint.
func (s *Step) Tangent(dp, ds, dx []float64, force int) (spike bool, distance [2]float64, ok bool) {
	name := C.CString(s.Model)
	defer C.free(unsafe.Pointer(name))
	r := C.gv_tangent_neuron(name, at(s.Params), at(dp), at(s.State), at(ds), at(s.Input), at(dx),
		C.int(s.Scheme), C.int(force), at(distance[:]))
	return r == 1, distance, r >= 0
}

// VJP takes the cotangents of the new state and of the spike back: adj becomes
// the cotangent of the state, the results are those of parameters and input.
// slope is the surrogate's value, attach 0 leaves out the derivative of the reset.
func (s *Step) VJP(slope, attach, adjSpike float64, adj []float64) (params, input []float64, ok bool) {
	name := C.CString(s.Model)
	defer C.free(unsafe.Pointer(name))
	params, input = make([]float64, len(s.Params)), make([]float64, 5)
	r := C.gv_vjp_neuron(name, at(s.Params), at(s.State), at(s.Input), C.int(s.Scheme), C.double(slope),
		C.double(attach), C.double(adjSpike), at(adj), at(params), at(input))
	return params, input, r == 1
}

// ReceptorTangent is Tangent for the receptor model of that number; value is
// its value and the value's derivative.
func ReceptorTangent(kind int, held bool, p, dp, s, ds []float64, arrival, dArrival float64) (value [2]float64, ok bool) {
	r := C.gv_tangent_receptor(C.uint32_t(kind), flag(held), at(p), at(dp), at(s), at(ds), C.double(arrival), C.double(dArrival), at(value[:]))
	return value, r == 1
}

// ReceptorVJP is VJP for the receptor model of that number.
func ReceptorVJP(kind int, held bool, p, s []float64, arrival, adjValue float64, adj []float64) (params []float64, adjArrival float64, ok bool) {
	params = make([]float64, len(p))
	one := make([]float64, 1)
	r := C.gv_train_vjp_receptor(C.uint32_t(kind), flag(held), at(p), at(s), C.double(arrival), C.double(adjValue), at(adj), at(params), at(one))
	return params, one[0], r == 1
}

func at(x []float64) *C.double { return (*C.double)(unsafe.Pointer(unsafe.SliceData(x))) }

func flag(b bool) C.int {
	if b {
		return 1
	}
	return 0
}
