package gpu

// #include "shim.h"
import "C"

import (
	"encoding/binary"
	"fmt"
	"slices"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// BindingKind is the kind of a descriptor.
type BindingKind uint32

// The kinds, and how GLSL declares them.
const (
	StorageBuffer BindingKind = iota // buffer
	TexelView                        // uniform textureBuffer, itextureBuffer, utextureBuffer (samplerBuffer and so on too)
	UniformBuffer                    // uniform block
)

// vulkan returns the descriptor type. GLSL's samplerBuffer and textureBuffer both are uniform texel buffers.
func (k BindingKind) vulkan() vk.DescriptorType {
	switch k {
	case TexelView:
		return vk.DescriptorTypeUniformTexelBuffer
	case UniformBuffer:
		return vk.DescriptorTypeUniformBuffer
	}
	return vk.DescriptorTypeStorageBuffer
}

// BindingDecl declares one binding of a pipeline, in descriptor set 0.
type BindingDecl struct {
	Binding uint32
	Kind    BindingKind
}

// layout is the interface of a pipeline; pipelines with the same interface share it.
type layout struct {
	set      vk.DescriptorSetLayout
	pipeline vk.PipelineLayout
}

// checkBindings reports what the device would refuse, and returns the declarations in the order of their numbers.
func (d *Device) checkBindings(decls []BindingDecl) ([]BindingDecl, error) {
	sorted := slices.Clone(decls)
	slices.SortFunc(sorted, func(a, b BindingDecl) int { return int(a.Binding) - int(b.Binding) })
	var count [3]uint32
	for i, b := range sorted {
		if b.Kind > UniformBuffer {
			return nil, fmt.Errorf("binding %d has the unknown kind %d", b.Binding, b.Kind)
		}
		if i > 0 && sorted[i-1].Binding == b.Binding {
			return nil, fmt.Errorf("binding %d is declared twice", b.Binding)
		}
		count[b.Kind]++
	}
	l := d.info.Limits
	for _, c := range []struct {
		kind BindingKind
		what string
		max  uint32
	}{{StorageBuffer, "storage", l.MaxStorageBuffers}, {TexelView, "texel", l.MaxTexelViews}, {UniformBuffer, "uniform", l.MaxUniformBuffers}} {
		if count[c.kind] > c.max {
			return nil, fmt.Errorf("it declares %d %s bindings, the device allows %d", count[c.kind], c.what, c.max)
		}
	}
	return sorted, nil
}

// layoutFor returns the layout for sorted declarations. The device's lock is held.
func (d *Device) layoutFor(decls []BindingDecl, push uint32) (layout, error) {
	var key []byte
	numbers := make([]C.uint32_t, len(decls)+1) // one more, so that there is an address
	types := make([]C.uint32_t, len(decls)+1)
	for i, b := range decls {
		key = binary.LittleEndian.AppendUint32(key, b.Binding)
		key = binary.LittleEndian.AppendUint32(key, uint32(b.Kind))
		numbers[i], types[i] = C.uint32_t(b.Binding), C.uint32_t(b.Kind.vulkan())
	}
	setKey := string(key)
	set, ok := d.sets[setKey]
	if !ok {
		var p unsafe.Pointer
		r := C.gv_set_layout(d.c, C.uint32_t(len(decls)), &numbers[0], &types[0], &p)
		if err := d.fail("make a descriptor set layout", vk.Result(r)); err != nil {
			return layout{}, err
		}
		set = vk.DescriptorSetLayout(p)
		d.sets[setKey] = set
		d.name(vk.ObjectTypeDescriptorSetLayout, p, fmt.Sprintf("%d bindings", len(decls)))
	}
	whole := string(binary.LittleEndian.AppendUint32(key, push))
	if l, ok := d.layouts[whole]; ok {
		return l, nil
	}
	var p unsafe.Pointer
	r := C.gv_pipeline_layout(d.c, unsafe.Pointer(set), C.uint32_t(push), &p)
	if err := d.fail("make a pipeline layout", vk.Result(r)); err != nil {
		return layout{}, err
	}
	l := layout{set: set, pipeline: vk.PipelineLayout(p)}
	d.layouts[whole] = l
	d.name(vk.ObjectTypePipelineLayout, p, fmt.Sprintf("%d bindings, %d push bytes", len(decls), push))
	return l, nil
}
