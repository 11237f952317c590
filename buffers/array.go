package buffers

import (
	"fmt"
	"runtime"
	"unsafe"

	"github.com/galvani-sim/galvani/gpu"
)

// Elem is the type of an array's elements.
type Elem uint8

// The element types. Real has the device's precision: 4 bytes on Vulkan
// devices and the native engine, 8 on its float64 build.
const (
	U32 Elem = iota
	I32
	U16
	Real
)

// Array is a run of elements in a device's memory: a Vulkan buffer, or host
// memory for the native engine.
type Array struct {
	name string
	elem Elem
	size int // bytes of one element
	n    int
	host []byte // the native engine's memory
	pin  runtime.Pinner
	dev  *gpu.Buffer
}

// Memory makes arrays on one device.
type Memory interface {
	// New makes an array of n elements; its contents are zero.
	New(name string, elem Elem, n int) (*Array, error)
	// Adopt makes an array that holds the given elements, without a copy where the device can.
	Adopt(name string, elem Elem, data []byte) (*Array, error)
	// RealBytes is the size of a Real: 4 or 8.
	RealBytes() int
	// Lanes is the number of state words that lie side by side: 4 where the
	// device reads state in records of 16 bytes, else 1.
	Lanes() int
	// MaxElements is the largest number of elements one array of 4-byte words can have.
	MaxElements() int
}

// Name returns the array's name, as it stands in errors and debuggers.
func (a *Array) Name() string { return a.name }

// Len returns the number of elements.
func (a *Array) Len() int { return a.n }

// Elem returns the element type.
func (a *Array) Elem() Elem { return a.elem }

// ElemBytes returns the size of one element.
func (a *Array) ElemBytes() int { return a.size }

// Bytes returns the array's size.
func (a *Array) Bytes() int64 { return int64(a.n) * int64(a.size) }

// Buffer returns the Vulkan buffer, nil on the native engine.
func (a *Array) Buffer() *gpu.Buffer { return a.dev }

// Pointer returns the address of the native engine's memory, which stays where
// it is until Close; nil on Vulkan devices.
func (a *Array) Pointer() unsafe.Pointer {
	if len(a.host) == 0 {
		return nil
	}
	return unsafe.Pointer(unsafe.SliceData(a.host))
}

// Close gives the memory back. Closing twice is harmless.
func (a *Array) Close() {
	if a == nil {
		return
	}
	if a.dev != nil {
		a.dev.Close()
		a.dev = nil
	}
	if a.host != nil {
		a.pin.Unpin()
		a.host = nil
	}
}

// write copies bytes to element off.
func (a *Array) write(off int, p []byte) error {
	if err := a.check("write", off, len(p)); err != nil {
		return err
	}
	if a.dev != nil {
		return a.dev.Upload(uint64(off)*uint64(a.size), p)
	}
	copy(a.host[off*a.size:], p)
	return nil
}

// read copies bytes from element off.
func (a *Array) read(off int, p []byte) error {
	if err := a.check("read", off, len(p)); err != nil {
		return err
	}
	if a.dev != nil {
		return a.dev.Download(uint64(off)*uint64(a.size), p)
	}
	copy(p, a.host[off*a.size:])
	return nil
}

func (a *Array) check(what string, off, bytes int) error {
	if off < 0 || bytes%a.size != 0 || off+bytes/a.size > a.n {
		return fmt.Errorf("%s %d bytes at element %d of array %q: it has %d elements of %d bytes", what, bytes, off, a.name, a.n, a.size)
	}
	return nil
}

// WriteU32 sets elements off and following.
func (a *Array) WriteU32(off int, x []uint32) error { return a.write(off, bytesOf(x)) }

// ReadU32 reads elements off and following.
func (a *Array) ReadU32(off int, x []uint32) error { return a.read(off, bytesOf(x)) }

// WriteI32 sets elements off and following.
func (a *Array) WriteI32(off int, x []int32) error { return a.write(off, bytesOf(x)) }

// ReadI32 reads elements off and following.
func (a *Array) ReadI32(off int, x []int32) error { return a.read(off, bytesOf(x)) }

// WriteReal sets elements off and following, rounded to the device's precision.
func (a *Array) WriteReal(off int, x []float64) error {
	if a.size == 8 {
		return a.write(off, bytesOf(x))
	}
	return a.write(off, bytesOf(toFloat32(x)))
}

// ReadReal reads elements off and following.
func (a *Array) ReadReal(off int, x []float64) error {
	if a.size == 8 {
		return a.read(off, bytesOf(x))
	}
	y := make([]float32, len(x))
	if err := a.read(off, bytesOf(y)); err != nil {
		return err
	}
	for i := range x {
		x[i] = float64(y[i])
	}
	return nil
}

// ReadFloat32 reads elements off and following as float32, rounded on the float64 engine.
func (a *Array) ReadFloat32(off int, x []float32) error {
	if a.size == 4 {
		return a.read(off, bytesOf(x))
	}
	y := make([]float64, len(x))
	if err := a.read(off, bytesOf(y)); err != nil {
		return err
	}
	copy(x, toFloat32(y))
	return nil
}

// Raw returns a copy of the array's bytes, for snapshots.
func (a *Array) Raw() ([]byte, error) {
	p := make([]byte, a.Bytes())
	return p, a.read(0, p)
}

// SetRaw sets the array's bytes, for snapshots; their number must be the array's.
func (a *Array) SetRaw(p []byte) error {
	if int64(len(p)) != a.Bytes() {
		return fmt.Errorf("array %q has %d bytes, got %d", a.name, a.Bytes(), len(p))
	}
	return a.write(0, p)
}

func toFloat32(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

// bytesOf returns the memory of a slice of numbers as bytes.
func bytesOf[T uint16 | uint32 | int32 | uint64 | float32 | float64](x []T) []byte {
	if len(x) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*int(unsafe.Sizeof(x[0])))
}

// Bytes returns the memory of a slice of numbers, to be adopted by a device.
func Bytes[T uint16 | uint32 | int32 | float32 | float64](x []T) []byte { return bytesOf(x) }

// WriteU16 sets elements off and following.
func (a *Array) WriteU16(off int, x []uint16) error { return a.write(off, bytesOf(x)) }

// ReadBytes reads len(p) bytes from element off on: checkpoints are kept in the
// device's own precision.
func (a *Array) ReadBytes(off int, p []byte) error { return a.read(off, p) }

// WriteBytes is the inverse of ReadBytes.
func (a *Array) WriteBytes(off int, p []byte) error { return a.write(off, p) }

// ReadU16 reads elements off and following.
func (a *Array) ReadU16(off int, x []uint16) error { return a.read(off, bytesOf(x)) }
