package buffers

import (
	"math"
	"unsafe"

	"github.com/galvani-sim/galvani/gpu"
)

// sizeOf returns the bytes of one element.
func sizeOf(e Elem, real int) int {
	switch e {
	case U16:
		return 2
	case Real:
		return real
	default:
		return 4
	}
}

// Host is the memory of the native engine.
type Host struct {
	// Real is the size of a real number: 4 or 8 bytes.
	Real int
}

// New makes a zeroed array. It starts at a multiple of 64 bytes and has 64
// bytes behind it, so that vector loops may read past the end of a block.
func (h Host) New(name string, elem Elem, n int) (*Array, error) {
	const line = 64
	size := sizeOf(elem, h.Real)
	raw := make([]byte, n*size+2*line)
	skip := 0
	if r := int(uintptr(unsafe.Pointer(unsafe.SliceData(raw))) % line); r != 0 {
		skip = line - r
	}
	a := &Array{name: name, elem: elem, size: size, n: n, host: raw[skip : skip+n*size : skip+n*size+line]}
	a.pin.Pin(unsafe.SliceData(raw))
	if n == 0 {
		a.host = raw[skip : skip : skip+line]
	}
	return a, nil
}

// Adopt makes an array of the given memory itself; nobody else may change it.
func (h Host) Adopt(name string, elem Elem, data []byte) (*Array, error) {
	if len(data) == 0 {
		return h.New(name, elem, 0)
	}
	size := sizeOf(elem, h.Real)
	a := &Array{name: name, elem: elem, size: size, n: len(data) / size, host: data}
	a.pin.Pin(unsafe.SliceData(data))
	return a, nil
}

// RealBytes is 4 or 8.
func (h Host) RealBytes() int { return h.Real }

// Lanes is 1: the native engine's loops want each state word by itself.
func (h Host) Lanes() int { return 1 }

// MaxElements is what 32-bit indices reach.
func (h Host) MaxElements() int { return math.MaxUint32 }

// Device is the memory of a Vulkan device.
type Device struct{ GPU *gpu.Device }

// New makes a zeroed array.
func (d Device) New(name string, elem Elem, n int) (*Array, error) {
	a, err := d.make(name, elem, n)
	if err != nil {
		return nil, err
	}
	return a, a.zero()
}

// Adopt makes an array and uploads the elements.
func (d Device) Adopt(name string, elem Elem, data []byte) (*Array, error) {
	a, err := d.make(name, elem, len(data)/sizeOf(elem, 4))
	if err != nil || len(data) == 0 {
		return a, err
	}
	if err := a.dev.Upload(0, data); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// make makes an array with undefined contents, whole 16-byte records long.
func (d Device) make(name string, elem Elem, n int) (*Array, error) {
	size := sizeOf(elem, 4)
	bytes := (uint64(n)*uint64(size) + 15) / 16 * 16
	b, err := d.GPU.NewBuffer(name, max(bytes, 512), gpu.Storage|gpu.Texel|gpu.Uniform)
	if err != nil {
		return nil, err
	}
	return &Array{name: name, elem: elem, size: size, n: n, dev: b}, nil
}

// zero clears the whole buffer in pieces.
func (a *Array) zero() error {
	zeros := make([]byte, min(a.dev.Size(), 1<<20))
	for off := uint64(0); off < a.dev.Size(); off += uint64(len(zeros)) {
		part := zeros[:min(uint64(len(zeros)), a.dev.Size()-off)]
		if err := a.dev.Upload(off, part); err != nil {
			a.Close()
			return err
		}
	}
	return nil
}

// RealBytes is 4.
func (d Device) RealBytes() int { return 4 }

// Lanes is 4: one texel or one vec4 is read and written at a time.
func (d Device) Lanes() int { return 4 }

// MaxElements is what one binding or texel view reaches: software drivers read
// matrices through texel views only, hardware through storage buffers.
func (d Device) MaxElements() int {
	info := d.GPU.Info()
	if info.Software {
		return int(min(info.Limits.MaxTexelElements, info.Limits.MaxAllocation/4))
	}
	return int(min(info.Limits.MaxStorageRange/4, info.Limits.MaxAllocation/4))
}
