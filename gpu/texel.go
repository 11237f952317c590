package gpu

import (
	"fmt"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// TexelFormat is how a texel view reads a buffer. Every device supports all of these as uniform texel views.
type TexelFormat uint32

// The formats: number of 32-bit components, and their type (F float, I signed, U unsigned).
const (
	R32F TexelFormat = iota + 1
	RG32F
	RGBA32F
	R32I
	RG32I
	RGBA32I
	R32U
	RG32U
	RGBA32U
)

// Bytes returns the size of one texel: 4, 8 or 16; 0 when f is no format.
func (f TexelFormat) Bytes() uint64 {
	switch f {
	case R32F, R32I, R32U:
		return 4
	case RG32F, RG32I, RG32U:
		return 8
	case RGBA32F, RGBA32I, RGBA32U:
		return 16
	}
	return 0
}

func (f TexelFormat) vulkan() vk.Format {
	return [...]vk.Format{vk.FormatUndefined,
		vk.FormatR32Sfloat, vk.FormatR32g32Sfloat, vk.FormatR32g32b32a32Sfloat,
		vk.FormatR32Sint, vk.FormatR32g32Sint, vk.FormatR32g32b32a32Sint,
		vk.FormatR32Uint, vk.FormatR32g32Uint, vk.FormatR32g32b32a32Uint}[f]
}

// viewKey names a texel view of a buffer; range is resolved, not 0.
type viewKey struct {
	format        TexelFormat
	offset, bytes uint64
}

// view returns the view, made once per key and destroyed with the buffer.
func (b *Buffer) view(k viewKey) (vk.BufferView, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if v, ok := b.views[k]; ok {
		return v, nil
	}
	info := vk.BufferViewCreateInfo{SType: vk.StructureTypeBufferViewCreateInfo, Buffer: b.handle, Format: k.format.vulkan(),
		Offset: vk.DeviceSize(k.offset), Range: vk.DeviceSize(k.bytes)}
	defer info.Free()
	var v vk.BufferView
	op := fmt.Sprintf("make a texel view of buffer %q", b.name)
	if err := b.d.fail(op, vk.CreateBufferView(b.d.dev, &info, nil, &v)); err != nil {
		return nil, err
	}
	b.d.name(vk.ObjectTypeBufferView, unsafe.Pointer(v), b.name+" texels")
	if b.views == nil {
		b.views = map[viewKey]vk.BufferView{}
	}
	b.views[k] = v
	return v, nil
}
