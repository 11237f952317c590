package gpu

// #include "shim.h"
import "C"

import (
	"fmt"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// RecordOption changes how Record records.
type RecordOption func(*recordOptions)

type recordOptions struct{ timestamps bool }

// WithTimestamps measures every command (see Pending.DurationsNS). Such a recording cannot be in flight twice.
func WithTimestamps() RecordOption { return func(o *recordOptions) { o.timestamps = true } }

// recorder turns commands into what one call of the C side takes.
type recorder struct {
	d       *Device
	ops     []C.gv_op
	setOf   []int // number of the descriptor set of each command
	push    []byte
	layouts []C.uint64_t // of each set
	writes  []C.gv_write
	sets    map[string]int
	buffers map[*Buffer]struct{}
	key     []byte // scratch
	scratch []Bind
}

func (r *recorder) add(op C.gv_op, set int, noBarrier bool) {
	if !noBarrier && op.kind != C.GV_NOTHING {
		op.barrier = 1
	}
	r.ops = append(r.ops, op)
	r.setOf = append(r.setOf, set)
}

// Record checks the commands against the device's limits and records them. Every command is followed by a full
// barrier between compute and transfers unless its NoBarrier is set, and every submission sees what earlier ones
// wrote. The recording keeps its buffers alive. Errors name the command by its index.
func (d *Device) Record(name string, cmds []Command, options ...RecordOption) (*Recording, error) {
	op := fmt.Sprintf("record %q", name)
	if err := d.usable(op); err != nil {
		return nil, err
	}
	var o recordOptions
	for _, f := range options {
		f(&o)
	}
	if o.timestamps && d.info.Limits.TimestampPeriodNS == 0 {
		return nil, fmt.Errorf("gpu: %s: %s has no timestamps", op, d.info.Name)
	}
	r := &recorder{d: d, ops: make([]C.gv_op, 0, len(cmds)+1), setOf: make([]int, 0, len(cmds)),
		sets: map[string]int{}, buffers: map[*Buffer]struct{}{}}
	rec := &Recording{d: d, name: name, buffers: r.buffers, commands: len(cmds), inflight: map[*Pending]struct{}{}}
	for i, c := range cmds {
		if c == nil {
			rec.destroy()
			return nil, fmt.Errorf("gpu: %s: command %d is nil", op, i)
		}
		if err := c.lower(r); err != nil {
			rec.destroy()
			return nil, fmt.Errorf("gpu: %s: command %d: %w", op, i, err)
		}
	}
	err := rec.record(op, r, o)
	if err == nil {
		err = d.in.check(op)
	}
	if err != nil {
		rec.destroy()
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.recordings[rec] = struct{}{}
	return rec, nil
}

func (rec *Recording) record(op string, r *recorder, o recordOptions) (err error) {
	d := rec.d
	if rec.descriptors, err = r.makeSets(op); err != nil {
		return err
	}
	if rec.descriptors != nil {
		d.name(vk.ObjectTypeDescriptorPool, unsafe.Pointer(rec.descriptors), rec.name)
	}
	flags := C.uint32_t(C.GV_SIMULTANEOUS)
	if o.timestamps {
		flags = 0
		info := vk.QueryPoolCreateInfo{SType: vk.StructureTypeQueryPoolCreateInfo, QueryType: vk.QueryTypeTimestamp, QueryCount: uint32(rec.commands + 1)}
		defer info.Free()
		var queries vk.QueryPool
		if err := d.fail(op, vk.CreateQueryPool(d.dev, &info, nil, &queries)); err != nil {
			return err
		}
		rec.queries = queries
		d.name(vk.ObjectTypeQueryPool, unsafe.Pointer(rec.queries), rec.name)
	}
	r.push = append(r.push, 0)       // so that there is an address
	r.ops = append(r.ops, C.gv_op{}) // likewise; not counted below
	var pool, cb unsafe.Pointer
	var barriers C.uint32_t
	res := C.gv_record(d.c, C.uint32_t(d.phys.family), flags, &r.ops[0], C.uint32_t(rec.commands),
		(*C.uint8_t)(unsafe.Pointer(&r.push[0])), unsafe.Pointer(rec.queries), &pool, &cb, &barriers)
	if err := d.fail(op, vk.Result(res)); err != nil {
		return err
	}
	rec.pool, rec.cb, rec.barriers = vk.CommandPool(pool), cb, int(barriers)
	d.name(vk.ObjectTypeCommandPool, pool, rec.name)
	d.name(vk.ObjectTypeCommandBuffer, cb, rec.name)
	return nil
}
