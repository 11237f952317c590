package gpu

// #include "shim.h"
import "C"

import (
	"fmt"
	"sync"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// stageBytes is the size of the staging buffer: large enough that the bus and not the submissions limit a copy.
const stageBytes = 8 << 20

// stager copies between the host and memory it cannot see, through one mapped buffer per device.
type stager struct {
	mu   sync.Mutex
	buf  *Buffer
	pool unsafe.Pointer
	cb   unsafe.Pointer
}

// Upload copies p into the buffer at off and returns when it is there. Nothing submitted may be using that range.
func (b *Buffer) Upload(off uint64, p []byte) error { return b.transfer("upload to", off, p, true) }

// Download copies the buffer's bytes from off into p. Work submitted to the device before that writes the range
// must have been waited for.
func (b *Buffer) Download(off uint64, p []byte) error {
	return b.transfer("download from", off, p, false)
}

func (b *Buffer) transfer(verb string, off uint64, p []byte, up bool) error {
	op := fmt.Sprintf("%s buffer %q", verb, b.name)
	n := uint64(len(p))
	if n > b.size || off > b.size-n {
		return fmt.Errorf("gpu: %s: bytes %d to %d lie outside its %d bytes", op, off, off+n, b.size)
	}
	if err := b.d.usable(op); err != nil {
		return err
	}
	if err := b.retain(); err != nil {
		return fmt.Errorf("gpu: %s: %w", op, err)
	}
	defer b.drop()
	switch {
	case n == 0:
		return nil
	case b.mapped != nil && up:
		copy(b.mapped[off:], p)
		return nil
	case b.mapped != nil:
		copy(p, b.mapped[off:])
		return nil
	}
	return b.d.staged(op, b, off, p, up)
}

// staged moves p piece by piece through the staging buffer.
func (d *Device) staged(op string, b *Buffer, off uint64, p []byte, up bool) error {
	s := &d.stage
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.buf == nil {
		buf, err := d.NewBuffer("staging", stageBytes, HostVisible)
		if err != nil {
			return fmt.Errorf("gpu: %s: %w", op, err)
		}
		s.buf = buf
	}
	for len(p) > 0 {
		n := min(len(p), stageBytes)
		var cmd C.gv_op
		cmd.kind = C.GV_COPY
		cmd.size = C.uint64_t(n)
		if up {
			copy(s.buf.mapped, p[:n])
			cmd.src, cmd.dst, cmd.dst_off = handle64(unsafe.Pointer(s.buf.handle)), handle64(unsafe.Pointer(b.handle)), C.uint64_t(off)
		} else {
			cmd.src, cmd.dst, cmd.src_off = handle64(unsafe.Pointer(b.handle)), handle64(unsafe.Pointer(s.buf.handle)), C.uint64_t(off)
		}
		if err := d.runOnce(op, cmd); err != nil {
			return err
		}
		if !up {
			copy(p[:n], s.buf.mapped)
		}
		p, off = p[n:], off+uint64(n)
	}
	return d.in.check(op)
}

// runOnce records one command into the stager's command buffer, submits it and waits.
func (d *Device) runOnce(op string, cmd C.gv_op) error {
	s := &d.stage
	var barriers C.uint32_t
	r := C.gv_record(d.c, C.uint32_t(d.phys.family), 0, &cmd, 1, nil, nil, &s.pool, &s.cb, &barriers)
	if err := d.fail(op, vk.Result(r)); err != nil {
		return err
	}
	fence, err := d.submit(op, s.cb)
	if err != nil {
		return err
	}
	if err := d.fail(op, vk.WaitForFences(d.dev, 1, []vk.Fence{fence}, vk.True, ^uint64(0))); err != nil {
		return err
	}
	d.putFence(fence)
	return nil
}

func (s *stager) close(d *Device) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pool != nil {
		vk.DestroyCommandPool(d.dev, vk.CommandPool(s.pool), nil)
		s.pool, s.cb = nil, nil
	}
	if s.buf != nil {
		s.buf.Close()
		s.buf = nil
	}
}
