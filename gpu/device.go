package gpu

// #include "shim.h"
import "C"

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// Device is an opened device with one queue. Its methods may be called from several goroutines.
type Device struct {
	in      *Instance
	info    Info
	phys    physical
	c       *C.gv_device
	dev     vk.Device
	cache   pipelineCache
	lost    atomic.Bool
	closed  atomic.Bool
	used    atomic.Uint64
	queueMu sync.Mutex // submissions to one queue must not overlap
	stage   stager

	mu         sync.Mutex // guards what follows
	closing    bool
	buffers    map[*Buffer]struct{}
	recordings map[*Recording]struct{}
	sets       map[string]vk.DescriptorSetLayout
	layouts    map[string]layout
	pipelines  map[pipelineKey]*pipelineEntry
	fences     []vk.Fence // free ones, unsignalled
}

// OpenDevice opens the device with that index in Devices. The same device may be opened several times; each
// opening has memory, pipelines and a queue of its own.
func (in *Instance) OpenDevice(index int) (*Device, error) {
	if index < 0 || index >= len(in.infos) {
		_, err := Choose(in.infos, fmt.Sprintf("vulkan:%d", index))
		return nil, err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.closed {
		return nil, fmt.Errorf("gpu: open device %d: the instance is %w", index, ErrClosed)
	}
	d := &Device{
		in: in, info: in.infos[index], phys: in.physical[index],
		buffers:    map[*Buffer]struct{}{},
		recordings: map[*Recording]struct{}{},
		sets:       map[string]vk.DescriptorSetLayout{},
		layouts:    map[string]layout{},
		pipelines:  map[pipelineKey]*pipelineEntry{},
	}
	r := vk.Result(C.gv_device_open(in.c, unsafe.Pointer(d.phys.handle), C.uint32_t(d.phys.family), &d.c))
	if err := d.fail("open device", r); err != nil {
		return nil, err
	}
	d.dev = vk.Device(C.gv_device_handle(d.c))
	d.name(vk.ObjectTypeDevice, unsafe.Pointer(d.dev), d.in.opts.AppName+" device")
	d.name(vk.ObjectTypeQueue, C.gv_device_queue(d.c), d.in.opts.AppName+" queue")
	err := d.openCache()
	if err == nil {
		err = in.check("open device")
	}
	if err != nil {
		d.destroy()
		return nil, err
	}
	in.devices[d] = struct{}{}
	return d, nil
}

// Info describes the device.
func (d *Device) Info() Info { return d.info }

// Instance returns the instance the device was opened from.
func (d *Device) Instance() *Instance { return d.in }

// MemoryUsed returns the bytes that the buffers of this device hold.
func (d *Device) MemoryUsed() uint64 { return d.used.Load() }

// Check returns the messages of the validation layer that no call has reported yet as a *ValidationError.
func (d *Device) Check() error { return d.in.check("check") }

// unified reports whether all memory is the CPU's memory, so that everything may as well be mapped.
func (d *Device) unified() bool { return d.info.Software || d.info.Type == Integrated }

// waitIdle waits for everything submitted.
func (d *Device) waitIdle() error {
	d.queueMu.Lock()
	defer d.queueMu.Unlock()
	return d.fail("wait until idle", vk.DeviceWaitIdle(d.dev))
}

// Close waits until the device is idle, destroys what was made on it, writes the pipeline cache and closes the
// device. A second call does nothing. The error is a device loss, or messages of the validation layer.
func (d *Device) Close() error {
	d.mu.Lock()
	if d.closing {
		d.mu.Unlock()
		return nil
	}
	d.closing = true
	buffers := keys(d.buffers)
	recordings := keys(d.recordings)
	d.mu.Unlock()

	errs := []error{d.waitIdle()}
	for _, r := range recordings {
		r.Close()
	}
	d.stage.close(d)
	for _, b := range buffers {
		b.Close()
	}
	d.saveCache()
	d.closed.Store(true)
	d.destroy()
	d.in.mu.Lock()
	delete(d.in.devices, d)
	d.in.mu.Unlock()
	errs = append(errs, d.in.check("close device"))
	return errors.Join(errs...)
}

// destroy releases what no other object owns.
func (d *Device) destroy() {
	for _, e := range d.pipelines {
		if e.pipeline != nil {
			vk.DestroyPipeline(d.dev, e.pipeline.handle, nil)
		}
	}
	for _, l := range d.layouts {
		vk.DestroyPipelineLayout(d.dev, l.pipeline, nil)
	}
	for _, s := range d.sets {
		vk.DestroyDescriptorSetLayout(d.dev, s, nil)
	}
	for _, f := range d.fences {
		vk.DestroyFence(d.dev, f, nil)
	}
	if d.cache.handle != nil {
		vk.DestroyPipelineCache(d.dev, d.cache.handle, nil)
	}
	vk.DestroyDevice(d.dev, nil)
	C.gv_device_free(d.c)
}

func keys[K comparable](m map[K]struct{}) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}
