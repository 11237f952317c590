package kernels

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/model"
)

// VulkanOptions tunes the Vulkan executor. The zero value is right for users.
type VulkanOptions struct {
	// Local overrides the workgroup size of every kernel, to show that results do not depend on it.
	Local int
	// Measure keeps the time of every operation (timestamps; slower).
	Measure bool
	// Storage reads through storage buffers where the executor would choose texel
	// views, so that a software driver can test the modules that hardware runs.
	Storage bool
	// Unlinked leaves Op.Links alone, to show that they change no result.
	Unlinked bool
}

// Vulkan runs programs on a Vulkan device: a batch is one command buffer,
// recorded once for each number of steps and submitted again and again.
type Vulkan struct {
	dev     *gpu.Device
	opts    VulkanOptions
	none    *gpu.Buffer // stands where a kernel has no array
	staging map[*Program]*gpu.Buffer

	own map[*model.File][]byte // SPIR-V of users' models

	recordings map[recordingKey]*gpu.Recording
	order      []recordingKey // oldest first

	mu      sync.Mutex
	seconds map[string]float64
}

type recordingKey struct {
	program *Program
	steps   int
}

// maxRecordings bounds the command buffers kept for runs of odd lengths.
const maxRecordings = 8

// NewVulkan returns an executor on the device.
func NewVulkan(dev *gpu.Device, opts VulkanOptions) (*Vulkan, error) {
	none, err := dev.NewBuffer("none", 512, gpu.Storage|gpu.Texel|gpu.Uniform)
	if err != nil {
		return nil, err
	}
	v := &Vulkan{dev: dev, opts: opts, none: none, staging: map[*Program]*gpu.Buffer{}, own: map[*model.File][]byte{},
		recordings: map[recordingKey]*gpu.Recording{}}
	if opts.Measure {
		v.seconds = map[string]float64{}
	}
	return v, nil
}

// Close gives the recordings back.
func (v *Vulkan) Close() {
	for _, r := range v.recordings {
		r.Close()
	}
	v.recordings = nil
	for _, b := range v.staging {
		b.Close()
	}
	v.staging = nil
	v.none.Close()
}

// Seconds returns the device time of each operation by label.
func (v *Vulkan) Seconds() map[string]float64 { return v.seconds }

// Load compiles a user's own neuron model.
func (v *Vulkan) Load(ctx context.Context, m *model.NeuronModel) error {
	if v.own[m.File] != nil {
		return nil
	}
	c, err := openCache()
	if err != nil {
		return err
	}
	spv, err := c.compileSPIRV(ctx, m, v.texel(neuronStep))
	if err == nil {
		v.own[m.File] = spv
	}
	return err
}

// texel reports whether a kernel reads through texel views: software drivers do so faster.
func (v *Vulkan) texel(k *Kernel) bool {
	return v.dev.Info().Software && !v.opts.Storage && !k.StorageOnly
}

// Prepare makes the pipelines and records a batch of the program's full length.
func (v *Vulkan) Prepare(p *Program) error {
	_, err := v.recording(p, p.Layout.Steps)
	return err
}

// Start submits a batch.
func (v *Vulkan) Start(p *Program, base uint32, steps int) (Pending, error) {
	rec, err := v.recording(p, steps)
	if err != nil {
		return nil, err
	}
	if err := v.staging[p].Upload(0, buffers.Bytes(p.Layout.fresh(base))); err != nil {
		return nil, err
	}
	pending, err := rec.Submit()
	if err != nil {
		return nil, err
	}
	return &vulkanPending{v: v, p: p, steps: steps, pending: pending}, nil
}

type vulkanPending struct {
	v       *Vulkan
	p       *Program
	steps   int
	pending *gpu.Pending
}

// Wait waits for the batch and reads its control block.
func (w *vulkanPending) Wait(ctx context.Context) (Outcome, error) {
	if err := w.pending.Wait(ctx); err != nil {
		return Outcome{}, err
	}
	if w.v.opts.Measure {
		w.v.measure(w.p, w.pending.DurationsNS())
	}
	words := make([]uint32, w.p.Layout.Words())
	if err := w.v.staging[w.p].Download(0, buffers.Bytes(words)); err != nil {
		return Outcome{}, err
	}
	return w.p.Layout.outcome(words, w.steps), nil
}

// measure adds the durations of a recording's commands: one copy, then the
// operations of every step, then one copy.
func (v *Vulkan) measure(p *Program, ns []float64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for i, d := range ns {
		if i > 0 && i < len(ns)-1 {
			v.seconds[p.Ops[(i-1)%len(p.Ops)].Label] += d * 1e-9
		}
	}
}

// recording returns the command buffer of a batch.
func (v *Vulkan) recording(p *Program, steps int) (*gpu.Recording, error) {
	if steps < 1 || steps > p.Layout.Steps {
		return nil, fmt.Errorf("program %q: a batch of %d steps, must be 1 to %d", p.Name, steps, p.Layout.Steps)
	}
	key := recordingKey{p, steps}
	if r := v.recordings[key]; r != nil {
		return r, nil
	}
	if v.staging[p] == nil {
		b, err := v.dev.NewBuffer(p.Name+" control staging", uint64(4*p.Layout.Words()), gpu.HostVisible)
		if err != nil {
			return nil, err
		}
		v.staging[p] = b
	}
	cmds, err := v.commands(p, steps)
	if err != nil {
		return nil, err
	}
	var options []gpu.RecordOption
	if v.opts.Measure {
		options = append(options, gpu.WithTimestamps())
	}
	rec, err := v.dev.Record(p.Name, cmds, options...)
	if err != nil {
		return nil, err
	}
	if len(v.order) == maxRecordings {
		v.recordings[v.order[0]].Close()
		delete(v.recordings, v.order[0])
		v.order = v.order[1:]
	}
	v.recordings[key] = rec
	v.order = append(v.order, key)
	return rec, nil
}

func (v *Vulkan) commands(p *Program, steps int) ([]gpu.Command, error) {
	size := uint64(4 * p.Layout.Words())
	cmds := make([]gpu.Command, 0, steps*len(p.Ops)+2)
	cmds = append(cmds, gpu.Copy{Src: v.staging[p], Dst: p.Control.Buffer(), Size: size})
	step := make([]gpu.Dispatch, len(p.Ops))
	for i := range p.Ops {
		d, err := v.dispatch(&p.Ops[i])
		if err != nil {
			return nil, fmt.Errorf("program %q: %w", p.Name, err)
		}
		step[i] = d
	}
	for s := range steps {
		for _, d := range step {
			d.Push = append([]byte(nil), d.Push...)
			binary.LittleEndian.PutUint32(d.Push, uint32(s))
			cmds = append(cmds, d)
		}
	}
	return append(cmds, gpu.Copy{Src: p.Control.Buffer(), Dst: v.staging[p], Size: size}), nil
}
