package gpu

import (
	"context"
	"fmt"
	"sync"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// Recording is a recorded list of commands that can be submitted again and again, also while an earlier
// submission of it still runs: submissions to one device take effect in order.
type Recording struct {
	d           *Device
	name        string
	commands    int
	barriers    int
	pool        vk.CommandPool
	cb          unsafe.Pointer // VkCommandBuffer, freed with the pool
	descriptors vk.DescriptorPool
	queries     vk.QueryPool // nil without timestamps
	buffers     map[*Buffer]struct{}

	mu       sync.Mutex
	inflight map[*Pending]struct{}
	closed   bool
}

// Name returns the name given to Record.
func (rec *Recording) Name() string { return rec.name }

// Commands returns how many commands were recorded.
func (rec *Recording) Commands() int { return rec.commands }

// Barriers returns how many barriers stand after commands.
func (rec *Recording) Barriers() int { return rec.barriers }

// Submit hands the recording to the device and returns at once; the work is done when Wait of the result returns.
func (rec *Recording) Submit() (*Pending, error) {
	op := fmt.Sprintf("submit %q", rec.name)
	if err := rec.d.usable(op); err != nil {
		return nil, err
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	if rec.closed {
		return nil, fmt.Errorf("gpu: %s: the recording is %w", op, ErrClosed)
	}
	if rec.queries != nil && len(rec.inflight) > 0 {
		return nil, fmt.Errorf("gpu: %s: a recording with timestamps cannot be in flight twice: wait for the first submission", op)
	}
	fence, err := rec.d.submit(op, rec.cb)
	if err != nil {
		return nil, err
	}
	p := &Pending{rec: rec, fence: fence}
	rec.inflight[p] = struct{}{}
	return p, rec.d.in.check(op)
}

// Run submits the recording and waits for it.
func (rec *Recording) Run(ctx context.Context) error {
	p, err := rec.Submit()
	if err != nil {
		return err
	}
	return p.Wait(ctx)
}

// Close waits for submissions still in flight and releases the recording. A second call does nothing.
func (rec *Recording) Close() {
	rec.mu.Lock()
	if rec.closed {
		rec.mu.Unlock()
		return
	}
	rec.closed = true
	pending := keys(rec.inflight)
	rec.mu.Unlock()
	for _, p := range pending {
		// The error was the submitter's to read; here only the end of the work matters.
		_ = p.Wait(context.Background())
	}
	rec.d.mu.Lock()
	delete(rec.d.recordings, rec)
	rec.d.mu.Unlock()
	rec.destroy()
}

func (rec *Recording) destroy() {
	if rec.pool != nil {
		vk.DestroyCommandPool(rec.d.dev, rec.pool, nil)
	}
	if rec.descriptors != nil {
		vk.DestroyDescriptorPool(rec.d.dev, rec.descriptors, nil)
	}
	if rec.queries != nil {
		vk.DestroyQueryPool(rec.d.dev, rec.queries, nil)
	}
	rec.pool, rec.descriptors, rec.queries = nil, nil, nil
	for b := range rec.buffers {
		b.drop()
	}
	rec.buffers = nil
}
