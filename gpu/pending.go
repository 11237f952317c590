package gpu

import (
	"context"
	"fmt"
	"sync"
	"time"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// Pending is a submission on its way.
type Pending struct {
	rec   *Recording
	fence vk.Fence

	mu    sync.Mutex
	done  bool
	err   error
	times []float64
}

// waitSlice is how long one wait in the driver lasts, and so how late a cancellation is seen at most.
const waitSlice = 20 * time.Millisecond

// Wait returns when the device has finished the submission, or with ctx's error when that ends first: the work
// goes on then, and Wait may be called again. A device that was lost returns an error that wraps ErrDeviceLost;
// messages of the validation layer are a *ValidationError. Further calls return the same result at once.
func (p *Pending) Wait(ctx context.Context) error {
	d := p.rec.d
	for {
		finished, err := p.poll(d)
		if finished {
			return err
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("gpu: wait for %q: %w", p.rec.name, err)
		}
	}
}

// poll waits for a slice of time.
func (p *Pending) poll(d *Device) (finished bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return true, p.err
	}
	op := fmt.Sprintf("wait for %q", p.rec.name)
	r := vk.WaitForFences(d.dev, 1, []vk.Fence{p.fence}, vk.True, uint64(waitSlice))
	if r == vk.Timeout {
		return false, nil
	}
	p.done = true
	p.err = d.fail(op, r)
	if p.err == nil && p.rec.queries != nil {
		p.times, p.err = d.durations(op, p.rec.queries, p.rec.commands)
	}
	if p.err == nil {
		p.err = d.in.check(op)
	}
	d.putFence(p.fence)
	p.fence = nil
	p.rec.mu.Lock()
	delete(p.rec.inflight, p)
	p.rec.mu.Unlock()
	return true, p.err
}

// DurationsNS returns how long each command took, in nanoseconds, with its barrier; nil before Wait has returned
// and for recordings without timestamps. Commands with NoBarrier overlap with the next, which gets the rest.
func (p *Pending) DurationsNS() []float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.times
}

// submit hands a command buffer to the queue; the fence is signalled when it is done.
func (d *Device) submit(op string, cb cPointer) (vk.Fence, error) {
	fence, err := d.getFence(op)
	if err != nil {
		return nil, err
	}
	d.queueMu.Lock()
	r := submitC(d, cb, fence)
	d.queueMu.Unlock()
	if err := d.fail(op, r); err != nil {
		d.putFence(fence)
		return nil, err
	}
	return fence, nil
}

func (d *Device) getFence(op string) (vk.Fence, error) {
	d.mu.Lock()
	if n := len(d.fences); n > 0 {
		f := d.fences[n-1]
		d.fences = d.fences[:n-1]
		d.mu.Unlock()
		return f, nil
	}
	d.mu.Unlock()
	info := vk.FenceCreateInfo{SType: vk.StructureTypeFenceCreateInfo}
	defer info.Free()
	var f vk.Fence
	if err := d.fail(op, vk.CreateFence(d.dev, &info, nil, &f)); err != nil {
		return nil, err
	}
	d.name(vk.ObjectTypeFence, unsafe.Pointer(f), "submission")
	return f, nil
}

// putFence takes back a fence that nothing in flight uses any more.
func (d *Device) putFence(f vk.Fence) {
	if vk.ResetFences(d.dev, 1, []vk.Fence{f}) != vk.Success {
		vk.DestroyFence(d.dev, f, nil)
		return
	}
	d.mu.Lock()
	d.fences = append(d.fences, f)
	d.mu.Unlock()
}
