package native

/*
#cgo CXXFLAGS: -std=c++20 -O3 -I${SRCDIR}/../../shaders
#cgo LDFLAGS: -lpthread
#include <stdlib.h>
#include "engine.h"
*/
import "C"

import (
	"fmt"
	"runtime"
	"unsafe"
)

// Op is one operation: a kernel and what it works on. The pointers must stay
// where they are for as long as the list that holds the operation.
type Op struct {
	Kernel string // "deliver", "neuron_step.lif"
	// Own, when not nil, holds the kernel, and Kernel is its name for messages.
	Own    *Library
	Arrays []unsafe.Pointer
	Spec   []uint32 // word 0 is unused, as in the shaders
	Push   []uint32
	N      int
}

// Pool is a set of threads that run lists of operations.
type Pool struct {
	c       *C.gv_pool
	threads int
}

// NewPool starts threads-1 threads; the caller of Run is the last.
func NewPool(threads int) (*Pool, error) {
	if threads < 1 || threads > 1024 {
		return nil, fmt.Errorf("native engine: %d threads, must be from 1 to 1024", threads)
	}
	c := C.gv_pool_new(C.uint32_t(threads))
	if c == nil {
		return nil, fmt.Errorf("native engine: the system refused to start %d threads", threads)
	}
	return &Pool{c: c, threads: threads}, nil
}

// Threads returns the number of threads.
func (p *Pool) Threads() int { return p.threads }

// Close ends the threads. Closing twice is harmless.
func (p *Pool) Close() {
	if p.c != nil {
		C.gv_pool_free(p.c)
		p.c = nil
	}
}

// List is a list of operations in the engine's own memory.
type List struct {
	ops *C.gv_op
	n   int
	// Apart says that no thread reads what another writes, so that none waits
	// for another between operations.
	Apart bool
}

// NewList makes a list; bits is the size of its real numbers, 32 or 64.
func NewList(ops []Op, bits int) (*List, error) {
	l := &List{n: len(ops)}
	l.ops = (*C.gv_op)(C.calloc(C.size_t(max(len(ops), 1)), C.size_t(unsafe.Sizeof(C.gv_op{}))))
	if l.ops == nil {
		return nil, fmt.Errorf("native engine: no memory for %d operations", len(ops))
	}
	slots := unsafe.Slice(l.ops, len(ops))
	for i, op := range ops {
		if err := fill(&slots[i], op, bits); err != nil {
			l.Close()
			return nil, err
		}
	}
	return l, nil
}

func fill(c *C.gv_op, op Op, bits int) error {
	if op.Own != nil {
		c.kernel = op.Own.kernel
	} else {
		name := C.CString(op.Kernel)
		defer C.free(unsafe.Pointer(name))
		c.kernel = C.gv_find(name, C.int(bits))
	}
	if c.kernel == nil {
		return fmt.Errorf("native engine: there is no kernel %q; run make shaders and build again", op.Kernel)
	}
	if len(op.Arrays) > len(c.array) || len(op.Spec) > len(c.spec) || len(op.Push) > len(c.push) {
		return fmt.Errorf("native engine: %s has %d arrays, %d constants, %d push words; at most %d, %d, %d",
			op.Kernel, len(op.Arrays), len(op.Spec), len(op.Push), len(c.array), len(c.spec), len(c.push))
	}
	copy(c.array[:], op.Arrays)
	for k, v := range op.Spec {
		c.spec[k] = C.uint32_t(v)
	}
	for k, v := range op.Push {
		c.push[k] = C.uint32_t(v)
	}
	c.n = C.uint32_t(op.N)
	return nil
}

// Close gives the list's memory back. Closing twice is harmless.
func (l *List) Close() {
	if l.ops != nil {
		C.free(unsafe.Pointer(l.ops))
		l.ops = nil
	}
}

// Run runs the list steps times. When seconds is not nil it has one element
// for each operation, to which the time spent in it is added.
func (p *Pool) Run(l *List, steps int, seconds []float64) {
	var times *C.double
	var pin runtime.Pinner
	if len(seconds) > 0 {
		pin.Pin(&seconds[0])
		times = (*C.double)(unsafe.Pointer(&seconds[0]))
	}
	apart := C.int(0)
	if l.Apart {
		apart = 1
	}
	C.gv_run(p.c, l.ops, C.uint32_t(l.n), C.uint32_t(steps), apart, times)
	pin.Unpin()
}

// Has reports whether there is a kernel of that name.
func Has(kernel string) bool {
	name := C.CString(kernel)
	defer C.free(unsafe.Pointer(name))
	return C.gv_find(name, 32) != nil
}

// HasReceptor reports whether the receptor model of that name has an adjoint.
func HasReceptor(synapse string) bool {
	name := C.CString(synapse)
	defer C.free(unsafe.Pointer(name))
	return C.gv_receptor_adjoint(name) != 0
}
