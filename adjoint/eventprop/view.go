package eventprop

import (
	"unsafe"

	"github.com/galvani-sim/galvani/buffers"
)

// reals is an array of real numbers as the host sees it: the native engine's
// memory itself, or a copy of a Vulkan device's.
type reals struct {
	array *buffers.Array
	f32   []float32
	f64   []float64
}

func viewReals(a *buffers.Array) (reals, error) {
	v := reals{array: a}
	switch {
	case a.Pointer() == nil:
		v.f64 = make([]float64, a.Len())
		return v, a.ReadReal(0, v.f64)
	case a.ElemBytes() == 4:
		v.f32 = unsafe.Slice((*float32)(a.Pointer()), a.Len())
	default:
		v.f64 = unsafe.Slice((*float64)(a.Pointer()), a.Len())
	}
	return v, nil
}

func (v *reals) at(i int) float64 {
	if v.f32 != nil {
		return float64(v.f32[i])
	}
	return v.f64[i]
}

func (v *reals) add(i int, x float64) {
	if v.f32 != nil {
		v.f32[i] += float32(x)
		return
	}
	v.f64[i] += x
}

// flush writes a copy back to the device.
func (v *reals) flush() error {
	if v.array.Pointer() != nil {
		return nil
	}
	return v.array.WriteReal(0, v.f64)
}

// viewWords returns the words of an array, which the caller only reads.
func viewWords(a *buffers.Array) ([]uint32, error) {
	if p := a.Pointer(); p != nil {
		return unsafe.Slice((*uint32)(p), a.Len()), nil
	}
	x := make([]uint32, a.Len())
	return x, a.ReadU32(0, x)
}

// writeReals writes an array from its beginning, without a copy where the host
// has the array in its own memory.
func writeReals(a *buffers.Array, x []float64) error {
	if a.Pointer() == nil || a.ElemBytes() == 8 {
		return a.WriteReal(0, x)
	}
	to := unsafe.Slice((*float32)(a.Pointer()), a.Len())[:len(x)]
	for i, v := range x {
		to[i] = float32(v)
	}
	return nil
}

// clearReals sets the first n elements to zero.
func clearReals(a *buffers.Array, n int) error {
	if p := a.Pointer(); p != nil {
		clear(unsafe.Slice((*byte)(p), n*a.ElemBytes()))
		return nil
	}
	return a.WriteReal(0, make([]float64, n))
}
