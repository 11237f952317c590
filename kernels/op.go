package kernels

import (
	"fmt"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/model"
)

// Access says how a kernel uses an array.
type Access uint8

// The accesses. On devices with fast texel reads, Read is a texel view,
// ReadWrite a view and a storage buffer of the same memory.
const (
	Read Access = iota
	Write
	ReadWrite
	Uniform
)

// Binding is one array of a kernel; binding k stands at 2k in the shader, its
// texel view at 2k+1.
type Binding struct {
	Name   string
	Access Access
	// Lanes is the number of words in one texel, 0 when the operation says it.
	Lanes int
	// Real is true for arrays of real numbers; others hold 32-bit integers.
	Real, Signed bool
}

// Kernel is a kernel's interface: its arrays and push words, in the order of
// shaders/kernel/<Name>.comp.
type Kernel struct {
	Name     string
	Bindings []Binding
	// Push names the push words; word 0 is always the step within the batch.
	Push []string
	// LocalCPU and LocalGPU are the workgroup sizes for software drivers and hardware.
	LocalCPU, LocalGPU int
	// FixedLocal is true when the shader's workgroup size is part of its meaning.
	FixedLocal bool
	// StorageOnly is true when the shader reads through storage buffers on every device.
	StorageOnly bool
	// PushSpec is true when software drivers take the push words behind the step
	// as specialization constants from pushID on: they read a push word for every
	// lane by itself.
	PushSpec bool
	// PerRule is true for kernels that exist once for each plasticity rule.
	PerRule bool
}

// pushID is the number of the first specialization constant of a kernel with PushSpec.
const pushID = 224

// Op is one operation of a program: a kernel with its arrays, constants and size. It is plain data.
type Op struct {
	Kernel *Kernel
	// Model names the neuron model or plasticity rule of a kernel that exists once for each.
	Model string
	// Own is the user's own model that Model names; nil when the model is built in.
	Own *model.File
	// Label names the operation in timings and errors.
	Label  string
	Arrays []*buffers.Array // one for each binding; nil where the kernel does not use it
	Lanes  []int            // texel lanes for each binding, where the kernel leaves them open
	Spec   []uint32         // specialization constants from id 1 on
	// Constants follow Spec on software drivers, where a constant costs nothing
	// and a uniform read much; hardware reads the same words from a Uniform array.
	Constants []uint32
	// Links replaces calls of one shader function, by name, with calls of another of the same type.
	Links map[string]string
	Push  []uint32 // word 0 is filled by the executor
	// N is the number of invocations. When Walk is not nil or Groups not zero it is ignored.
	N int
	// Groups is the number of workgroups of a kernel in which a workgroup has a meaning.
	Groups int
	// TexelShare is the number of elements one invocation takes on devices that
	// read through texel views; 0 is one.
	TexelShare int
	Walk       *Walk
}

// Walk sizes an operation that walks a list of unknown length: workgroups
// share Items entries, of up to Trips loop trips for one lane of a workgroup of one.
type Walk struct {
	Items int
	// Trips is the most loop trips one entry costs when one lane does it all;
	// Fixed those that do not shrink with the number of lanes.
	Trips, Fixed int
	// Whole is true when one lane takes a whole entry: then all of its trips are Fixed.
	Whole bool
}

// Name returns the kernel's name as shaders and the native engine know it.
func (o *Op) Name() string {
	if o.Model == "" {
		return o.Kernel.Name
	}
	return o.Kernel.Name + "." + o.Model
}

func (o *Op) check() error {
	if len(o.Arrays) != len(o.Kernel.Bindings) {
		return fmt.Errorf("%s: %d arrays for %d bindings", o.Label, len(o.Arrays), len(o.Kernel.Bindings))
	}
	if len(o.Push) != len(o.Kernel.Push) {
		return fmt.Errorf("%s: %d push words for %d", o.Label, len(o.Push), len(o.Kernel.Push))
	}
	return nil
}

func (o *Op) lanes(k int) int {
	if n := o.Kernel.Bindings[k].Lanes; n != 0 {
		return n
	}
	return o.Lanes[k]
}
