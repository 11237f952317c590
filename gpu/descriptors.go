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

// noSet marks a command without a descriptor set.
const noSet = -1

// set returns the number of the descriptor set for these binds, shared between all dispatches that bind the same
// things in the same way.
func (r *recorder) set(p *Pipeline, binds []Bind) (int, error) {
	if len(p.bindings) == 0 && len(binds) == 0 {
		return noSet, nil
	}
	if len(binds) != len(p.bindings) {
		return 0, fmt.Errorf("%d binds for %d declared bindings", len(binds), len(p.bindings))
	}
	sorted := append(r.scratch[:0], binds...)
	r.scratch = sorted
	slices.SortFunc(sorted, func(a, b Bind) int { return int(a.Binding) - int(b.Binding) })
	key := r.key[:0]
	key = binary.LittleEndian.AppendUint64(key, uint64(handle64(unsafe.Pointer(p.layout.set))))
	for i := range sorted {
		b, decl := &sorted[i], p.bindings[i]
		if b.Binding != decl.Binding {
			return 0, fmt.Errorf("binding %d is not bound exactly once", decl.Binding)
		}
		if err := r.use(b.Buffer); err != nil {
			return 0, fmt.Errorf("binding %d: %w", b.Binding, err)
		}
		if err := r.resolve(b, decl.Kind); err != nil {
			return 0, fmt.Errorf("binding %d: %w", b.Binding, err)
		}
		key = binary.LittleEndian.AppendUint64(key, uint64(handle64(unsafe.Pointer(b.Buffer.handle))))
		key = binary.LittleEndian.AppendUint64(key, uint64(b.Format))
		key = binary.LittleEndian.AppendUint64(key, b.Offset)
		key = binary.LittleEndian.AppendUint64(key, b.Range)
	}
	r.key = key
	if n, ok := r.sets[string(key)]; ok {
		return n, nil
	}
	n := len(r.layouts)
	for i := range sorted {
		b, decl := &sorted[i], p.bindings[i]
		w := C.gv_write{set: C.uint32_t(n), binding: C.uint32_t(b.Binding), _type: C.uint32_t(decl.Kind.vulkan()),
			buffer: handle64(unsafe.Pointer(b.Buffer.handle)), offset: C.uint64_t(b.Offset), _range: C.uint64_t(b.Range)}
		if decl.Kind == TexelView {
			v, err := b.Buffer.view(viewKey{b.Format, b.Offset, b.Range})
			if err != nil {
				return 0, err
			}
			w.view = handle64(unsafe.Pointer(v))
		}
		r.writes = append(r.writes, w)
	}
	r.layouts = append(r.layouts, handle64(unsafe.Pointer(p.layout.set)))
	r.sets[string(key)] = n
	return n, nil
}

// resolve replaces a Range of 0 and checks the bind against the buffer and the device.
func (r *recorder) resolve(b *Bind, kind BindingKind) error {
	l := r.d.info.Limits
	buf := b.Buffer
	var need Usage
	var align, limit, unit uint64
	var what string
	switch kind {
	case StorageBuffer:
		need, align, limit, unit, what = Storage, l.MinStorageAlign, l.MaxStorageRange, 1, "one storage binding"
	case UniformBuffer:
		need, align, limit, unit, what = Uniform, l.MinUniformAlign, l.MaxUniformRange, 1, "one uniform binding"
	case TexelView:
		need, align, limit, unit, what = Texel, l.MinTexelAlign, l.MaxTexelElements, b.Format.Bytes(), "texels of one view"
		if unit == 0 {
			return fmt.Errorf("buffer %q is bound as a texel view without a format", buf.name)
		}
	}
	if kind != TexelView {
		b.Format = 0
	}
	if buf.usage&need == 0 {
		return fmt.Errorf("buffer %q was not made for this kind of binding", buf.name)
	}
	end := buf.size
	if kind == TexelView {
		end = buf.alloc // the last texel of a whole view may reach into the padding
	}
	if b.Offset >= end || b.Range > end-b.Offset {
		return fmt.Errorf("bytes %d to %d of buffer %q lie outside its %d bytes", b.Offset, b.Offset+b.Range, buf.name, buf.size)
	}
	if b.Range == 0 {
		b.Range = (end - b.Offset) / unit * unit
	}
	if b.Offset%max(align, 1) != 0 {
		return fmt.Errorf("offset %d into buffer %q is no multiple of %d", b.Offset, buf.name, align)
	}
	if b.Range%unit != 0 {
		return fmt.Errorf("range %d of buffer %q is no multiple of its texels' %d bytes", b.Range, buf.name, unit)
	}
	if b.Range/unit > limit {
		return &TooLargeError{Name: buf.name, What: what, Need: b.Range / unit, Limit: limit}
	}
	return nil
}

// makeSets allocates and fills the sets collected, and writes their handles into the commands.
func (r *recorder) makeSets(op string) (vk.DescriptorPool, error) {
	if len(r.layouts) == 0 {
		return nil, nil
	}
	sets := make([]C.uint64_t, len(r.layouts))
	var pool unsafe.Pointer
	res := C.gv_descriptors(r.d.c, C.uint32_t(len(r.layouts)), &r.layouts[0], C.uint32_t(len(r.writes)), &r.writes[0], &pool, &sets[0])
	if err := r.d.fail(op, vk.Result(res)); err != nil {
		return nil, err
	}
	for i, n := range r.setOf {
		if n != noSet {
			r.ops[i].set = sets[n]
		}
	}
	return vk.DescriptorPool(pool), nil
}
