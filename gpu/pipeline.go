package gpu

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// PipelineDesc describes a compute pipeline.
type PipelineDesc struct {
	Name      string        // in errors and debuggers
	SPIRV     []byte        // the module
	Entry     string        // "" is "main"
	Bindings  []BindingDecl // every binding the shader uses
	PushBytes uint32        // size of the push constant block, a multiple of 4
	Spec      []uint32      // the specialization constant with id i is Spec[i]; the shader need not have all
}

// Pipeline is a compiled shader with its interface. It lives as long as its device.
type Pipeline struct {
	d        *Device
	name     string
	handle   vk.Pipeline
	layout   layout
	bindings []BindingDecl // sorted by number
	push     uint32
}

// Name returns the name of the description that made the pipeline first.
func (p *Pipeline) Name() string { return p.name }

type pipelineKey [sha256.Size]byte

// pipelineEntry makes one pipeline once, however many goroutines ask for it.
type pipelineEntry struct {
	once     sync.Once
	pipeline *Pipeline
	err      error
}

// spirvMagic is the first word of every SPIR-V module.
const spirvMagic = 0x07230203

// NewPipeline compiles a shader. Descriptions that are equal but for the name share one pipeline.
func (d *Device) NewPipeline(desc PipelineDesc) (*Pipeline, error) {
	op := fmt.Sprintf("make pipeline %q", desc.Name)
	if err := d.usable(op); err != nil {
		return nil, err
	}
	if desc.Entry == "" {
		desc.Entry = "main"
	}
	switch n := len(desc.SPIRV); {
	case n < 20 || n%4 != 0 || binary.LittleEndian.Uint32(desc.SPIRV) != spirvMagic:
		return nil, fmt.Errorf("gpu: %s: its %d bytes are no SPIR-V module", op, n)
	case desc.PushBytes > d.info.Limits.MaxPush:
		return nil, &TooLargeError{Name: desc.Name, What: "push constants", Need: uint64(desc.PushBytes), Limit: uint64(d.info.Limits.MaxPush)}
	case desc.PushBytes%4 != 0:
		return nil, fmt.Errorf("gpu: %s: %d bytes of push constants are no multiple of 4", op, desc.PushBytes)
	}
	sorted, err := d.checkBindings(desc.Bindings)
	if err != nil {
		return nil, fmt.Errorf("gpu: %s: %w", op, err)
	}
	desc.Bindings = sorted
	key := desc.key()
	d.mu.Lock()
	e := d.pipelines[key]
	if e == nil {
		e = &pipelineEntry{}
		d.pipelines[key] = e
	}
	d.mu.Unlock()
	e.once.Do(func() {
		e.err = errors.New("gpu: " + op + ": interrupted") // stays only when compile panics
		e.pipeline, e.err = d.compile(op, desc)
	})
	if e.err != nil {
		d.mu.Lock()
		if d.pipelines[key] == e {
			delete(d.pipelines, key) // so that the next try reports the reason again
		}
		d.mu.Unlock()
		return nil, e.err
	}
	return e.pipeline, nil
}

// key hashes everything that makes two pipelines differ.
func (desc PipelineDesc) key() pipelineKey {
	h := sha256.New()
	var head []byte
	for _, n := range []int{len(desc.SPIRV), len(desc.Entry), len(desc.Bindings), int(desc.PushBytes), len(desc.Spec)} {
		head = binary.LittleEndian.AppendUint64(head, uint64(n))
	}
	for _, b := range desc.Bindings {
		head = binary.LittleEndian.AppendUint32(head, b.Binding)
		head = binary.LittleEndian.AppendUint32(head, uint32(b.Kind))
	}
	for _, s := range desc.Spec {
		head = binary.LittleEndian.AppendUint32(head, s)
	}
	h.Write(head)
	h.Write([]byte(desc.Entry))
	h.Write(desc.SPIRV)
	return pipelineKey(h.Sum(nil))
}

func (d *Device) compile(op string, desc PipelineDesc) (*Pipeline, error) {
	d.mu.Lock()
	l, err := d.layoutFor(desc.Bindings, desc.PushBytes)
	d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	// C memory is aligned for the words of the module, which an embedded []byte need not be.
	code := C.CBytes(desc.SPIRV)
	entry, name := C.CString(desc.Entry), C.CString(desc.Name)
	defer C.free(code)
	defer C.free(unsafe.Pointer(entry))
	defer C.free(unsafe.Pointer(name))
	var spec *C.uint32_t
	if len(desc.Spec) > 0 {
		spec = (*C.uint32_t)(unsafe.Pointer(&desc.Spec[0]))
	}
	var handle unsafe.Pointer
	r := C.gv_pipeline(d.c, unsafe.Pointer(d.cache.handle), (*C.uint32_t)(code), C.size_t(len(desc.SPIRV)), entry, name,
		unsafe.Pointer(l.pipeline), spec, C.uint32_t(len(desc.Spec)), &handle)
	err = d.in.check(op)
	if err == nil {
		err = d.fail(op, vk.Result(r))
	}
	if err != nil {
		if handle != nil {
			vk.DestroyPipeline(d.dev, vk.Pipeline(handle), nil)
		}
		return nil, err
	}
	d.name(vk.ObjectTypePipeline, handle, desc.Name)
	d.cache.dirty.Store(true)
	return &Pipeline{d: d, name: desc.Name, handle: vk.Pipeline(handle), layout: l, bindings: desc.Bindings, push: desc.PushBytes}, nil
}
