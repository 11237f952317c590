package gpu

import (
	"fmt"
	"sync"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// Usage says how a buffer is used. Every buffer may also be filled, copied and hold indirect dispatch sizes.
type Usage uint32

// The uses; combine them with |.
const (
	Storage     Usage = 1 << iota // bound as a storage buffer
	Texel                         // read through uniform texel views
	Uniform                       // bound as a uniform buffer
	HostVisible                   // mapped, because the host reads or writes it often
)

// bufferAlign is the size of the largest texel: whole-buffer views of every format then end with the buffer.
const bufferAlign = 16

// Buffer is device memory. Its contents are undefined until written.
type Buffer struct {
	d      *Device
	name   string
	size   uint64 // as asked for
	alloc  uint64 // size rounded up to bufferAlign
	usage  Usage
	handle vk.Buffer
	memory vk.DeviceMemory
	mapped []byte

	mu     sync.Mutex
	views  map[viewKey]vk.BufferView
	refs   int // recordings that use it
	closed bool
}

// NewBuffer makes a buffer of that many bytes (16 when asked for 0). name appears in errors and debuggers.
// It returns a *TooLargeError when the size exceeds what the device allows for one buffer, and an
// *OutOfMemoryError when the driver has no memory left. A buffer may be larger than one binding: bind ranges.
// It takes one allocation of the driver, of which many allow 4096.
func (d *Device) NewBuffer(name string, bytes uint64, usage Usage) (*Buffer, error) {
	op := fmt.Sprintf("make buffer %q", name)
	if err := d.usable(op); err != nil {
		return nil, err
	}
	if bytes == 0 {
		bytes = bufferAlign
	}
	// Drivers are not asked: software ones have been seen to crash on sizes they do not support.
	if limit := d.info.Limits.MaxAllocation; bytes > limit {
		return nil, &TooLargeError{Name: name, What: "one allocation", Need: bytes, Limit: limit}
	}
	if limit := d.info.MemoryBytes; bytes > limit {
		return nil, &TooLargeError{Name: name, What: "device memory", Need: bytes, Limit: limit}
	}
	b := &Buffer{d: d, name: name, size: bytes, alloc: (bytes + bufferAlign - 1) &^ (bufferAlign - 1), usage: usage}
	err := b.create(op)
	if err == nil {
		err = d.in.check(op)
	}
	if err != nil {
		b.destroy()
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closing {
		b.destroy()
		return nil, fmt.Errorf("gpu: %s: the device is %w", op, ErrClosed)
	}
	d.buffers[b] = struct{}{}
	return b, nil
}

func (b *Buffer) create(op string) error {
	d := b.d
	flags := vk.BufferUsageTransferSrcBit | vk.BufferUsageTransferDstBit | vk.BufferUsageIndirectBufferBit
	for _, u := range []struct {
		usage Usage
		flag  vk.BufferUsageFlagBits
	}{{Storage, vk.BufferUsageStorageBufferBit}, {Texel, vk.BufferUsageUniformTexelBufferBit}, {Uniform, vk.BufferUsageUniformBufferBit}} {
		if b.usage&u.usage != 0 {
			flags |= u.flag
		}
	}
	info := vk.BufferCreateInfo{SType: vk.StructureTypeBufferCreateInfo, Size: vk.DeviceSize(b.alloc), Usage: vk.BufferUsageFlags(flags)}
	defer info.Free()
	var handle vk.Buffer
	if r := vk.CreateBuffer(d.dev, &info, nil, &handle); r != vk.Success {
		return b.fail(op, r)
	}
	b.handle = handle
	d.name(vk.ObjectTypeBuffer, unsafe.Pointer(b.handle), b.name)
	var need vk.MemoryRequirements
	vk.GetBufferMemoryRequirements(d.dev, b.handle, &need)
	need.Deref()
	size, bits := uint64(need.Size), need.MemoryTypeBits
	need.Free()
	if limit := d.info.Limits.MaxAllocation; size > limit {
		return &TooLargeError{Name: b.name, What: "one allocation", Need: size, Limit: limit}
	}
	kind, ok := pickMemory(d.phys.memory, bits, d.unified(), b.usage&HostVisible != 0)
	if !ok {
		return fmt.Errorf("gpu: %s on %s: no memory type fits", op, d.info.Name)
	}
	ask := vk.MemoryAllocateInfo{SType: vk.StructureTypeMemoryAllocateInfo, AllocationSize: vk.DeviceSize(size), MemoryTypeIndex: kind}
	defer ask.Free()
	var memory vk.DeviceMemory
	if r := vk.AllocateMemory(d.dev, &ask, nil, &memory); r != vk.Success {
		return b.fail(op, r)
	}
	b.memory = memory
	d.used.Add(b.alloc)
	d.name(vk.ObjectTypeDeviceMemory, unsafe.Pointer(b.memory), b.name)
	if r := vk.BindBufferMemory(d.dev, b.handle, b.memory, 0); r != vk.Success {
		return b.fail(op, r)
	}
	if !mappable(d.phys.memory, kind) || !(d.unified() || b.usage&HostVisible != 0) {
		return nil
	}
	var p unsafe.Pointer
	if r := vk.MapMemory(d.dev, b.memory, 0, vk.DeviceSize(vk.WholeSize), 0, &p); r != vk.Success {
		return b.fail(op, r)
	}
	b.mapped = unsafe.Slice((*byte)(p), b.size)
	return nil
}

func (b *Buffer) fail(op string, r vk.Result) error {
	if r == vk.ErrorOutOfDeviceMemory || r == vk.ErrorOutOfHostMemory {
		return &OutOfMemoryError{Name: b.name, Need: b.alloc, Used: b.d.MemoryUsed()}
	}
	return b.d.fail(op, r)
}

// Name returns the name given to NewBuffer.
func (b *Buffer) Name() string { return b.name }

// Size returns the bytes asked for (16 for 0).
func (b *Buffer) Size() uint64 { return b.size }

// Mapped returns the memory of the buffer, nil when the host cannot see it. On devices whose memory is the CPU's
// every buffer is mapped. It must not be touched while a submission that uses the buffer runs, nor after Close.
func (b *Buffer) Mapped() []byte { return b.mapped }

// Close releases the memory, once the recordings that use it are closed too. A second call does nothing.
func (b *Buffer) Close() {
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return
	}
	b.closed = true
	free := b.refs == 0
	b.mu.Unlock()
	if free {
		b.release()
	}
}

// retain counts a recording that uses the buffer; it fails when the buffer is closed.
func (b *Buffer) retain() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return fmt.Errorf("buffer %q is %w", b.name, ErrClosed)
	}
	b.refs++
	return nil
}

// drop ends a retain.
func (b *Buffer) drop() {
	b.mu.Lock()
	b.refs--
	free := b.closed && b.refs == 0
	b.mu.Unlock()
	if free {
		b.release()
	}
}

func (b *Buffer) release() {
	b.d.mu.Lock()
	delete(b.d.buffers, b)
	b.d.mu.Unlock()
	b.destroy()
}

func (b *Buffer) destroy() {
	for _, v := range b.views {
		vk.DestroyBufferView(b.d.dev, v, nil)
	}
	b.views = nil
	if b.handle != nil {
		vk.DestroyBuffer(b.d.dev, b.handle, nil)
		b.handle = nil
	}
	if b.memory != nil {
		vk.FreeMemory(b.d.dev, b.memory, nil) // unmaps too
		b.d.used.Add(-b.alloc)
		b.memory = nil
	}
	b.mapped = nil
}
