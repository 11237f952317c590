package gpu

// #include "shim.h"
import "C"

import (
	"errors"
	"fmt"
	"unsafe"
)

// use makes the recording keep b alive; b must belong to the recorder's device.
func (r *recorder) use(b *Buffer) error {
	switch {
	case b == nil:
		return errors.New("the buffer is nil")
	case b.d != r.d:
		return fmt.Errorf("buffer %q belongs to another device", b.name)
	}
	if _, ok := r.buffers[b]; ok {
		return nil
	}
	if err := b.retain(); err != nil {
		return err
	}
	r.buffers[b] = struct{}{}
	return nil
}

func (c Dispatch) lower(r *recorder) error {
	p := c.Pipeline
	switch {
	case p == nil:
		return errors.New("dispatch: the pipeline is nil")
	case p.d != r.d:
		return fmt.Errorf("dispatch of %q: the pipeline belongs to another device", p.name)
	case len(c.Push) != int(p.push):
		return fmt.Errorf("dispatch of %q: push constants are %d bytes, the pipeline takes %d", p.name, len(c.Push), p.push)
	}
	var op C.gv_op
	op.kind = C.GV_DISPATCH
	empty := c.Indirect == nil
	for i, n := range c.Groups {
		limit := r.d.info.Limits.MaxGroups[i]
		if c.Indirect == nil && n > limit {
			return fmt.Errorf("dispatch of %q: %w", p.name,
				&TooLargeError{Name: p.name, What: "workgroups in " + "xyz"[i:i+1], Need: uint64(n), Limit: uint64(limit)})
		}
		op.groups[i] = C.uint32_t(n)
	}
	empty = empty && (c.Groups[0] == 0 || c.Groups[1] == 0 || c.Groups[2] == 0)
	if c.Indirect != nil {
		if err := r.use(c.Indirect); err != nil {
			return fmt.Errorf("dispatch of %q: indirect: %w", p.name, err)
		}
		if c.IndirectOffset%4 != 0 || c.Indirect.size < 12 || c.IndirectOffset > c.Indirect.size-12 {
			return fmt.Errorf("dispatch of %q: no three words at offset %d of buffer %q (%d bytes)",
				p.name, c.IndirectOffset, c.Indirect.name, c.Indirect.size)
		}
		op.kind = C.GV_INDIRECT
		op.src, op.src_off = handle64(unsafe.Pointer(c.Indirect.handle)), C.uint64_t(c.IndirectOffset)
	}
	set, err := r.set(p, c.Binds)
	if err != nil {
		return fmt.Errorf("dispatch of %q: %w", p.name, err)
	}
	op.pipeline, op.layout = handle64(unsafe.Pointer(p.handle)), handle64(unsafe.Pointer(p.layout.pipeline))
	op.push_off, op.push_len = C.uint32_t(len(r.push)), C.uint32_t(len(c.Push))
	r.push = append(r.push, c.Push...)
	if empty {
		op.kind = C.GV_NOTHING
	}
	r.add(op, set, c.NoBarrier)
	return nil
}

func (c Fill) lower(r *recorder) error {
	if err := r.use(c.Buffer); err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	b := c.Buffer
	size := c.Size
	if size == 0 && c.Offset <= b.size {
		size = (b.size - c.Offset) &^ 3
	}
	if c.Offset%4 != 0 || size%4 != 0 {
		return fmt.Errorf("fill of %q: offset %d and size %d must be multiples of 4", b.name, c.Offset, size)
	}
	if size > b.size || c.Offset > b.size-size {
		return fmt.Errorf("fill of %q: bytes %d to %d lie outside its %d bytes", b.name, c.Offset, c.Offset+size, b.size)
	}
	var op C.gv_op
	op.kind = C.GV_FILL
	if size == 0 {
		op.kind = C.GV_NOTHING
	}
	op.src, op.src_off = handle64(unsafe.Pointer(b.handle)), C.uint64_t(c.Offset)
	op.size, op.word = C.uint64_t(size), C.uint32_t(c.Word)
	r.add(op, noSet, c.NoBarrier)
	return nil
}

func (c Copy) lower(r *recorder) error {
	for _, end := range []struct {
		what string
		b    *Buffer
		off  uint64
	}{{"from", c.Src, c.SrcOffset}, {"to", c.Dst, c.DstOffset}} {
		if err := r.use(end.b); err != nil {
			return fmt.Errorf("copy %s: %w", end.what, err)
		}
		if c.Size > end.b.size || end.off > end.b.size-c.Size {
			return fmt.Errorf("copy %s %q: bytes %d to %d lie outside its %d bytes",
				end.what, end.b.name, end.off, end.off+c.Size, end.b.size)
		}
	}
	if c.Src == c.Dst && c.SrcOffset < c.DstOffset+c.Size && c.DstOffset < c.SrcOffset+c.Size {
		return fmt.Errorf("copy within %q: the parts at %d and %d of %d bytes overlap", c.Src.name, c.SrcOffset, c.DstOffset, c.Size)
	}
	var op C.gv_op
	op.kind = C.GV_COPY
	if c.Size == 0 {
		op.kind = C.GV_NOTHING
	}
	op.src, op.dst = handle64(unsafe.Pointer(c.Src.handle)), handle64(unsafe.Pointer(c.Dst.handle))
	op.src_off, op.dst_off, op.size = C.uint64_t(c.SrcOffset), C.uint64_t(c.DstOffset), C.uint64_t(c.Size)
	r.add(op, noSet, c.NoBarrier)
	return nil
}
