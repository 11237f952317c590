package host

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// Sim is a compiled network on a device. It is for one goroutine at a time;
// several can live in one process, on one device or many.
type Sim struct {
	plan   *model.Plan
	device *device
	opts   Options
	arrays []*buffers.Array

	groups                   []group
	ring                     kernels.Ring
	chunks                   []kernels.Matrix
	plastic                  []*plasticGroup
	procedural               *kernels.Procedural // nil when all synapses are stored
	outdegree                []uint32
	maxDelay                 int
	stimuli                  kernels.Stimuli
	couplings                *couplings     // nil when there are none
	factors                  *buffers.Array // of the presynaptic dynamics
	dynamics                 []kernels.Dynamics
	eventSteps, eventSources *buffers.Array

	batches     []*batch
	batchSteps  int
	sampleWords int
	recorders   []*recorder

	born        time.Time // when Compile was called
	step, start int       // steps done; where this Sim began (not 0 after Load)
	counts      []int64
	stats       Stats
	progress    func(done, total int64)
	interrupted bool
	failed      error
	closed      bool
}

// group is a planned group with its arrays.
type group struct {
	*model.Group
	arrays   kernels.Neurons
	channels []uint32 // of record.comp
	means    []uint32 // of reduce.comp
	tables   struct{ channels, means *buffers.Array }
}

// ErrClosed is returned by calls on a closed Sim.
var ErrClosed = errors.New("the simulation is closed")

// SetProgress has f called after every batch of a run with the steps done and
// the steps of the run.
func (s *Sim) SetProgress(f func(done, total int64)) { s.progress = f }

// Time returns the simulated time in ms.
func (s *Sim) Time() float64 { return float64(s.step) * s.plan.Network.DT }

// Run simulates duration ms (rounded to whole steps) from where the last run
// ended. When ctx ends it stops at a whole step, keeps everything recorded, and
// returns ctx's error, wrapped. An error of the device or a state that is no
// longer finite ends the simulation for good.
func (s *Sim) Run(ctx context.Context, duration float64) error {
	switch {
	case s.closed:
		return fmt.Errorf("run %q: %w", s.plan.Network.Name, ErrClosed)
	case s.failed != nil:
		return s.failed
	case !(duration >= 0) || math.IsInf(duration, 0):
		return fmt.Errorf("run %q: duration is %g ms, must be a finite number of at least 0", s.plan.Network.Name, duration)
	}
	steps := math.Round(duration / s.plan.Network.DT)
	if float64(s.step)+steps > math.MaxUint32-maxBatch {
		return fmt.Errorf("run %q: %g ms are more steps of %g ms than 32 bits can number", s.plan.Network.Name, duration, s.plan.Network.DT)
	}
	wall, cpu := time.Now(), cpuSeconds()
	err := s.run(ctx, int(steps))
	s.stats.SimWallS += time.Since(wall).Seconds()
	s.stats.SimCPUS += cpuSeconds() - cpu
	if err != nil && ctx.Err() == nil {
		s.failed = err
	}
	return err
}

// run submits batches, as many at a time as there are programs, and collects
// them in order.
func (s *Sim) run(ctx context.Context, steps int) error {
	s.interrupted = false
	type flight struct {
		b       *batch
		base, n int
		pending kernels.Pending
	}
	var flying []flight
	end := s.step + steps
	begin, next := s.step, s.step
	var first error
	for turn := 0; ; turn++ {
		stop := first != nil || ctx.Err() != nil || next == end
		if !stop {
			n := min(s.batchSteps, end-next)
			b := s.batches[turn%len(s.batches)]
			p, err := s.device.exec.Start(b.program, uint32(next), n)
			if err != nil {
				first = fmt.Errorf("run %q: %w", s.plan.Network.Name, err)
			} else {
				flying = append(flying, flight{b, next, n, p})
				next += n
			}
		}
		if len(flying) == 0 {
			break
		}
		if !stop && len(flying) < len(s.batches) {
			continue
		}
		f := flying[0]
		flying = flying[1:]
		// What was submitted is waited for even when ctx has ended: it stops at a whole step.
		if err := s.collect(f.b, f.pending, f.base, f.n); err != nil && first == nil {
			first = err
		}
		if first == nil && s.progress != nil {
			s.progress(int64(s.step-begin), int64(steps))
		}
	}
	if first == nil && next < end {
		s.interrupted = true
		return fmt.Errorf("run %q: stopped after %g of %g ms: %w", s.plan.Network.Name, float64(next-begin)*s.plan.Network.DT, float64(steps)*s.plan.Network.DT, ctx.Err())
	}
	return first
}

// collect waits for a batch, checks it and keeps what was recorded.
func (s *Sim) collect(b *batch, p kernels.Pending, base, n int) error {
	out, err := p.Wait(context.Background())
	if err != nil {
		return fmt.Errorf("run %q: steps %d to %d: %w", s.plan.Network.Name, base, base+n, err)
	}
	if err := s.checkOutcome(out, base, n); err != nil {
		return err
	}
	spikes := make([]uint32, out.Offsets[n])
	if err := b.spikes.ReadU32(0, spikes); err != nil {
		return err
	}
	s.takeSpikes(spikes, out.Offsets, base)
	if b.samples != nil {
		samples := make([]float32, b.samples.Len())
		if err := b.samples.ReadFloat32(0, samples); err != nil {
			return err
		}
		for _, r := range s.recorders {
			if r.sampled() {
				r.takeSamples(samples, base, base+n, s.plan.Network.DT)
			}
		}
	}
	if s.stats.Steps == 0 {
		s.stats.FirstStepS = time.Since(s.born).Seconds()
	}
	s.step = base + n
	s.stats.Steps += int64(n)
	return nil
}

// takeSpikes sorts the spikes of every step by source and hands them to the recorders.
func (s *Sim) takeSpikes(spikes, offsets []uint32, base int) {
	for k := 0; k+1 < len(offsets); k++ {
		step := spikes[offsets[k]:offsets[k+1]]
		if len(step) == 0 {
			continue
		}
		slices.Sort(step)
		for _, src := range step {
			s.stats.Events += int64(s.outdegree[src])
		}
		s.countSpikes(step)
		for _, r := range s.recorders {
			r.take(step, uint32(base+k+1))
		}
	}
}

// countSpikes counts the spikes of each population.
func (s *Sim) countSpikes(step []uint32) {
	for i, pop := range s.plan.Network.Populations {
		g, first := s.plan.Locate(pop)
		lo, _ := slices.BinarySearch(step, uint32(g.SourceBase+first))
		hi, _ := slices.BinarySearch(step, uint32(g.SourceBase+first+pop.Size))
		s.counts[i] += int64(hi - lo)
	}
}

// checkOutcome turns what the device reports into errors.
func (s *Sim) checkOutcome(out kernels.Outcome, base, n int) error {
	name := s.plan.Network.Name
	if out.Status&kernels.StatusNotFinite != 0 {
		pop, i := s.member(int(out.Info))
		return fmt.Errorf("run %q: population %q, neuron %d: its state is not finite between %g and %g ms; use a smaller dt or check parameters and weights",
			name, pop, i, float64(base)*s.plan.Network.DT, float64(base+n)*s.plan.Network.DT)
	}
	if out.Status&kernels.StatusSpikesLost != 0 {
		return fmt.Errorf("run %q: the spike list was full between steps %d and %d", name, base, base+n)
	}
	if out.Completed != n {
		return fmt.Errorf("run %q: the device completed %d of %d steps from step %d on; its driver ended a loop early or skipped work", name, out.Completed, n, base)
	}
	return nil
}

// member returns the population and member that a source is.
func (s *Sim) member(source int) (population string, index int) {
	for _, g := range s.plan.Groups {
		for _, m := range g.Members {
			if i := source - g.SourceBase - m.First; i >= 0 && i < m.Population.Size {
				return m.Population.Name, i
			}
		}
	}
	return "", source
}

// Close gives the device's memory back. Closing twice is harmless.
func (s *Sim) Close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	if s.device.exec != nil {
		s.device.exec.Close()
		s.device.exec = nil
	}
	for _, a := range s.arrays {
		a.Close()
	}
	s.device.close()
	return nil
}
